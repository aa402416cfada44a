import type { ActingRole } from './roles.ts';

export const AGGREGATE_TYPES = [
  'organization',
  'member',
  'invitation',
  'availability',
  'location',
  'booking',
  'shift',
  'kit',
  'allocation',
  'item',
  'notification',
  'conflict',
] as const;
export type AggregateType = (typeof AGGREGATE_TYPES)[number];

/** A fact happened in the world and is never refused; a plan is a wish and may be. */
export type EventKind = 'fact' | 'plan';

/** The server's answer to a submitted event (DESIGN section 4). */
export type Outcome = 'accepted' | 'amended' | 'noop' | 'rejected' | 'parked';

/** What a command's `decide` returns: the wish, before the host gives it identity. */
export interface EventDraft {
  readonly type: string;
  readonly aggregateType: AggregateType;
  readonly aggregateId: string;
  readonly data: unknown;
}

/** The envelope every event travels in (DESIGN section 4). Written once by its author, never changed. */
export interface DomainEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly kind: EventKind;
  readonly aggregateType: AggregateType;
  readonly aggregateId: string;
  readonly data: unknown;
  readonly txnId: string;
  readonly txnIndex: number;
  readonly txnSize: number;
  readonly deviceId: string;
  /** Contiguous from 1 per installation; the server's own events carry its own counter. */
  readonly deviceSeq: number;
  /** The last confirmed sequence its author had seen. */
  readonly basisSeq: number;
  /** Pending transactions of the same device it builds on. */
  readonly dependsOn: readonly string[];
  readonly actorId: string;
  readonly siteId: string;
  readonly organizationId: string;
  /** Device time, for people to read; decides nothing. */
  readonly occurredAt: string;
  readonly zone: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** How many policies stand between a person and this event; loops are cut by it. */
  readonly causationDepth: number;
  /** Whether the author had no connection when it happened. Shown in the history. */
  readonly offline: boolean;
}

/** Why the server changed, refused or marked an event. `code` names a sentence in the app's catalogue. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** An event as it stands in the canonical log. */
export interface RecordedEvent extends DomainEvent {
  readonly seq: number;
  readonly recordedAt: string;
  readonly outcome: Outcome;
  /** Why it was amended, refused or parked. */
  readonly reason: Reason | null;
  /** What contradicts the plan in an accepted fact. */
  readonly anomalies: readonly Reason[];
  /** The payload as it was submitted, when `data` was amended. */
  readonly submittedData: unknown;
  readonly prevHash: string;
  readonly hash: string;
}

/** Who acts, as far as rules may know. */
export interface Actor {
  readonly memberId: string;
  readonly role: ActingRole;
  readonly siteId: string;
}
