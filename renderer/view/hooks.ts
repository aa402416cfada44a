import { createContext, createElement, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { BridgeReply, CommandReceipt, MusterBridge, SyncStatus } from '../../shared/ipc/bridge.ts';
import type { Row, RowQuery, TableName } from './rows.ts';
import type { RowsResult, View, ViewStatus } from './view.ts';

export type { Row, RowQuery, TableName } from './rows.ts';
export type { RowsResult, View, ViewStatus } from './view.ts';

/**
 * Gives every screen below it the view.
 * `const view = await openView({ bridge, storage: 'dexie', profile: 'main' }); <ViewProvider view={view}>…</ViewProvider>`
 */
export function ViewProvider(props: { readonly view: View; readonly children: ReactNode }): ReactNode {
  return createElement(ViewContext.Provider, { value: props.view }, props.children);
}

/** The view itself: `bridge`, `whenShown(rev)`, one-off reads. */
export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('useView needs a ViewProvider above it');
  return view;
}

export function useBridge(): MusterBridge {
  return useView().bridge;
}

/**
 * Live rows of a table. The array and its rows keep their identity until something in them changes, so both may be
 * dependencies of memos. The query may be written inline: it is compared by content.
 * `null` as query asks nothing and answers an empty list.
 */
export function useRows<T extends TableName>(table: T, query: RowQuery | null = {}): RowsResult<T> {
  const view = useView();
  const key = JSON.stringify(query);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the query is compared by content, which `key` is
  const live = useMemo(() => view.liveRows(table, query), [view, table, key]);
  const result = useSyncExternalStore(live.subscribe, live.current);
  const { phase } = useViewStatus();
  // while the cache fills, "none" only means "none yet": no screen may say that there is nothing
  return query !== null && result.rows.length === 0 && phase !== 'ready' ? { rows: result.rows, loading: true } : result;
}

/** One live row; `undefined` while loading, `null` when there is none. */
export function useRow<T extends TableName>(table: T, id: string | null): Row<T> | null | undefined {
  const query = useMemo(() => (id === null ? null : { ids: [id] }), [id]);
  const result = useRows(table, query);
  if (result.loading) return undefined;
  return result.rows[0] ?? null;
}

/** How many rows match, live; `undefined` while loading. */
export function useCount(table: TableName, query: RowQuery = {}): number | undefined {
  const view = useView();
  const key = JSON.stringify(query);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the query is compared by content, which `key` is
  const live = useMemo(() => view.liveCount(table, query), [view, table, key]);
  return useSyncExternalStore(live.subscribe, live.current);
}

/** How far the view is filled, and whether it had to fall back to memory for this run. */
export function useViewStatus(): ViewStatus {
  const { status } = useView();
  return useSyncExternalStore(status.subscribe, status.current);
}

/** What the sync pill says; `null` until the core has answered for the first time. */
export function useSyncStatus(): SyncStatus | null {
  const { syncStatus } = useView();
  return useSyncExternalStore(syncStatus.subscribe, syncStatus.current);
}

/**
 * Runs a command under an id of its own and resolves when its result can be seen in the view.
 * `const run = useCommand(); const reply = await run('booking.approve', { bookingId });`
 */
export function useCommand(): (name: string, input: unknown, options?: { correlationId?: string }) => Promise<BridgeReply<CommandReceipt>> {
  const view = useView();
  return useCallback((name, input, options) => view.runCommand(name, input, options), [view]);
}

const ViewContext = createContext<View | null>(null);
