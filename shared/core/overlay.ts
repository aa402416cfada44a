import { processTransaction, type ProcessResult } from '../conflict/process.ts';
import { Workspace } from '../conflict/workspace.ts';
import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { Actor, AggregateType, DomainEvent, Reason } from '../domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import type { OwnLog } from './own-log.ts';

/** `type|id`, the name of an object throughout the core. */
export type EntityName = `${AggregateType}|${string}`;

export const entityName = (type: AggregateType, id: string): EntityName => `${type}|${id}`;

/** Who changed something last and when, for events that no log holds yet. */
export interface Touch {
  readonly at: string;
  readonly by: string;
}

export interface OverlayOptions {
  readonly confirmed: StateReader;
  readonly rulebook: Rulebook;
  readonly own: OwnLog;
  /** The actor of an event with the role this device knows for it. */
  readonly actorOf: (event: DomainEvent, reader: StateReader) => Actor;
}

/**
 * What the person sees: confirmed state with this device's unanswered transactions on top, policies predicted.
 * Grows by one transaction at a time and is built anew whenever confirmed state moves below it; both ways give the same.
 */
export class Overlay {
  readonly #options: OverlayOptions;
  #layer: Workspace;
  #txnsOf = new Map<EntityName, Set<string>>();
  #refused = new Map<string, Reason>();
  #refusedAt = new Map<EntityName, Reason>();
  #predicted = new Set<EntityName>();
  #touches = new Map<string, Touch>();

  constructor(options: OverlayOptions) {
    this.#options = options;
    this.#layer = new Workspace(options.confirmed, options.rulebook);
  }

  get reader(): Workspace {
    return this.#layer;
  }

  /** Objects that differ from confirmed state or have a refused change. */
  names(): Set<EntityName> {
    return new Set([...this.#txnsOf.keys(), ...this.#predicted]);
  }

  /** Pending transactions that touched an object, oldest first. */
  transactionsOf(name: EntityName): readonly string[] {
    return [...(this.#txnsOf.get(name) ?? [])];
  }

  /** Why the newest pending change of an object would be refused now; null when it would not. */
  refusalOf(name: EntityName): Reason | null {
    return this.#refusedAt.get(name) ?? null;
  }

  isPredicted(name: EntityName): boolean {
    return this.#predicted.has(name);
  }

  touchOf(eventId: string): Touch | undefined {
    return this.#touches.get(eventId);
  }

  /** Tries a transaction; unless it is refused, its effects are kept when `commit` is called. */
  attempt(events: readonly DomainEvent[]): { readonly result: ProcessResult; readonly commit: () => Set<EntityName> } {
    const layer = this.#layer.nest();
    const first = events[0];
    const actor = first === undefined ? undefined : this.#options.actorOf(first, this.#layer);
    if (actor === undefined) throw new Error('invariant broken: a transaction without events');
    const refuse = this.#dependencyRefusal(events);
    const result = processTransaction(
      events,
      layer,
      { actor, firstSeq: null, detectConflicts: false, ...(refuse === null ? {} : { refuse }) },
      this.#options.rulebook,
    );
    return { result, commit: () => this.#commit(events, result, layer) };
  }

  /** Runs every pending transaction again on the confirmed state of now. */
  rebuild(): Set<EntityName> {
    const before = this.names();
    this.#layer = new Workspace(this.#options.confirmed, this.#options.rulebook);
    this.#txnsOf = new Map();
    this.#refused = new Map();
    this.#refusedAt = new Map();
    this.#predicted = new Set();
    this.#touches = new Map();
    for (const transaction of transactions(this.#options.own.pendingEvents(0, Number.MAX_SAFE_INTEGER))) {
      this.attempt(transaction).commit();
    }
    for (const name of this.names()) before.add(name);
    return before;
  }

  #commit(events: readonly DomainEvent[], result: ProcessResult, layer: Workspace): Set<EntityName> {
    const touched = new Set<EntityName>();
    const txnId = events[0]?.txnId ?? '';
    const refused = result.outcome === 'rejected' || result.outcome === 'parked';
    for (const event of events) {
      const name = entityName(event.aggregateType, event.aggregateId);
      touched.add(name);
      this.#note(name, txnId);
      if (refused) this.#refusedAt.set(name, result.reason ?? { code: 'event.refused', params: {} });
      else this.#refusedAt.delete(name);
    }
    if (refused) {
      this.#refused.set(txnId, result.reason ?? { code: 'event.refused', params: {} });
      return touched;
    }
    for (const { event } of result.entries) {
      const name = entityName(event.aggregateType, event.aggregateId);
      touched.add(name);
      this.#touches.set(event.id, { at: event.occurredAt, by: event.actorId });
      if (event.deviceId === SERVER_DEVICE_ID) {
        this.#predicted.add(name);
        this.#note(name, txnId);
      }
    }
    layer.commitTo(this.#layer);
    return touched;
  }

  #note(name: EntityName, txnId: string): void {
    const known = this.#txnsOf.get(name);
    if (known === undefined) this.#txnsOf.set(name, new Set([txnId]));
    else known.add(txnId);
  }

  /** A refusal takes its dependants with it; facts stand on their own. */
  #dependencyRefusal(events: readonly DomainEvent[]): Reason | null {
    if (this.#refused.size === 0 || events.some((event) => event.kind === 'fact')) return null;
    const refused = events[0]?.dependsOn.find((txnId) => this.#refused.has(txnId));
    return refused === undefined ? null : { code: 'sync.dependency-refused', params: { txnId: refused } };
  }
}

/** Neighbouring events of one transaction, in order. */
export function* transactions(events: readonly DomainEvent[]): Generator<DomainEvent[]> {
  let group: DomainEvent[] = [];
  for (const event of events) {
    if (group.length > 0 && group[0]?.txnId !== event.txnId) {
      yield group;
      group = [];
    }
    group.push(event);
  }
  if (group.length > 0) yield group;
}
