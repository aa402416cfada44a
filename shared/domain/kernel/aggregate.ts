import type { z } from 'zod';
import type { Claim, HeldClaim } from './claims.ts';
import type { Actor, AggregateType, DomainEvent, EventDraft, EventKind, Reason } from './event.ts';
import type { Result } from './result.ts';
import type { ActingRole } from './roles.ts';
import type { States } from './states.ts';
import type { Cell } from './transitions.ts';

/** Where and by whom a field was last changed; `seq` is null while only this device knows the change. */
export interface FieldStamp {
  readonly seq: number | null;
  readonly deviceId: string;
  readonly deviceSeq: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly actorId: string;
  readonly siteId: string;
  readonly occurredAt: string;
  readonly offline: boolean;
}

/** One object: its state and what is known about how it came to be. */
export interface Entity<S = unknown> {
  readonly type: AggregateType;
  readonly id: string;
  readonly state: S;
  /**
   * Last change per field, for C2 and for the words of a conflict. Reserved: `*` creation, `status` the last change of
   * status, `claim` the last change of what it holds exclusively.
   */
  readonly stamps: Readonly<Record<string, FieldStamp>>;
  /** Sequence of the last confirmed event folded in; 0 while it exists only here. */
  readonly seq: number;
  readonly lastEventId: string;
  readonly anomalies: readonly Reason[];
  /** Set when an event of an unknown type or newer version touched it: readable, not writable, until the app is updated. */
  readonly readOnly: boolean;
}

/** What rules may look at. Synchronous, side-effect free, and the same on device and server. */
export interface StateReader {
  get<T extends AggregateType>(type: T, id: string): Entity<States[T]> | undefined;
  /** All entities filed under a lookup key (see `AggregateDefinition.keys`), in id order. */
  find<T extends AggregateType>(type: T, key: string): readonly Entity<States[T]>[];
  /** Active claims on a resource that meet `[startMs, endMs)`. */
  claims(resource: string, startMs: number, endMs: number): readonly HeldClaim[];
}

/** What a rule is told about the moment: values, never a clock. */
export interface DecideContext {
  readonly reader: StateReader;
  readonly actor: Actor;
  readonly organizationId: string;
  /** Instant of the command on its author's clock. */
  readonly now: string;
  readonly zone: string;
  /** A fresh id for something the command creates; derived when a policy acts. */
  readonly newId: () => string;
  /** Decides commands one after the other, each seeing the effects of those before, and gives all their events. */
  readonly sequence: (commands: readonly PolicyCommand[]) => Result<readonly EventDraft[], Refusal>;
}

/** A plan that the rules refuse. `field` names the input that is wrong, when one is. */
export interface Refusal extends Reason {
  readonly kind: 'forbidden' | 'not-found' | 'illegal-state' | 'clash' | 'invalid' | 'stale';
  readonly field: string | null;
}

export interface CommandDefinition<Input = never> {
  /** `noun.verb`, imperative: `booking.approve`. */
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly roles: readonly ActingRole[];
  /** Pure: builds the events the command wishes for. Admission (`shared/conflict`) then applies the same checks as the server. */
  readonly decide: (input: Input, context: DecideContext) => Result<readonly EventDraft[], Refusal>;
}

/**
 * How a field edit is merged when two people changed the same field (DESIGN section 6, C2): the first stays and the second
 * becomes a conflict, the later stands, or, for free text, both are kept one below the other.
 */
export type FieldImportance = 'important' | 'unimportant' | 'text';

/** What an event says about the admission of itself beyond schema, role and transition. */
export interface CheckContext {
  readonly reader: StateReader;
  readonly event: DomainEvent;
  readonly actor: Actor;
}

/** Turns the payload of one version into the next. Pure; stored bytes are never rewritten. */
export type Upcast = (data: unknown) => unknown;

export interface EventDefinition<S> {
  readonly version: number;
  /**
   * One step for each version before this one, the first from version 1 to 2: how a payload written then is read now.
   * Steps stay for ever, because the log does.
   */
  readonly upcasts?: readonly Upcast[];
  readonly kind: EventKind;
  /** Strict schema of `data`. Field edits have `{changes: {field: {from, to}}}`. */
  readonly data: z.ZodType;
  /** Who may author it. A fact by somebody else is kept and flagged. */
  readonly roles: readonly ActingRole[];
  /** The cell of the noun's transition table that this event meets; omit for events without a state machine. */
  readonly cell?: (state: S | undefined, data: never) => Cell<string>;
  /** Extra rules in this state. A plan is refused by the first; a fact is kept and each becomes an anomaly. */
  readonly check?: (state: S | undefined, data: never, context: CheckContext) => readonly Refusal[];
  /** Present on field-edit events: the fields it may change and how each merges. */
  readonly fields?: Readonly<Record<string, FieldImportance>>;
  /**
   * Pure fold. `attachedAs` is set when the cell was `attach`: the fact is kept without moving the state machine.
   * For field-edit events the merged `changes[field].to` are already applied generically when `evolve` is omitted.
   */
  readonly evolve?: (state: S | undefined, data: never, event: DomainEvent, attachedAs: string | null) => S;
  /** True where two devices adding at once is harmless (C0): no staleness check. */
  readonly additive?: boolean;
}

/** Columns by which the view sorts and filters; text, '' when absent. */
export interface RowIndex {
  readonly status: string;
  /** Instant the thing starts, for windows and sorting; '' when it has no time. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** The object it belongs to (a shift's booking); '' when none. */
  readonly parentId: string;
  /** Lower-case text that search looks through. */
  readonly searchText: string;
}

export interface AggregateDefinition<T extends AggregateType> {
  readonly type: T;
  readonly state: z.ZodType<States[T]>;
  readonly events: Readonly<Record<string, EventDefinition<States[T]>>>;
  readonly commands: readonly CommandDefinition[];
  /** Exclusive resources this state holds. */
  readonly claims: (state: States[T]) => readonly Claim[];
  /** Lookup keys this state is filed under, e.g. `all`, `booking:<id>`, `member:<id>`. */
  readonly keys: (state: States[T]) => readonly string[];
  readonly row: (state: States[T]) => RowIndex;
}

/** One follow-up command of a policy. */
export interface PolicyCommand {
  readonly command: string;
  readonly input: unknown;
}

/**
 * A pure reaction to an accepted event. The server runs it in the transaction of its cause; a device runs it as a
 * prediction. Ids are derived from the causing event, so both give the same objects.
 */
export interface Policy {
  /** Stable name, part of derived ids: `booking-approved-creates-shifts`. */
  readonly id: string;
  /** Number in domain.md section 3. */
  readonly number: number;
  readonly version: number;
  readonly on: readonly string[];
  readonly plan: (event: DomainEvent, context: DecideContext) => readonly PolicyCommand[];
}

/** Keeps the input type inside one command while lists hold commands of every input. */
export function defineCommand<Input>(definition: CommandDefinition<Input>): CommandDefinition {
  return definition as unknown as CommandDefinition;
}

/** Keeps the payload type inside one event definition while tables hold events of every payload. */
export function defineEvent<S, Data>(definition: {
  readonly version: number;
  readonly upcasts?: readonly Upcast[];
  readonly kind: EventKind;
  readonly data: z.ZodType<Data>;
  readonly roles: readonly ActingRole[];
  readonly cell?: (state: S | undefined, data: Data) => Cell<string>;
  readonly check?: (state: S | undefined, data: Data, context: CheckContext) => readonly Refusal[];
  readonly fields?: Readonly<Record<string, FieldImportance>>;
  readonly evolve?: (state: S | undefined, data: Data, event: DomainEvent, attachedAs: string | null) => S;
  readonly additive?: boolean;
}): EventDefinition<S> {
  return definition as unknown as EventDefinition<S>;
}
