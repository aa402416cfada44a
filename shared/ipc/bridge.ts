import type { AggregateType, Reason } from '../domain/kernel/event.ts';
import type { Role } from '../domain/kernel/roles.ts';

/**
 * The one door between a screen and the core. Electron's preload and the browser host's worker client both implement
 * this interface; the renderer knows nothing else about where the core lives.
 */
export interface MusterBridge {
  readonly app: { info(): Promise<AppInfo> };
  readonly session: {
    current(): Promise<SessionInfo | null>;
    signIn(input: { email: string; password: string }): Promise<BridgeReply<SessionInfo>>;
    /** Signs a device in with a one-time code from an administrator or the launcher (QR enrolment). */
    enrol(input: { code: string }): Promise<BridgeReply<SessionInfo>>;
    acceptInvitation(input: { token: string; name: string; password: string }): Promise<BridgeReply<SessionInfo>>;
    /** Refused with `unsent-work` while something is unsent, unless `leaveUnsent` says so; the log is kept either way. */
    signOut(input: { leaveUnsent: boolean }): Promise<BridgeReply<null>>;
  };
  /** Resolves when the command's events are durable on this device, or with the rule that refused it. */
  runCommand(request: CommandRequest): Promise<BridgeReply<CommandReceipt>>;
  readonly view: {
    /** The next rows after a position; idempotent, so a page may be asked for again. */
    feed(request: FeedRequest): Promise<BridgeReply<FeedPage>>;
    /** The renderer's cache could not be opened; the host clears it and reloads. */
    reportBroken(report: { message: string }): Promise<BridgeReply<null>>;
  };
  readonly policies: {
    /** What a policy would have done in a period; asked again and again until it is done. */
    dryRun(request: DryRunRequest): Promise<BridgeReply<DryRunPage>>;
  };
  readonly history: { read(request: HistoryRequest): Promise<BridgeReply<HistoryPage>> };
  readonly sync: { status(): Promise<SyncStatus>; now(): Promise<BridgeReply<null>> };
  /** The sync server of this device. */
  readonly server: {
    read(): Promise<ServerChoice>;
    /** Tries an address and keeps it; refused with `unsent-work` while something is unsent, unless `leaveUnsent` says so. */
    choose(input: { address: string; leaveUnsent: boolean }): Promise<BridgeReply<ServerChoice>>;
  };
  /** What the server could not take. It waits here for a person; everything else goes on. */
  readonly setAside: {
    read(): Promise<BridgeReply<readonly SetAsideItem[]>>;
    /** Sends it once more as new work, with what was set aside because of it. */
    retry(input: { txnId: string }): Promise<BridgeReply<{ readonly events: number }>>;
    /** Gives it up, with what was set aside because of it. It stays in this device's log. */
    dismiss(input: { txnId: string }): Promise<BridgeReply<{ readonly events: number }>>;
  };
  readonly files: {
    /** Lets the person save unsent work as a file; the place is chosen in the host's own dialog. */
    exportUnsent(): Promise<BridgeReply<{ events: number }>>;
  };
  readonly window: { ready(): Promise<void> };
  onViewChanged(listener: (change: ViewChanged) => void): () => void;
  onSyncChanged(listener: (status: SyncStatus) => void): () => void;
  /** Confirmed and local events as they are applied; never replays. */
  onEvent(listener: (event: AppliedEvent) => void): () => void;
  onLinkOpened(listener: (link: OpenedLink) => void): () => void;
}

export type BridgeReply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: BridgeError };

/** Closed list; `kind` decides what the screen does, `code` names the sentence. */
export interface BridgeError {
  readonly kind:
    | 'invalid-input'
    | 'forbidden'
    | 'not-found'
    | 'illegal-state'
    | 'clash'
    | 'stale'
    | 'not-signed-in'
    | 'unsent-work'
    | 'not-saved'
    | 'offline'
    | 'rate-limited'
    | 'upgrade-required'
    | 'busy'
    | 'internal';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | null>>;
  /** Path of the input that is wrong, `period.end`; null when it is not about one field. */
  readonly field: string | null;
}

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'browser';
  readonly platform: string;
}

export interface ServerChoice {
  readonly address: string;
  /** Somebody chose it, or it was given at the start; else a person has to be asked. */
  readonly isKnown: boolean;
  /** A page in a browser belongs to the server it came from. */
  readonly canChange: boolean;
}

export interface SessionInfo {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly memberId: string;
  readonly memberName: string;
  readonly role: Role;
  readonly siteId: string;
  readonly deviceId: string;
  readonly serverUrl: string;
}

export interface CommandRequest {
  /** Made by the screen; running the same id again answers the first receipt and does nothing twice. */
  readonly commandId: string;
  /** `booking.approve` */
  readonly name: string;
  readonly input: unknown;
  readonly correlationId?: string;
}

export interface CommandReceipt {
  readonly commandId: string;
  readonly txnId: string;
  readonly eventIds: readonly string[];
  /** Nothing had to change. */
  readonly noop: boolean;
  /** Feed position at which the view shows the result. */
  readonly rev: number;
}

/** RxDB collections of the view: 11, the limit we hold ourselves to. */
export const COLLECTIONS = [
  'organizations',
  'members',
  'availability',
  'locations',
  'bookings',
  'shifts',
  'kits',
  'items',
  'allocations',
  'conflicts',
  'notifications',
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** How far an object's latest change has come (sync.md 7.6). */
export type RowSyncState = 'saved' | 'sent' | 'confirmed' | 'adjusted' | 'conflict' | 'refused' | 'parked';

export interface RowSync {
  readonly state: RowSyncState;
  /** A policy predicted it on this device; the server has not answered yet. */
  readonly predicted: boolean;
  /** Own changes of this object that the server has not answered. */
  readonly pending: number;
  /** Sequence of the last confirmed event; 0 while it exists only here. */
  readonly seq: number;
  /** Why it was adjusted or refused. */
  readonly reason: Reason | null;
  /** Open conflicts about this object. */
  readonly openConflicts: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** One document of the view. `state` is the aggregate's state type (`States[T]`). */
export interface ViewRow {
  readonly collection: CollectionName;
  readonly id: string;
  /** Feed position of this version; grows with every change of any row. */
  readonly rev: number;
  readonly deleted: boolean;
  readonly status: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly parentId: string;
  readonly searchText: string;
  readonly state: unknown;
  readonly anomalies: readonly Reason[];
  readonly readOnly: boolean;
  readonly sync: RowSync;
}

export type CollectionCounts = Readonly<Record<CollectionName, number>>;

export interface FeedRequest {
  /** Generation of the caller's cache, '' when it has none. Another generation than the core's gets `reset`. */
  readonly generation: string;
  readonly afterRev: number;
  readonly limit: number;
  /** First paint of an empty cache: rows that meet this window, before everything else. Does not move the position. */
  readonly window?: { readonly from: string; readonly to: string };
}

export interface FeedPage {
  readonly generation: string;
  /** The cache belongs to another generation or is ahead: drop it and start at 0. */
  readonly reset: boolean;
  readonly rows: readonly ViewRow[];
  /** Position after these rows. */
  readonly toRev: number;
  /** Position of the newest row. */
  readonly headRev: number;
  /** Rows per collection at `headRev`, without deleted ones. */
  readonly counts: CollectionCounts;
}

export interface ViewChanged {
  readonly generation: string;
  readonly headRev: number;
}

export interface HistoryRequest {
  readonly about: { readonly type: AggregateType; readonly id: string } | null;
  /** Entries before this one, newest first; null for the newest. */
  readonly before: string | null;
  readonly limit: number;
}

export interface HistoryEntry {
  readonly eventId: string;
  readonly type: string;
  readonly kind: 'fact' | 'plan';
  readonly aggregateType: AggregateType;
  readonly aggregateId: string;
  readonly data: unknown;
  /** Null while it waits for the server. */
  readonly seq: number | null;
  readonly outcome: 'accepted' | 'amended' | 'noop' | 'rejected' | 'parked' | 'waiting';
  readonly reason: Reason | null;
  readonly anomalies: readonly Reason[];
  readonly actorId: string;
  readonly deviceId: string;
  readonly siteId: string;
  readonly offline: boolean;
  readonly occurredAt: string;
  readonly recordedAt: string | null;
  readonly zone: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  readonly next: string | null;
}

/** One step of trying a policy over the log; the same `runId` goes on where the last step ended. */
export interface DryRunRequest {
  readonly runId: string;
  readonly policyId: string;
  /** Instants; half-open. */
  readonly from: string;
  readonly to: string;
  /** Forgets the run. */
  readonly stop: boolean;
}

/** What a policy would have done at one moment. */
export interface DryRunFinding {
  readonly at: string;
  /** The event that would have woken it; null for a rule of time. */
  readonly cause: { readonly type: string; readonly about: { readonly type: AggregateType; readonly id: string } } | null;
  readonly events: readonly {
    readonly eventId: string;
    readonly type: string;
    readonly about: { readonly type: AggregateType; readonly id: string };
  }[];
  /** The very same stands in the log: it was switched on then. */
  readonly happened: boolean;
}

export interface DryRunPage {
  readonly found: readonly DryRunFinding[];
  /** How far the log was read, of where it ends. */
  readonly seq: number;
  readonly head: number;
  readonly isDone: boolean;
}

/** What the pill and the sheet say. Counts come from SQLite, never from a guess. */
export interface SyncStatus {
  readonly phase:
    | 'booting'
    | 'rebuilding'
    | 'offline'
    | 'connecting'
    | 'catchingUp'
    | 'live'
    | 'pushBlocked'
    | 'authNeeded'
    | 'resyncing'
    | 'halted';
  /** Events durable here, not yet answered by the log. */
  readonly pending: number;
  /** Of those, how many have reached the server. */
  readonly sent: number;
  readonly oldestPendingAt: string | null;
  /** When the oldest change was made that has not even reached the server. */
  readonly oldestUnsentAt: string | null;
  /** It could have gone out for a quarter of an hour and has not: somebody has to look. */
  readonly overdue: boolean;
  /** Since when there is no connection; null while connected. */
  readonly offlineSince: string | null;
  readonly lastContactAt: string | null;
  readonly cursor: number;
  readonly head: number;
  /** While a fresh device takes in a snapshot: objects that are here, of all; today's come first. */
  readonly filling: { readonly done: number; readonly total: number } | null;
  /** After it: how far the log from before the snapshot has come. Histories are whole when this is null. */
  readonly olderLog: { readonly done: number; readonly total: number } | null;
  readonly openConflicts: number;
  readonly refused: number;
  /** Transactions that were set aside and wait for a person. */
  readonly parked: number;
  readonly clockOffsetMs: number | null;
  /** What stands in the way, in words of the catalogue; null when nothing does. */
  readonly problem: Reason | null;
  readonly pendingByType: Readonly<Partial<Record<AggregateType, number>>>;
  readonly sites: readonly SiteContact[];
}

/** One transaction of this device that stands in the log as set aside. */
export interface SetAsideItem {
  readonly txnId: string;
  readonly about: { readonly type: AggregateType; readonly id: string };
  /** What it did, `booking.rescheduled`. */
  readonly types: readonly string[];
  /** Payload of its first event. */
  readonly data: unknown;
  readonly kind: 'fact' | 'plan';
  readonly occurredAt: string;
  /** Why, as the server said it. */
  readonly reason: Reason | null;
}

export interface SiteContact {
  readonly siteId: string;
  readonly lastSeenAt: string | null;
  readonly devices: number;
  readonly online: number;
}

export interface AppliedEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateType: AggregateType;
  readonly aggregateId: string;
  readonly origin: 'local' | 'remote';
  readonly occurredAt: string;
}

export interface OpenedLink {
  readonly collection: CollectionName;
  readonly id: string;
}
