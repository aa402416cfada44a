import { processTransaction, type ProcessResult } from '../conflict/process.ts';
import { Workspace } from '../conflict/workspace.ts';
import type { StateReader } from '../domain/kernel/aggregate.ts';
import type { Actor, AggregateType, DomainEvent, Reason } from '../domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import type { OwnLog } from './own-log.ts';
import type { SetAside } from './set-aside-log.ts';

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
  readonly setAside: SetAside;
  /** The actor of an event with the role this device knows for it. */
  readonly actorOf: (event: DomainEvent, reader: StateReader) => Actor;
}

/**
 * What the person sees: confirmed state with what was set aside and what is unanswered of this device on top, in the order
 * it was done, policies of the unanswered predicted. Grows by one transaction at a time and is built anew whenever confirmed
 * state moves below it; both ways give the same.
 */
export class Overlay {
  readonly #options: OverlayOptions;
  #layer: Workspace;
  #txnsOf = new Map<EntityName, Set<string>>();
  /** Objects that no log holds, by id, with the transactions that made them what they are. */
  #unconfirmed = new Map<string, Set<string>>();
  #refused = new Map<string, Reason>();
  #refusedAt = new Map<EntityName, Reason>();
  #predicted = new Set<EntityName>();
  #heldBack = new Set<EntityName>();
  #touches = new Map<string, Touch>();
  /** What was set aside causes nothing: its follow-ups are predicted when it is tried again. */
  readonly #withoutPolicies: Rulebook;

  constructor(options: OverlayOptions) {
    this.#options = options;
    this.#withoutPolicies = { ...options.rulebook, policiesByType: new Map() };
    this.#layer = new Workspace(options.confirmed, options.rulebook);
  }

  get reader(): Workspace {
    return this.#layer;
  }

  /** Objects that differ from confirmed state or have a refused change. */
  names(): Set<EntityName> {
    return new Set([...this.#txnsOf.keys(), ...this.#predicted, ...this.#heldBack]);
  }

  /** Transactions that a new change of an object builds on, oldest first. */
  transactionsOf(name: EntityName): readonly string[] {
    return [...(this.#txnsOf.get(name) ?? [])];
  }

  /** Transactions that made the objects a text names and that no log has confirmed: without them it means nothing. */
  makersOf(text: string): ReadonlySet<string> {
    const makers = new Set<string>();
    if (this.#unconfirmed.size === 0) return makers;
    for (const [id] of text.matchAll(UUID)) for (const txnId of this.#unconfirmed.get(id) ?? []) makers.add(txnId);
    return makers;
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
    this.#heldBack = new Set();
    this.#unconfirmed = new Map();
    this.#touches = new Map();
    const { own, setAside } = this.#options;
    for (const transaction of transactions(setAside.openEvents())) this.#holdBack(transaction);
    for (const transaction of transactions(own.pendingEvents(0, Number.MAX_SAFE_INTEGER))) {
      if (!setAside.isSettled(transaction[0]?.txnId ?? '')) this.#try(transaction);
    }
    for (const name of this.names()) before.add(name);
    return before;
  }

  /** A rule that fails here may succeed where it counts: what waits is sent all the same. */
  #try(events: readonly DomainEvent[]): void {
    let attempt: ReturnType<Overlay['attempt']>;
    try {
      attempt = this.attempt(events);
    } catch {
      const reason: Reason = { code: 'command.rule-failed', params: {} };
      this.#refused.set(events[0]?.txnId ?? '', reason);
      for (const event of events) {
        const name = entityName(event.aggregateType, event.aggregateId);
        this.#note(name, event.txnId);
        this.#refusedAt.set(name, reason);
      }
      return;
    }
    attempt.commit();
  }

  /** Shows what was set aside where it still makes sense; where it does not, its object only says so. */
  #holdBack(events: readonly DomainEvent[]): void {
    const layer = this.#layer.nest();
    const first = events[0];
    if (first === undefined) return;
    for (const event of events) {
      const name = entityName(event.aggregateType, event.aggregateId);
      this.#heldBack.add(name);
      this.#touches.set(event.id, { at: event.occurredAt, by: event.actorId });
      if (this.#options.confirmed.get(event.aggregateType, event.aggregateId) === undefined) this.#note(name, event.txnId);
    }
    try {
      const actor = this.#options.actorOf(first, this.#layer);
      processTransaction(events, layer, { actor, firstSeq: null, detectConflicts: false }, this.#withoutPolicies);
    } catch {
      return;
    }
    layer.commitTo(this.#layer);
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
    const separator = name.indexOf('|');
    const [type, id] = [name.slice(0, separator) as AggregateType, name.slice(separator + 1)];
    if (this.#options.confirmed.get(type, id) !== undefined) return;
    const makers = this.#unconfirmed.get(id);
    if (makers === undefined) this.#unconfirmed.set(id, new Set([txnId]));
    else makers.add(txnId);
  }

  /** A refusal takes its dependants with it; facts stand on their own. */
  #dependencyRefusal(events: readonly DomainEvent[]): Reason | null {
    if (this.#refused.size === 0 || events.some((event) => event.kind === 'fact')) return null;
    const refused = events[0]?.dependsOn.find((txnId) => this.#refused.has(txnId));
    return refused === undefined ? null : { code: 'sync.dependency-refused', params: { txnId: refused } };
  }
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

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
