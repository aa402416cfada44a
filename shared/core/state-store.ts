import type { FiledEntity } from '../conflict/workspace.ts';
import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { Claim, HeldClaim } from '../domain/kernel/claims.ts';
import type { AggregateType } from '../domain/kernel/event.ts';
import type { States } from '../domain/kernel/states.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { StateDigest, type Standing } from '../sync/state-digest.ts';
import { GenerationCache } from './generation-cache.ts';
import type { SqlDriver } from './ports.ts';

/** Tables of a state store whose names start with `prefix`; one prefix per log (per organization on a server). */
export function stateStoreSchema(prefix: string): string {
  return `
CREATE TABLE IF NOT EXISTS ${prefix}entity_state (
  type TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (type, id)
) STRICT;
CREATE TABLE IF NOT EXISTS ${prefix}entity_keys (
  type TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (type, key, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ${prefix}claims (
  resource TEXT NOT NULL, end_ms INTEGER NOT NULL, start_ms INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (resource, end_ms, start_ms, type, id)
) STRICT, WITHOUT ROWID;`;
}

export interface StateStoreOptions {
  readonly driver: SqlDriver;
  readonly rulebook: Rulebook;
  readonly prefix?: string;
  /** Entities kept parsed in each of two generations. */
  readonly cacheSize?: number;
}

/**
 * Confirmed state in SQL: one row per entity, filed under its lookup keys and claims. The device keeps its copy of the
 * canonical state in it and the server its own.
 *
 * `save` and `remove` belong inside the caller's transaction. When that rolls back, call `forget()`: the cache has
 * already seen the new versions.
 */
export class SqlStateStore implements StateReader {
  readonly #driver: SqlDriver;
  readonly #rulebook: Rulebook;
  readonly #cache: GenerationCache<string, FiledEntity | null>;
  readonly #lists: GenerationCache<string, readonly string[]>;
  readonly #sql: ReturnType<typeof statements>;

  constructor(options: StateStoreOptions) {
    this.#driver = options.driver;
    this.#rulebook = options.rulebook;
    this.#cache = new GenerationCache(options.cacheSize ?? 20_000);
    this.#lists = new GenerationCache(options.cacheSize ?? 20_000);
    this.#sql = statements(options.driver, options.prefix ?? '');
  }

  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined {
    // The table is keyed by type, so the state is the one of that type.
    return this.#filed(type, id)?.entity as Entity<States[T]> | undefined;
  }

  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[] {
    const found: Entity<States[T]>[] = [];
    for (const id of this.#ids(type, key)) {
      const entity = this.get(type, id);
      if (entity !== undefined) found.push(entity);
    }
    return found;
  }

  claims(resource: string, startMs: number, endMs: number): readonly HeldClaim[] {
    return this.#sql.claims
      .all<{ start_ms: number; end_ms: number; type: string; id: string }>(resource, startMs, endMs)
      .map((row) => ({ resource, startMs: row.start_ms, endMs: row.end_ms, aggregateType: row.type, aggregateId: row.id }));
  }

  /** Writes entities and refiles what changed about their keys and claims. */
  save(entities: Iterable<FiledEntity>): void {
    for (const filed of entities) {
      const { entity } = filed;
      const before = this.#filed(entity.type, entity.id);
      this.#sql.put.run(entity.type, entity.id, entity.seq, entityText(entity));
      this.#refileKeys(entity.type, entity.id, before?.keys ?? [], filed.keys);
      this.#refileClaims(entity.type, entity.id, before?.claims ?? [], filed.claims);
      this.#cache.set(nameOf(entity.type, entity.id), filed);
    }
  }

  /** Writes objects that are not there yet, with the texts they came in. */
  insert(objects: Iterable<{ readonly filed: FiledEntity; readonly text: string }>): void {
    for (const { filed, text } of objects) {
      const { type, id, seq } = filed.entity;
      this.#sql.put.run(type, id, seq, text);
      this.#refileKeys(type, id, [], filed.keys);
      this.#refileClaims(type, id, [], filed.claims);
      this.#cache.set(nameOf(type, id), filed);
    }
  }

  remove(type: AggregateType, id: string): void {
    const before = this.#filed(type, id);
    if (before === undefined) return;
    this.#sql.drop.run(type, id);
    this.#refileKeys(type, id, before.keys, []);
    this.#refileClaims(type, id, before.claims, []);
    this.#cache.set(nameOf(type, id), null);
  }

  /** What the stored rows come down to, read from the file and not from memory. */
  digest(): string {
    const digest = new StateDigest();
    for (const standing of this.#sql.standings.all<Standing>()) digest.add(standing);
    return digest.text;
  }

  /** Every entity's name, in id order per type. */
  names(): { type: AggregateType; id: string }[] {
    return this.#sql.names.all<{ type: AggregateType; id: string }>();
  }

  /** Empties the tables: the log is about to be read again from the start. */
  clear(): void {
    for (const sql of this.#sql.wipe) this.#driver.prepare(sql).run();
    this.forget();
  }

  /** Drops what is cached; the next read comes from SQL. */
  forget(): void {
    this.#cache.clear();
    this.#lists.clear();
  }

  #filed(type: AggregateType, id: string): FiledEntity | undefined {
    const name = nameOf(type, id);
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached ?? undefined;
    const row = this.#sql.get.get<{ seq: number; body: string }>(type, id);
    const filed = row === undefined ? null : this.#file(parseEntity(type, id, row));
    this.#cache.set(name, filed);
    return filed ?? undefined;
  }

  #file(entity: Entity): FiledEntity {
    const aggregate = this.#rulebook.aggregates.get(entity.type);
    return { entity, keys: aggregate?.keys(entity.state) ?? [], claims: aggregate?.claims(entity.state) ?? [] };
  }

  #ids(type: AggregateType, key: string): readonly string[] {
    const name = `${type}|${key}`;
    let ids = this.#lists.get(name);
    if (ids === undefined) {
      ids = this.#sql.find.all<{ id: string }>(type, key).map((row) => row.id);
      this.#lists.set(name, ids);
    }
    return ids;
  }

  #refileKeys(type: AggregateType, id: string, before: readonly string[], after: readonly string[]): void {
    for (const key of before) {
      if (after.includes(key)) continue;
      this.#sql.dropKey.run(type, key, id);
      this.#lists.delete(`${type}|${key}`);
    }
    for (const key of after) {
      if (before.includes(key)) continue;
      this.#sql.putKey.run(type, key, id);
      this.#lists.delete(`${type}|${key}`);
    }
  }

  #refileClaims(type: AggregateType, id: string, before: readonly Claim[], after: readonly Claim[]): void {
    for (const claim of before) {
      if (!after.some((other) => sameClaim(claim, other))) this.#sql.dropClaim.run(claim.resource, claim.endMs, claim.startMs, type, id);
    }
    for (const claim of after) {
      if (!before.some((other) => sameClaim(claim, other))) this.#sql.putClaim.run(claim.resource, claim.endMs, claim.startMs, type, id);
    }
  }
}

function statements(driver: SqlDriver, prefix: string) {
  const tables = [`${prefix}entity_state`, `${prefix}entity_keys`, `${prefix}claims`] as const;
  const [state, keys, claims] = tables;
  return {
    get: driver.prepare(`SELECT seq, body FROM ${state} WHERE type = ? AND id = ?`),
    put: driver.prepare(
      `INSERT INTO ${state} (type, id, seq, body) VALUES (?, ?, ?, ?) ON CONFLICT (type, id) DO UPDATE SET seq = excluded.seq, body = excluded.body`,
    ),
    drop: driver.prepare(`DELETE FROM ${state} WHERE type = ? AND id = ?`),
    standings: driver.prepare(`SELECT type, id, seq FROM ${state}`),
    names: driver.prepare(`SELECT type, id FROM ${state} ORDER BY type, id`),
    find: driver.prepare(`SELECT id FROM ${keys} WHERE type = ? AND key = ? ORDER BY id`),
    putKey: driver.prepare(`INSERT OR IGNORE INTO ${keys} (type, key, id) VALUES (?, ?, ?)`),
    dropKey: driver.prepare(`DELETE FROM ${keys} WHERE type = ? AND key = ? AND id = ?`),
    claims: driver.prepare(
      `SELECT start_ms, end_ms, type, id FROM ${claims} WHERE resource = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms, id`,
    ),
    putClaim: driver.prepare(`INSERT OR IGNORE INTO ${claims} (resource, end_ms, start_ms, type, id) VALUES (?, ?, ?, ?, ?)`),
    dropClaim: driver.prepare(`DELETE FROM ${claims} WHERE resource = ? AND end_ms = ? AND start_ms = ? AND type = ? AND id = ?`),
    wipe: tables.map((table) => `DELETE FROM ${table}`),
  };
}

const nameOf = (type: AggregateType, id: string): string => `${type}|${id}`;

const sameClaim = (a: Claim, b: Claim): boolean => a.resource === b.resource && a.startMs === b.startMs && a.endMs === b.endMs;

/** An object as the store writes it; noun, id and sequence stand beside it. */
export function entityText(entity: Entity): string {
  const { state, stamps, lastEventId, anomalies, readOnly } = entity;
  return JSON.stringify({ state, stamps, lastEventId, anomalies, readOnly });
}

/** Reads back what `entityText` wrote. */
export function parseEntity(type: AggregateType, id: string, row: { readonly seq: number; readonly body: string }): Entity {
  const body = JSON.parse(row.body) as Pick<Entity, 'state' | 'stamps' | 'lastEventId' | 'anomalies' | 'readOnly'>;
  return { type, id, seq: row.seq, ...body };
}
