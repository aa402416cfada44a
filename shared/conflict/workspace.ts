import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { Claim, HeldClaim } from '../domain/kernel/claims.ts';
import type { AggregateType } from '../domain/kernel/event.ts';
import { assert } from '../domain/kernel/result.ts';
import type { States } from '../domain/kernel/states.ts';
import type { Rulebook } from '../domain/rulebook.ts';

/** An entity with what it is filed under and what it holds, computed once. */
export interface FiledEntity {
  readonly entity: Entity;
  readonly keys: readonly string[];
  readonly claims: readonly Claim[];
}

/**
 * Changes on top of a reader: a transaction tries its events here and is either committed to the layer below or dropped.
 * Invariant: what `get`, `find` and `claims` answer is exactly what they would answer had every `put` reached the base.
 */
export class Workspace implements StateReader {
  readonly #base: StateReader;
  readonly #rulebook: Rulebook;
  readonly #entities = new Map<string, FiledEntity>();
  readonly #countByType = new Map<AggregateType, number>();
  /** `type|key` → ids changed here and filed under it. */
  readonly #ids = new Map<string, Set<string>>();
  /** resource → holders changed here. */
  readonly #holders = new Map<string, Set<string>>();

  constructor(base: StateReader, rulebook: Rulebook) {
    this.#base = base;
    this.#rulebook = rulebook;
  }

  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined {
    const own = this.#entities.get(`${type}|${id}`);
    return own === undefined ? this.#base.get(type, id) : (own.entity as Entity<States[T]>);
  }

  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[] {
    const below = this.#base.find(type, key);
    if (!this.#countByType.has(type)) return below;
    const ids = this.#ids.get(`${type}|${key}`);
    const kept = below.filter((entity) => !this.#entities.has(`${type}|${entity.id}`));
    if (ids === undefined || ids.size === 0) return kept;
    for (const id of ids) kept.push(this.#must(`${type}|${id}`).entity as Entity<States[T]>);
    return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  claims(resource: string, startMs: number, endMs: number): readonly HeldClaim[] {
    const below = this.#base.claims(resource, startMs, endMs);
    if (this.#entities.size === 0) return below;
    const kept = below.filter((claim) => !this.#entities.has(`${claim.aggregateType}|${claim.aggregateId}`));
    for (const holder of this.#holders.get(resource) ?? []) {
      const { entity, claims } = this.#must(holder);
      for (const claim of claims) {
        if (claim.resource === resource && claim.startMs < endMs && startMs < claim.endMs) {
          kept.push({ ...claim, aggregateType: entity.type, aggregateId: entity.id });
        }
      }
    }
    return kept;
  }

  /** Puts a new version of an entity in place and files it. */
  put(entity: Entity): FiledEntity {
    const aggregate = this.#rulebook.aggregates.get(entity.type);
    assert(aggregate !== undefined, `no aggregate ${entity.type}`);
    const filed = { entity, keys: aggregate.keys(entity.state), claims: aggregate.claims(entity.state) };
    this.file(filed);
    return filed;
  }

  file(filed: FiledEntity): void {
    const { type, id } = filed.entity;
    const name = `${type}|${id}`;
    const before = this.#entities.get(name);
    if (before === undefined) this.#countByType.set(type, (this.#countByType.get(type) ?? 0) + 1);
    else {
      for (const key of before.keys) this.#ids.get(`${type}|${key}`)?.delete(id);
      for (const claim of before.claims) this.#holders.get(claim.resource)?.delete(name);
    }
    this.#entities.set(name, filed);
    for (const key of filed.keys) bucket(this.#ids, `${type}|${key}`).add(id);
    for (const claim of filed.claims) bucket(this.#holders, claim.resource).add(name);
  }

  /** Entities changed in this layer, by `type|id`. */
  changed(): ReadonlyMap<string, FiledEntity> {
    return this.#entities;
  }

  /** Hands every change to the layer below. */
  commitTo(parent: Workspace): void {
    for (const filed of this.#entities.values()) parent.file(filed);
  }

  /** A layer on top of this one. */
  nest(): Workspace {
    return new Workspace(this, this.#rulebook);
  }

  /** Forgets every change of this layer. */
  clear(): void {
    this.#entities.clear();
    this.#countByType.clear();
    this.#ids.clear();
    this.#holders.clear();
  }

  #must(name: string): FiledEntity {
    const filed = this.#entities.get(name);
    assert(filed !== undefined, `${name} is indexed but absent`);
    return filed;
  }
}

function bucket(map: Map<string, Set<string>>, key: string): Set<string> {
  let set = map.get(key);
  if (set === undefined) {
    set = new Set();
    map.set(key, set);
  }
  return set;
}
