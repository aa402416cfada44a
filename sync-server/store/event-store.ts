import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent } from '../../shared/domain/kernel/event.ts';
import type { SubscriptionRows } from '../../shared/events/subscription-store.ts';
import type { LogRequest, LogStretch } from '../../shared/events/subscriptions.ts';
import type { FiledEntity } from '../../shared/conflict/workspace.ts';
import type { Soon } from '../soon.ts';
import type { Accounts } from './accounts.ts';
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

/** A stretch of the log as wire texts: every seq in `(from, to]`. */
export interface LogSlice {
  readonly to: number;
  readonly texts: readonly string[];
}

/** Confirmed state of one organization. */
export interface EntityStore extends StateReader {
  /** Every entity's name, for comparing the state with a fold of the log. */
  names(): readonly { readonly type: AggregateType; readonly id: string }[];
}

/** A way to sign in that is made together with the events of a commit: an accepted invitation. */
export interface NewLogin {
  /** The one-time code that is used up. */
  readonly codeHash: string;
  readonly email: string;
  readonly memberId: string;
  readonly password: string;
  readonly at: string;
}

/** A login could not be made; the commit it belonged to left nothing behind. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  readonly why: 'code-used' | 'email-taken';
  constructor(why: 'code-used' | 'email-taken') {
    super(why);
    this.why = why;
  }
}

/**
 * What one group commit reads and writes. It answers at once, whatever the database: what lies elsewhere was fetched
 * before, and what is written goes out when the work is done. Reads see what was written before in the same commit.
 */
export interface CommitScope {
  /** Where the log stands before this commit. */
  readonly head: Head;
  readonly state: StateReader;
  device(deviceId: string): DeviceRow | undefined;
  submission(deviceNo: number, deviceSeq: number): LogRow | undefined;
  eventById(id: string): { readonly organizationNo: number; readonly row: LogRow } | undefined;
  /** Outcome of a transaction that was not carried out; undefined when it was, or is unknown. */
  refusedTransaction(txnId: string): 'rejected' | 'parked' | undefined;
  append(deviceNo: number | null, event: WrittenEvent): void;
  recordRepeated(deviceNo: number, deviceSeq: number, seq: number, settledSeq: number): void;
  setLastDeviceSeq(deviceNo: number, lastDeviceSeq: number): void;
  /** @throws LoginRefused, at once or as the failure of the commit */
  putLogin(login: NewLogin): void;
  /** The state and the head this commit ends with. */
  finish(changed: Iterable<FiledEntity>, seq: number, hash: string): void;
}

export interface CommitRequest<T> {
  readonly organizationNo: number;
  /** Transactions that devices submit in this commit: what the rules will ask about them can be fetched before. */
  readonly submitted: readonly (readonly DomainEvent[])[];
  /** Decides. It may run a second time; then nothing of the first run was kept. */
  readonly work: (scope: CommitScope) => T;
  /** Told once the commit is durable, before anything later is seen by anybody. */
  readonly stands: (result: T) => void;
}

/** What came into the log or changed beside it by another process. */
export interface NewsListener {
  /** Rows that follow the head as it was. */
  appended?(organizationNo: number, written: readonly WrittenEvent[]): void;
  /** A device's number was settled without a new event. */
  settled?(organizationNo: number, deviceId: string): void;
  revoked?(organizationNo: number, deviceId: string): void;
  /** The log goes on under another epoch; its head may lie before the one that was known. */
  epochChanged?(organizationNo: number): void;
}

/** A log of carried-out events with the rows of the subscriptions that read it. */
export interface Feed {
  readonly readLog: (request: LogRequest) => Soon<LogStretch>;
  readonly rows: SubscriptionRows;
}

/** The canonical log and the state folded from it. Where a method answers `Soon`, the embedded database answers at once. */
export interface EventStore {
  readonly accounts: Accounts;
  /** Whether a write would go through now. */
  isWritable(): Soon<boolean>;
  /** One group commit: all of it is durable when `stands` is told, or none of it happened. */
  commit<T>(request: CommitRequest<T>): Soon<void>;

  heads(): readonly Head[];
  head(organizationNo: number): Head;
  createOrganization(organizationId: string, epoch: string, createdAt: string): Soon<Head>;
  setEpoch(organizationNo: number, epoch: string): Soon<void>;

  slice(organizationNo: number, from: number, limit: number, maxBytes: number): Soon<LogSlice>;
  /** Rows after a sequence, for verification and refolding. */
  rows(organizationNo: number, from: number, limit: number): Soon<readonly LogRow[]>;
  /** Tells what other processes did to the same database. */
  listen(news: NewsListener): void;
  /** Reads now what other processes did to an organization. */
  refresh(organizationNo: number): Soon<void>;
  /** True for one process at a time: who may do what has to be done once. It has to be asked again before the time is over. */
  leads(task: string, forMs: number): Soon<boolean>;
  /** The logs that durable subscriptions read, as far as they are known now; the same objects every time. */
  feeds(): readonly Feed[];
  /** Highest deviceSeq of a device whose outcome stands at or before a sequence. */
  ackedDeviceSeq(deviceNo: number, upToSeq: number): Soon<number>;

  /** A device as this process last saw it. */
  device(deviceId: string): DeviceRow | undefined;
  /** A device as it is now, whichever process changed it. */
  findDevice(deviceId: string): Soon<DeviceRow | undefined>;
  devicesOf(organizationNo: number): readonly DeviceRow[];
  createDevice(
    device: Omit<DeviceRow, 'deviceNo' | 'organizationId' | 'revoked' | 'lastDeviceSeq' | 'lastSeenAt' | 'clockOffsetMs'>,
    createdAt: string,
  ): Soon<DeviceRow>;
  updateDevice(deviceNo: number, change: { readonly name?: string; readonly siteId?: string; readonly revoked?: boolean }): Soon<void>;
  noteSeen(deviceNo: number, at: string, clockOffsetMs: number | null): Soon<void>;

  entities(organizationNo: number): EntityStore;
  /**
   * Writes derived state down where at least so many objects wait for it. The log never waits: what is missing when the
   * server ends is folded from it at the next start.
   */
  flushStates(minimum: number): Soon<void>;
  close(): Soon<void>;
}
