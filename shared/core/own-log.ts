import type { AggregateType, DomainEvent, Outcome, Reason } from '../domain/kernel/event.ts';
import { chainHash, GENESIS_HASH, take, verifyChain, type ChainRecord, type ChainVerdict, type Sha256 } from '../events/hash-chain.ts';
import type { SqlDriver } from './ports.ts';

const CHUNK = 2000;

export interface PendingRow {
  readonly device_seq: number;
  readonly position: number;
  readonly id: string;
  readonly txn_id: string;
  readonly aggregate_type: AggregateType;
  readonly aggregate_id: string;
  readonly occurred_at: string;
  readonly sent: number;
}

interface OwnRow {
  readonly position: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/**
 * Everything this device authored, append-only and chained, and beside it the queue of what the pulled log has not
 * answered. An event leaves the queue only through `settle`, in the transaction of the page that answers it.
 */
export class OwnLog {
  readonly #driver: SqlDriver;
  readonly #sha: Sha256;
  #head: { position: number; hash: string };
  #last: { readonly deviceId: string; readonly value: number } | null = null;

  constructor(driver: SqlDriver, sha: Sha256) {
    this.#driver = driver;
    this.#sha = sha;
    this.#head = this.#readHead();
  }

  /** The highest number a device id was given. */
  lastDeviceSeq(deviceId: string): number {
    if (this.#last?.deviceId === deviceId) return this.#last.value;
    const row = this.#driver
      .prepare('SELECT max(device_seq) AS last FROM own_log WHERE device_id = ?')
      .get<{ last: number | null }>(deviceId);
    this.#last = { deviceId, value: row?.last ?? 0 };
    return this.#last.value;
  }

  /** Whether the log may hold answers to what this device wrote, from before now. */
  mayBeAnswered(deviceId: string, serverHas: number): boolean {
    const found = this.#driver
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM pending WHERE sent = 1 OR device_seq <= ?)
           OR EXISTS (SELECT 1 FROM own_log WHERE device_id <> ?) AS found`,
      )
      .get<{ found: number }>(serverHas, deviceId);
    return found?.found === 1;
  }

  /** Whose work stands here; null while nothing does. */
  lastAuthor(): string | null {
    const row = this.#driver
      .prepare("SELECT body ->> 'actorId' AS author FROM own_log ORDER BY position DESC LIMIT 1")
      .get<{ author: string }>();
    return row?.author ?? null;
  }

  /** Appends and queues events in the open transaction. */
  append(events: readonly DomainEvent[]): void {
    const insert = this.#driver.prepare(
      'INSERT INTO own_log (position, device_id, device_seq, id, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const event of events) {
      const body = JSON.stringify(event);
      const hash = chainHash(this.#head.hash, body, this.#sha);
      const position = this.#head.position + 1;
      insert.run(position, event.deviceId, event.deviceSeq, event.id, body, this.#head.hash, hash);
      this.#head = { position, hash };
      this.#last = { deviceId: event.deviceId, value: event.deviceSeq };
      this.#queue(event, position);
    }
  }

  /** After a rollback the head in memory is ahead of the table. */
  forget(): void {
    this.#head = this.#readHead();
    this.#last = null;
  }

  /** Checks the chain after a position, so many records of it. */
  verify(afterPosition: number, limit: number = Number.POSITIVE_INFINITY): ChainVerdict {
    const start = afterPosition === 0 ? null : this.#row(afterPosition);
    if (start === undefined) return { ok: false, seq: afterPosition, fault: 'out-of-order' };
    return verifyChain(take(this.#records(afterPosition), limit), {
      prevHash: start?.hash ?? GENESIS_HASH,
      prevSeq: afterPosition,
      gapless: true,
      sha: this.#sha,
    });
  }

  get position(): number {
    return this.#head.position;
  }

  /** Queued events after a number, in order. */
  pendingEvents(afterDeviceSeq: number, limit: number): DomainEvent[] {
    return this.#driver
      .prepare(
        'SELECT o.body FROM pending p JOIN own_log o ON o.position = p.position WHERE p.device_seq > ? ORDER BY p.device_seq LIMIT ?',
      )
      .all<{ body: string }>(afterDeviceSeq, limit)
      .map(parseOwn);
  }

  pendingRows(): PendingRow[] {
    return this.#driver.prepare('SELECT * FROM pending ORDER BY device_seq').all<PendingRow>();
  }

  pendingByAggregate(aggregateId: string | null, beforeDeviceSeq: number, limit: number): DomainEvent[] {
    const rows =
      aggregateId === null
        ? this.#driver
            .prepare(
              'SELECT o.body FROM pending p JOIN own_log o ON o.position = p.position WHERE p.device_seq < ? ORDER BY p.device_seq DESC LIMIT ?',
            )
            .all<{ body: string }>(beforeDeviceSeq, limit)
        : this.#driver
            .prepare(
              `SELECT o.body FROM pending p JOIN own_log o ON o.position = p.position
               WHERE p.aggregate_id = ? AND p.device_seq < ? ORDER BY p.device_seq DESC LIMIT ?`,
            )
            .all<{ body: string }>(aggregateId, beforeDeviceSeq, limit);
    return rows.map(parseOwn);
  }

  /** Marks what the server has stored; the answer itself still has to come with the log. */
  markSent(upToDeviceSeq: number): number {
    return this.#driver.prepare('UPDATE pending SET sent = 1 WHERE device_seq <= ? AND sent = 0').run(upToDeviceSeq).changes;
  }

  /** Takes an event out of the queue because the log holds its answer. */
  settle(
    row: PendingRow,
    deviceId: string,
    answer: { readonly seq: number; readonly outcome: Outcome; readonly reason: Reason | null },
  ): void {
    this.#driver.prepare('DELETE FROM pending WHERE device_seq = ?').run(row.device_seq);
    this.#driver
      .prepare(
        `INSERT INTO submitted (id, device_id, device_seq, seq, outcome, reason) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET device_id = excluded.device_id, device_seq = excluded.device_seq, seq = excluded.seq,
           outcome = excluded.outcome, reason = excluded.reason`,
      )
      .run(row.id, deviceId, row.device_seq, answer.seq, answer.outcome, answer.reason === null ? null : JSON.stringify(answer.reason));
  }

  /**
   * Makes the queue agree with the server's count of what it has from this device.
   * @returns whether anything changed
   */
  reconcile(deviceId: string, serverHas: number): boolean {
    const missing = this.lastDeviceSeq(deviceId) - serverHas;
    const queued = this.#driver.prepare('SELECT count(*) AS n FROM pending WHERE device_seq > ?').get<{ n: number }>(serverHas)?.n ?? 0;
    const offered = missing > queued ? this.offerAgain(deviceId, serverHas) : 0;
    const unmarked = this.#driver.prepare('UPDATE pending SET sent = 0 WHERE device_seq > ? AND sent = 1').run(serverHas).changes;
    return offered + unmarked + this.markSent(serverHas) > 0;
  }

  /** Queues again what this device authored after a number: the server no longer has it. */
  offerAgain(deviceId: string, afterDeviceSeq: number): number {
    const rows = this.#driver
      .prepare('SELECT position, body FROM own_log WHERE device_id = ? AND device_seq > ? ORDER BY device_seq')
      .all<{ position: number; body: string }>(deviceId, afterDeviceSeq);
    for (const row of rows) this.#queue(parseOwn(row), row.position);
    this.#driver.prepare('UPDATE pending SET sent = 0 WHERE device_seq > ?').run(afterDeviceSeq);
    this.#driver.prepare('DELETE FROM submitted WHERE device_id = ? AND device_seq > ?').run(deviceId, afterDeviceSeq);
    return rows.length;
  }

  /** Gives the queue to a new device id with numbers from 1; event ids stay, so nothing is doubled. */
  renumber(deviceId: string): number {
    const events = this.pendingEvents(0, Number.MAX_SAFE_INTEGER);
    this.#driver.prepare('DELETE FROM pending').run();
    this.append(events.map((event, index) => ({ ...event, deviceId, deviceSeq: index + 1 })));
    return events.length;
  }

  /**
   * Queues again, under a device id and numbers nobody used, whatever was written here under any id and neither waits in
   * the queue nor stands in the log after a position: the numbers it once had may meanwhile be somebody else's.
   */
  offerLost(deviceId: string, afterLogPosition: number): number {
    const rows = this.#driver
      .prepare(
        `SELECT o.position, o.body FROM own_log o
         WHERE NOT EXISTS (SELECT 1 FROM pending p WHERE p.id = o.id)
           AND NOT EXISTS (SELECT 1 FROM confirmed_log c WHERE c.aggregate_id = o.body ->> 'aggregateId' AND c.id = o.id AND c.position > ?)
         ORDER BY o.position`,
      )
      .all<{ body: string }>(afterLogPosition);
    // One event may stand here under several numbers.
    const lost = new Map(rows.map(parseOwn).map((event) => [event.id, event]));
    const forget = this.#driver.prepare('DELETE FROM submitted WHERE id = ?');
    for (const id of lost.keys()) forget.run(id);
    let deviceSeq = this.lastDeviceSeq(deviceId);
    this.append([...lost.values()].map((event) => ({ ...event, deviceId, deviceSeq: (deviceSeq += 1) })));
    return lost.size;
  }

  #queue(event: DomainEvent, position: number): void {
    this.#driver
      .prepare(
        `INSERT OR IGNORE INTO pending (device_seq, position, id, txn_id, aggregate_type, aggregate_id, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(event.deviceSeq, position, event.id, event.txnId, event.aggregateType, event.aggregateId, event.occurredAt);
  }

  *#records(afterPosition: number): Generator<ChainRecord> {
    const statement = this.#driver.prepare(
      'SELECT position, body, prev_hash, hash FROM own_log WHERE position > ? ORDER BY position LIMIT ?',
    );
    let after = afterPosition;
    for (;;) {
      const rows = statement.all<OwnRow>(after, CHUNK);
      for (const row of rows) yield { seq: row.position, body: row.body, prevHash: row.prev_hash, hash: row.hash };
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK) return;
      after = last.position;
    }
  }

  #row(position: number): OwnRow | undefined {
    return this.#driver.prepare('SELECT position, body, prev_hash, hash FROM own_log WHERE position = ?').get<OwnRow>(position);
  }

  #readHead(): { position: number; hash: string } {
    const row = this.#driver
      .prepare('SELECT position, hash FROM own_log ORDER BY position DESC LIMIT 1')
      .get<{ position: number; hash: string }>();
    return row ?? { position: 0, hash: GENESIS_HASH };
  }
}

/** This device wrote the text itself. */
function parseOwn(row: { readonly body: string }): DomainEvent {
  return JSON.parse(row.body) as DomainEvent;
}
