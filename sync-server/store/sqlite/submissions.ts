import type { Database, StatementSync } from './database.ts';

interface Run {
  readonly firstDeviceSeq: number;
  readonly firstSeq: number;
  readonly count: number;
  /** 0 while every number has its own event; else the head at which the repeated numbers were settled. */
  readonly settledSeq: number;
}

/**
 * Which sequence answered which number of a device. Numbers and sequences mostly rise together, so a row holds a whole
 * run of them instead of one.
 */
export class Submissions {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #open = new Map<number, { firstDeviceSeq: number; firstSeq: number; count: number }>();

  constructor(db: Database) {
    this.#find = db.prepare(
      `SELECT first_device_seq AS firstDeviceSeq, first_seq AS firstSeq, count, settled_seq AS settledSeq FROM submissions
       WHERE device_no = ? AND first_device_seq <= ? ORDER BY first_device_seq DESC LIMIT 1`,
    );
    this.#insert = db.prepare(
      'INSERT INTO submissions (device_no, first_device_seq, first_seq, count, settled_seq) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /** Notes one number of the open transaction. */
  add(deviceNo: number, deviceSeq: number, seq: number): void {
    const run = this.#open.get(deviceNo);
    if (run !== undefined && run.firstDeviceSeq + run.count === deviceSeq && run.firstSeq + run.count === seq) {
      run.count += 1;
      return;
    }
    if (run !== undefined) this.#insert.run(deviceNo, run.firstDeviceSeq, run.firstSeq, run.count, 0);
    this.#open.set(deviceNo, { firstDeviceSeq: deviceSeq, firstSeq: seq, count: 1 });
  }

  /** Notes a number whose event the log already held. */
  addRepeated(deviceNo: number, deviceSeq: number, seq: number, settledSeq: number): void {
    this.#insert.run(deviceNo, deviceSeq, seq, 1, settledSeq);
  }

  /** Writes the runs that are still open; the transaction is about to commit. */
  finish(): void {
    for (const [deviceNo, run] of this.#open) this.#insert.run(deviceNo, run.firstDeviceSeq, run.firstSeq, run.count, 0);
    this.#open.clear();
  }

  forget(): void {
    this.#open.clear();
  }

  seqOf(deviceNo: number, deviceSeq: number): number | undefined {
    const open = this.#open.get(deviceNo);
    if (open !== undefined && deviceSeq >= open.firstDeviceSeq && deviceSeq < open.firstDeviceSeq + open.count) {
      return open.firstSeq + deviceSeq - open.firstDeviceSeq;
    }
    const run = this.#run(deviceNo, deviceSeq);
    return run === undefined ? undefined : run.firstSeq + deviceSeq - run.firstDeviceSeq;
  }

  /** Where in the log a number was settled; runs rise with it, so one read finds the highest number up to a sequence. */
  settledAt(deviceNo: number, deviceSeq: number): number | undefined {
    const run = this.#run(deviceNo, deviceSeq);
    if (run === undefined) return undefined;
    return run.settledSeq === 0 ? run.firstSeq + deviceSeq - run.firstDeviceSeq : run.settledSeq;
  }

  #run(deviceNo: number, deviceSeq: number): Run | undefined {
    const run = this.#find.get(deviceNo, deviceSeq) as Run | undefined;
    return run !== undefined && deviceSeq < run.firstDeviceSeq + run.count ? run : undefined;
  }
}
