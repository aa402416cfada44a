import type { AggregateType, DomainEvent, Reason } from '../domain/kernel/event.ts';
import type { PendingRow } from './own-log.ts';
import type { SqlDriver } from './ports.ts';

/** What became of a transaction that was set aside; null while a person has not decided. */
type Settlement = 'retried' | 'dismissed';

interface Row {
  readonly txn_id: string;
  readonly reason: string | null;
  readonly body: string;
}

/**
 * Transactions of this device that the log holds as `parked`. Their content stays in the own log for ever; here stands why,
 * and whether a person has already tried again or given up. A row is never deleted: a server restored from a backup may ask
 * for the number once more, and must not get twice what was tried again under another.
 */
export class SetAside {
  readonly #driver: SqlDriver;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  /** Notes one event in the transaction of the page that answered it. */
  add(row: PendingRow, seq: number, reason: Reason | null): void {
    this.#driver
      .prepare(
        `INSERT INTO set_aside (id, txn_id, position, aggregate_type, aggregate_id, seq, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, seq = excluded.seq, reason = excluded.reason`,
      )
      .run(row.id, row.txn_id, row.position, row.aggregate_type, row.aggregate_id, seq, reason === null ? null : JSON.stringify(reason));
  }

  /** Events waiting for a person's decision, oldest first. */
  openEvents(): DomainEvent[] {
    return this.#rows().map(parseBody);
  }

  /** Transactions waiting for a person's decision. */
  openCount(): number {
    return this.#driver.prepare('SELECT count(DISTINCT txn_id) AS n FROM set_aside WHERE settled IS NULL').get<{ n: number }>()?.n ?? 0;
  }

  openEventCount(): number {
    return this.#driver.prepare('SELECT count(*) AS n FROM set_aside WHERE settled IS NULL').get<{ n: number }>()?.n ?? 0;
  }

  /** Why the newest change of an object was set aside; undefined when none was. */
  openReason(type: AggregateType, id: string): Reason | null | undefined {
    const row = this.#driver
      .prepare(
        'SELECT reason FROM set_aside WHERE aggregate_id = ? AND aggregate_type = ? AND settled IS NULL ORDER BY position DESC LIMIT 1',
      )
      .get<{ reason: string | null }>(id, type);
    return row === undefined ? undefined : parseReason(row.reason);
  }

  /** Whether a person has already decided about a transaction: it is not to be carried out any more. */
  isSettled(txnId: string): boolean {
    return (
      this.#driver.prepare('SELECT 1 AS found FROM set_aside WHERE txn_id = ? AND settled IS NOT NULL LIMIT 1').get(txnId) !== undefined
    );
  }

  settle(txnId: string, settlement: Settlement): void {
    this.#driver.prepare('UPDATE set_aside SET settled = ? WHERE txn_id = ?').run(settlement, txnId);
  }

  /** Why each waiting transaction was set aside. */
  openReasons(): ReadonlyMap<string, Reason | null> {
    return new Map(this.#rows().map((row) => [row.txn_id, parseReason(row.reason)]));
  }

  #rows(): Row[] {
    return this.#driver
      .prepare(
        'SELECT s.txn_id, s.reason, o.body FROM set_aside s JOIN own_log o ON o.position = s.position WHERE s.settled IS NULL ORDER BY s.position',
      )
      .all<Row>();
  }
}

/** This device wrote the texts itself. */
const parseBody = (row: { readonly body: string }): DomainEvent => JSON.parse(row.body) as DomainEvent;
const parseReason = (text: string | null): Reason | null => (text === null ? null : (JSON.parse(text) as Reason));
