import type { SqlDriver } from './ports.ts';

/** Names of what the device remembers about itself. */
export type MetaKey =
  | 'device_id'
  | 'generation'
  | 'epoch'
  | 'era'
  | 'offered_era'
  | 'cursor'
  | 'head_hash'
  | 'head'
  | 'scope_version'
  | 'session'
  | 'last_contact_at'
  | 'offline_since'
  | 'log_seq'
  | 'verified_seq'
  | 'verified_own'
  | 'clean'
  | 'organization'
  | 'fold_version'
  /** Where confirmed state began with a snapshot: the sequence and hash of its last event. */
  | 'snapshot_seq'
  | 'snapshot_hash'
  /** The import that is under way, as JSON. */
  | 'snapshot'
  /** How far the log from before the snapshot has come since. */
  | 'older_seq'
  | 'older_hash'
  /** State was folded by other rules and the log to fold it again is not all here. */
  | 'outdated'
  /** Where the state was last compared with the server's, and what was tried since it differed. */
  | 'digest_seq'
  | 'digest_repairs';

/** Small facts in one table; part of whatever transaction is open. */
export class Meta {
  readonly #get;
  readonly #put;
  readonly #drop;

  constructor(driver: SqlDriver) {
    this.#get = driver.prepare('SELECT value FROM meta WHERE key = ?');
    this.#put = driver.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
    this.#drop = driver.prepare('DELETE FROM meta WHERE key = ?');
  }

  text(key: MetaKey): string | null {
    return this.#get.get<{ value: string }>(key)?.value ?? null;
  }

  number(key: MetaKey): number {
    return Number(this.text(key) ?? 0);
  }

  set(key: MetaKey, value: string | number | null): void {
    if (value === null) this.#drop.run(key);
    else this.#put.run(key, String(value));
  }
}
