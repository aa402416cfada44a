import { applyRecorded } from '../../../shared/conflict/apply.ts';
import { readableTypes } from '../../../shared/conflict/lift.ts';
import { Workspace, type FiledEntity } from '../../../shared/conflict/workspace.ts';
import { SqlStateStore, stateStoreSchema } from '../../../shared/core/state-store.ts';
import type { Entity } from '../../../shared/domain/kernel/aggregate.ts';
import type { HeldClaim } from '../../../shared/domain/kernel/claims.ts';
import type { AggregateType, RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import type { States } from '../../../shared/domain/kernel/states.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import { RULES_VERSION } from '../../../shared/sync/wire.ts';
import type { EntityStore } from '../event-store.ts';
import type { Database, StatementSync } from './database.ts';

/**
 * Confirmed state of one organization. The log is the truth and is written with every commit; the state is derived from
 * it, so its rows may follow later and many changes of one object cost one write. `state_seq` says how far the rows have
 * come; what the log holds beyond it is folded again when the store is opened.
 */
export class LazyEntities implements EntityStore {
  readonly #rows: SqlStateStore;
  readonly #rulebook: Rulebook;
  readonly #organizationNo: number;
  /** Changes that are committed in the log and not yet in the rows. */
  readonly #ahead: Workspace;
  readonly #setSeq: StatementSync;
  readonly #getSeq: StatementSync;
  readonly #setRules: StatementSync;
  readonly #getRules: StatementSync;
  readonly #rules: string;
  #unsettled: FiledEntity[] = [];

  constructor(db: Database, rulebook: Rulebook, organizationNo: number) {
    const prefix = `o${organizationNo}_`;
    db.exec(stateStoreSchema(prefix));
    this.#rows = new SqlStateStore({ driver: db.driver, rulebook, prefix });
    this.#rulebook = rulebook;
    this.#organizationNo = organizationNo;
    this.#ahead = new Workspace(this.#rows, rulebook);
    this.#setSeq = db.prepare('UPDATE organization_heads SET state_seq = ? WHERE organization_no = ?');
    this.#getSeq = db.prepare('SELECT state_seq AS seq FROM organization_heads WHERE organization_no = ?');
    this.#getRules = db.prepare('SELECT rules FROM state_rules WHERE organization_no = ?');
    this.#setRules = db.prepare('INSERT OR REPLACE INTO state_rules (organization_no, rules) VALUES (?, ?)');
    this.#rules = `${RULES_VERSION} ${readableTypes(rulebook)}`;
  }

  /** Drops rows that other rules folded: an older or newer server wrote them, and may have read the log differently. */
  distrust(): void {
    if (this.storedSeq === 0 || this.#getRules.get(this.#organizationNo)?.['rules'] === this.#rules) return;
    this.#rows.clear();
    this.#setSeq.run(0, this.#organizationNo);
  }

  /** How far the rows have come in the log. */
  get storedSeq(): number {
    return Number(this.#getSeq.get(this.#organizationNo)?.['seq'] ?? 0);
  }

  /** Objects whose rows are behind. */
  get waiting(): number {
    return this.#ahead.size;
  }

  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined {
    return this.#ahead.get(type, id);
  }

  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[] {
    return this.#ahead.find(type, key);
  }

  claims(resource: string, startMs: number, endMs: number): readonly HeldClaim[] {
    return this.#ahead.claims(resource, startMs, endMs);
  }

  save(changed: Iterable<FiledEntity>): void {
    this.#unsettled.push(...changed);
  }

  /** The transaction of `save` ended. */
  settle(committed: boolean): void {
    if (committed) for (const filed of this.#unsettled) this.#ahead.file(filed);
    this.#unsettled = [];
  }

  /** Folds an event that the log has and the rows have not. */
  catchUp(event: RecordedEvent): void {
    applyRecorded(this.#ahead, event, this.#rulebook);
  }

  /** Writes the rows up to the head of the log. Inside a transaction; call `flushed` when it stands. */
  flush(headSeq: number): void {
    this.#rows.save(this.#ahead.changed().values());
    this.#setSeq.run(headSeq, this.#organizationNo);
    this.#setRules.run(this.#organizationNo, this.#rules);
  }

  flushed(committed: boolean): void {
    if (committed) this.#ahead.clear();
    else this.#rows.forget();
  }

  names(): readonly { readonly type: AggregateType; readonly id: string }[] {
    const names = new Map(this.#rows.names().map((name) => [`${name.type}|${name.id}`, name]));
    for (const [key, { entity }] of this.#ahead.changed()) names.set(key, { type: entity.type, id: entity.id });
    return [...names.values()];
  }
}
