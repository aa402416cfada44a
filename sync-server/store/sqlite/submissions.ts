import type { Database, StatementSync } from './database.ts';

interface Run {
  readonly firstDeviceSeq: number;
  readonly firstSeq: number;
  readonly count: number;
  /** 0 while every number has its own event; else the head at which the repeated numbers were settled. */
  readonly settledSeq: number;
}

/** A run that is still growing: every number of it has its own event. */
interface Growing {
  readonly firstDeviceSeq: number;
  readonly firstSeq: number;
  count: number;
}

/**
 * Which sequence answered which number of a device. Numbers and sequences mostly rise together, so a row holds a whole
 * run of them instead of one. The log says the same, so runs may be written later; only what the log does not say, that a
 * number was repeated under another, is written with its commit.
 */
export class Submissions {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  /** Numbers of the open transaction, by device. */
  readonly #open = new Map<number, Growing[]>();
  /** Numbers that are committed in the log and not yet in rows. */
  readonly #behind = new Map<number, Growing[]>();

  constructor(db: Database) {
    this.#find = db.prepare(
      `SELECT first_device_seq AS firstDeviceSeq, first_seq AS firstSeq, count, settled_seq AS settledSeq FROM submissions
       WHERE device_no = ? AND first_device_seq <= ? ORDER BY first_device_seq DESC LIMIT 1`,
    );
    // A command line beside the server may have written the beginning of a run: the longer one stands.
    this.#insert = db.prepare(
      `INSERT INTO submissions (device_no, first_device_seq, first_seq, count, settled_seq) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device_no, first_device_seq) DO UPDATE SET count = max(count, excluded.count)`,
    );
  }

  /** Notes one number of the open transaction. */
  add(deviceNo: number, deviceSeq: number, seq: number): void {
    grow(this.#open, deviceNo, { firstDeviceSeq: deviceSeq, firstSeq: seq, count: 1 });
  }

  /** Notes a number that the log held when it was opened, and the rows did not. */
  catchUp(deviceNo: number, deviceSeq: number, seq: number): void {
    grow(this.#behind, deviceNo, { firstDeviceSeq: deviceSeq, firstSeq: seq, count: 1 });
  }

  /** Notes a number whose event the log already held. */
  addRepeated(deviceNo: number, deviceSeq: number, seq: number, settledSeq: number): void {
    this.#insert.run(deviceNo, deviceSeq, seq, 1, settledSeq);
  }

  /** The transaction ended: what it added stands, or is forgotten. */
  settle(committed: boolean): void {
    if (committed) for (const [deviceNo, runs] of this.#open) for (const run of runs) grow(this.#behind, deviceNo, run);
    this.#open.clear();
  }

  /** Writes the runs that stand. Inside a transaction; call `flushed` when it stands. */
  flush(): void {
    for (const [deviceNo, runs] of this.#behind) {
      for (const run of runs) this.#insert.run(deviceNo, run.firstDeviceSeq, run.firstSeq, run.count, 0);
    }
  }

  flushed(committed: boolean): void {
    if (committed) this.#behind.clear();
  }

  seqOf(deviceNo: number, deviceSeq: number): number | undefined {
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
    const holds = (run: Growing): boolean => deviceSeq >= run.firstDeviceSeq && deviceSeq < run.firstDeviceSeq + run.count;
    const growing = this.#open.get(deviceNo)?.find(holds) ?? this.#behind.get(deviceNo)?.find(holds);
    if (growing !== undefined) return { ...growing, settledSeq: 0 };
    const run = this.#find.get(deviceNo, deviceSeq) as Run | undefined;
    return run !== undefined && deviceSeq < run.firstDeviceSeq + run.count ? run : undefined;
  }
}

/** Makes the last run longer where the new one follows it, else begins another. */
function grow(runs: Map<number, Growing[]>, deviceNo: number, next: Growing): void {
  const known = runs.get(deviceNo);
  const last = known?.at(-1);
  if (last !== undefined && last.firstDeviceSeq + last.count === next.firstDeviceSeq && last.firstSeq + last.count === next.firstSeq) {
    last.count += next.count;
  } else if (known === undefined) runs.set(deviceNo, [{ ...next }]);
  else known.push({ ...next });
}
