import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { AggregateType, Outcome, Reason } from '../../shared/domain/kernel/event.ts';
import type { LogReader } from '../../shared/events/subscriptions.ts';
import type { FiledEntity } from '../../shared/conflict/workspace.ts';
import type { LogRow, WrittenEvent } from './log-text.ts';

/** Where an organization's log stands. */
export interface Head {
  readonly organizationNo: number;
  readonly organizationId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
}

export interface DeviceRow {
  readonly deviceNo: number;
  readonly deviceId: string;
  readonly organizationNo: number;
  readonly organizationId: string;
  readonly memberId: string;
  readonly siteId: string;
  readonly name: string;
  readonly revoked: boolean;
  /** Highest deviceSeq with an outcome in the log. */
  readonly lastDeviceSeq: number;
  readonly lastSeenAt: string | null;
  readonly clockOffsetMs: number | null;
}

/** The stored answer to one submitted event. */
export interface StoredOutcome {
  readonly deviceSeq: number;
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: Reason | null;
}

/** A stretch of the log as wire texts: every seq in `(from, to]`. */
export interface LogSlice {
  readonly to: number;
  readonly texts: readonly string[];
}

/** Confirmed state of one organization: what rules look at, and where a group commit puts its changes. */
export interface EntityStore extends StateReader {
  /** Writes changed entities with what they are filed under and claim. Inside `transaction` only. */
  save(changed: Iterable<FiledEntity>): void;
  /** Every entity's name, for comparing the state with a fold of the log. */
  names(): readonly { readonly type: AggregateType; readonly id: string }[];
}

/**
 * The canonical log and the state folded from it. Everything that must hold together is written inside `transaction`,
 * which is durable when it returns.
 */
export interface EventStore {
  /** Whether a write would go through now. */
  isWritable(): boolean;
  transaction<T>(work: () => T): T;

  heads(): readonly Head[];
  createOrganization(organizationId: string, epoch: string, createdAt: string): Head;
  setHead(organizationNo: number, seq: number, hash: string): void;
  setEpoch(organizationNo: number, epoch: string): void;

  append(organizationNo: number, deviceNo: number | null, event: WrittenEvent): void;
  slice(organizationNo: number, from: number, limit: number, maxBytes: number): LogSlice;
  /** Rows after a sequence, for verification and refolding. */
  rows(organizationNo: number, from: number, limit: number): readonly LogRow[];
  /** Carried-out events of all organizations in the order they were stored, for durable subscriptions. */
  readonly readCarriedOut: LogReader;
  eventById(id: string): { readonly organizationNo: number; readonly row: LogRow } | undefined;
  /** Outcome of a transaction that was not carried out; undefined when it was, or is unknown. */
  refusedTransaction(txnId: string): 'rejected' | 'parked' | undefined;

  submission(deviceNo: number, deviceSeq: number): LogRow | undefined;
  recordRepeated(deviceNo: number, deviceSeq: number, seq: number, settledSeq: number): void;
  /** Highest deviceSeq of a device whose outcome stands at or before a sequence. */
  ackedDeviceSeq(deviceNo: number, upToSeq: number): number;

  device(deviceId: string): DeviceRow | undefined;
  devicesOf(organizationNo: number): readonly DeviceRow[];
  createDevice(
    device: Omit<DeviceRow, 'deviceNo' | 'organizationId' | 'revoked' | 'lastDeviceSeq' | 'lastSeenAt' | 'clockOffsetMs'>,
    createdAt: string,
  ): DeviceRow;
  updateDevice(deviceNo: number, change: { readonly name?: string; readonly siteId?: string; readonly revoked?: boolean }): void;
  setLastDeviceSeq(deviceNo: number, lastDeviceSeq: number): void;
  noteSeen(deviceNo: number, at: string, clockOffsetMs: number | null): void;

  entities(organizationNo: number): EntityStore;
  /**
   * Writes derived state down where at least so many objects wait for it. The log never waits: what is missing when the
   * server ends is folded from it at the next start.
   */
  flushStates(minimum: number): void;
  close(): void;
}
