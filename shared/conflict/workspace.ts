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

const byStart = (a: HeldClaim, b: HeldClaim): number =>
  a.startMs - b.startMs || (a.aggregateId === b.aggregateId ? 0 : a.aggregateId < b.aggregateId ? -1 : 1);

/**
 * Changes on top of a reader: a transaction tries its events here and is either committed to the layer below or dropped.
 * Invariant: what `get`, `find` and `claims` answer is exactly what they would answer had every `put` reached the base.
 *
 * The server makes several layers per event, so an empty layer holds no map, and entities are found by noun and id without
 * building a name.
 */
export class Workspace implements StateReader {
  readonly #base: StateReader;
  readonly #rulebook: Rulebook;
  #entities: Map<AggregateType, Map<string, FiledEntity>> | undefined;
  #size = 0;
  /** `type|key` → ids changed here and filed under it. */
  #ids: Map<string, Set<string>> | undefined;
  /** resource → holders changed here, by name, with what each holds. */
  #holders: Map<string, Map<string, FiledEntity>> | undefined;

  constructor(base: StateReader, rulebook: Rulebook) {
    this.#base = base;
    this.#rulebook = rulebook;
  }

  /** How many entities were changed in this layer. */
  get size(): number {
    return this.#size;
  }

  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined {
    const own = this.#size === 0 ? undefined : this.#own(type, id);
    return own === undefined ? this.#base.get(type, id) : (own.entity as Entity<States[T]>);
  }

  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[] {
    const below = this.#base.find(type, key);
    const changed = this.#entities?.get(type);
    if (changed === undefined) return below;
    const ids = this.#ids?.get(`${type}|${key}`);
    const kept = below.filter((entity) => !changed.has(entity.id));
    if (ids === undefined || ids.size === 0) return kept;
    for (const id of ids) {
      const filed = changed.get(id);
      assert(filed !== undefined, `${type} ${id} is indexed but absent`);
      kept.push(filed.entity as Entity<States[T]>);
    }
    return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  claims(resource: string, startMs: number, endMs: number): readonly HeldClaim[] {
    const below = this.#base.claims(resource, startMs, endMs);
    if (this.#size === 0) return below;
    const kept = below.filter((claim) => this.#own(claim.aggregateType as AggregateType, claim.aggregateId) === undefined);
    const before = kept.length;
    for (const { entity, claims } of this.#holders?.get(resource)?.values() ?? []) {
      for (const claim of claims) {
        if (claim.resource === resource && claim.startMs < endMs && startMs < claim.endMs) {
          kept.push({ ...claim, aggregateType: entity.type, aggregateId: entity.id });
        }
      }
    }
    // In the order of every store: who is named as the holder must not depend on how many layers lie in between.
    return kept.length === before ? kept : kept.sort(byStart);
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
    const entities = (this.#entities ??= new Map<AggregateType, Map<string, FiledEntity>>());
    let changed = entities.get(type);
    if (changed === undefined) {
      changed = new Map();
      entities.set(type, changed);
    }
    const before = changed.get(id);
    if (before === undefined) this.#size += 1;
    else {
      for (const key of before.keys) this.#ids?.get(`${type}|${key}`)?.delete(id);
      for (const claim of before.claims) this.#holders?.get(claim.resource)?.delete(`${type}|${id}`);
    }
    changed.set(id, filed);
    for (const key of filed.keys) {
      const all = (this.#ids ??= new Map<string, Set<string>>());
      const name = `${type}|${key}`;
      const ids = all.get(name);
      if (ids === undefined) all.set(name, new Set([id]));
      else ids.add(id);
    }
    for (const claim of filed.claims) {
      const all = (this.#holders ??= new Map<string, Map<string, FiledEntity>>());
      const holders = all.get(claim.resource);
      if (holders === undefined) all.set(claim.resource, new Map([[`${type}|${id}`, filed]]));
      else holders.set(`${type}|${id}`, filed);
    }
  }

  /** An entity that was changed in this layer, as it is filed. */
  filed(type: AggregateType, id: string): FiledEntity | undefined {
    return this.#own(type, id);
  }

  /** Entities changed in this layer, by `type|id`: a new map each time, so whoever wants one of them asks `filed`. */
  changed(): ReadonlyMap<string, FiledEntity> {
    const all = new Map<string, FiledEntity>();
    for (const [type, changed] of this.#entities ?? []) for (const [id, filed] of changed) all.set(`${type}|${id}`, filed);
    return all;
  }

  /** Hands every change to the layer below. */
  commitTo(parent: Workspace): void {
    if (this.#entities === undefined) return;
    for (const changed of this.#entities.values()) for (const filed of changed.values()) parent.file(filed);
  }

  /** A layer on top of this one. */
  nest(): Workspace {
    return new Workspace(this, this.#rulebook);
  }

  /** Forgets every change of this layer. */
  clear(): void {
    this.#entities = undefined;
    this.#size = 0;
    this.#ids = undefined;
    this.#holders = undefined;
  }

  #own(type: AggregateType, id: string): FiledEntity | undefined {
    return this.#entities?.get(type)?.get(id);
  }
}
