import type { BridgeReply, CommandReceipt, MusterBridge, SyncStatus } from '../../shared/ipc/bridge.ts';
import type { Row, RowQuery, TableName } from './rows.ts';

/** A value that changes, shaped for React's `useSyncExternalStore`. */
export interface Live<Value> {
  readonly subscribe: (listener: () => void) => () => void;
  /** The value now; the same object until it changes. */
  readonly current: () => Value;
}

export interface RowsResult<T extends TableName> {
  readonly rows: readonly Row<T>[];
  /** No answer yet; show a skeleton, not an empty state. */
  readonly loading: boolean;
}

export interface ViewStatus {
  /** `empty`: nothing yet. `filling`: rows are coming (`windowReady`: this week's are there). `ready`: complete and live. */
  readonly phase: 'empty' | 'filling' | 'ready';
  readonly windowReady: boolean;
  /** 0 to 1. */
  readonly progress: number;
  /** `fallback`: the cache on disk could not be used; this run works from memory. Nothing is lost; say so quietly. */
  readonly storage: 'dexie' | 'memory' | 'fallback';
}

export interface View {
  readonly bridge: MusterBridge;
  readonly status: Live<ViewStatus>;
  readonly syncStatus: Live<SyncStatus | null>;
  liveRows<T extends TableName>(table: T, query: RowQuery | null): Live<RowsResult<T>>;
  liveCount(table: TableName, query: RowQuery): Live<number | undefined>;
  /** Rows as they are now, once. */
  readRows<T extends TableName>(table: T, query: RowQuery): Promise<readonly Row<T>[]>;
  /** Resolves when the view shows everything up to this feed position (a receipt's `rev`). */
  whenShown(rev: number): Promise<void>;
  runCommand(name: string, input: unknown, options?: { correlationId?: string }): Promise<BridgeReply<CommandReceipt>>;
  close(): Promise<void>;
}

export interface ViewOptions {
  readonly bridge: MusterBridge;
  readonly storage: 'dexie' | 'memory';
  /** Part of the cache's name: two profiles never share one. */
  readonly profile: string;
}
