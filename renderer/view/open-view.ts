import { BehaviorSubject } from 'rxjs';
import type { RxStorage } from 'rxdb/plugins/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { uuid7 } from '../../shared/domain/kernel/ids.ts';
import type { BridgeReply, CommandReceipt, SyncStatus } from '../../shared/ipc/bridge.ts';
import { viewDexieStorage } from './dexie-storage.ts';
import { startFiller } from './filler.ts';
import { liveCell } from './live.ts';
import { createLiveQueries } from './live-rows.ts';
import type { Window } from './rows.ts';
import { openStore, removeStore } from './store.ts';
import type { ViewStore } from './store.ts';
import type { View, ViewOptions, ViewStatus } from './view.ts';

/**
 * Opens the reactive view of a profile and keeps it equal to the core from then on. Resolves as soon as screens can
 * ask; the rows follow (see `status`). Never rejects because of a damaged cache: what cannot be opened is thrown away
 * and filled again, and when even that fails this run works from memory.
 */
export async function openView(options: ViewOptions): Promise<View> {
  const { bridge, profile } = options;
  const status = liveCell<ViewStatus>({ phase: 'empty', windowReady: false, progress: 0, storage: options.storage });
  const syncStatus = liveCell<SyncStatus | null>(null);
  let storage = storageOf(options.storage);
  let store = await openFirst();
  const store$ = new BehaviorSubject<ViewStore | null>(store);

  async function openFirst(): Promise<ViewStore> {
    if (options.storage === 'memory') return openStore(storage, profile);
    try {
      return await inTime(openStore(storage, profile));
    } catch (error) {
      return openAfter(error);
    }
  }

  /** The cache does not open: throw it away, let the host clear what we cannot, and do without it if that does not help. */
  async function openAfter(cause: unknown): Promise<ViewStore> {
    try {
      await inTime(removeStore(storage, profile));
      return await inTime(openStore(storage, profile));
    } catch (second) {
      await report(cause, second);
      status.set({ ...status.current(), storage: 'fallback' });
      storage = storageOf('memory');
      return openStore(storage, profile);
    }
  }

  /** The host may answer by clearing the cache and reloading this page; then nothing after this line happens. */
  async function report(...errors: readonly unknown[]): Promise<void> {
    const message = errors.map(String).join('; then ').slice(0, 500);
    await Promise.race([bridge.view.reportBroken({ message }).catch(() => undefined), delay(HOST_ANSWER_MS)]);
  }

  async function replaceStore(): Promise<void> {
    store$.next(null);
    try {
      await store.drop();
      store = await openStore(storage, profile);
    } catch (error) {
      store = await openAfter(error);
    }
    store$.next(store);
  }

  async function onBroken(error: unknown): Promise<void> {
    store$.next(null);
    await inTime(store.close()).catch(() => undefined);
    store = await openAfter(error);
    store$.next(store);
  }

  const filler = startFiller({ bridge, status, store: () => store, replaceStore, onBroken, firstWindow: aroundToday });
  const queries = createLiveQueries(store$, (error) => void onBroken(error));
  const stopViewChanged = bridge.onViewChanged((change) => filler.changed(change));
  const stopSyncChanged = bridge.onSyncChanged((next) => syncStatus.set(next));
  void bridge.sync.status().then((first) => {
    if (syncStatus.current() === null) syncStatus.set(first);
  });

  return {
    bridge,
    status,
    syncStatus,
    liveRows: queries.rows,
    liveCount: queries.count,
    readRows: (table, query) => queries.read(store, table, query),
    whenShown: filler.whenShown,
    async runCommand(name, input, commandOptions): Promise<BridgeReply<CommandReceipt>> {
      const commandId = uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
      const reply = await bridge.runCommand({ commandId, name, input, ...commandOptions });
      if (reply.ok) await Promise.race([filler.whenShown(reply.value.rev), delay(SHOWN_WITHIN_MS)]);
      return reply;
    },
    async close() {
      stopViewChanged();
      stopSyncChanged();
      await filler.stop();
      store$.next(null);
      store$.complete();
      await store.close();
    },
  };
}

const OPEN_WITHIN_MS = 15_000;
const HOST_ANSWER_MS = 3_000;
/** A command is done when the core says so; the screen waits for the view no longer than this. */
const SHOWN_WITHIN_MS = 2_000;
const DAY_MS = 86_400_000;

const storageOf = (kind: 'dexie' | 'memory'): RxStorage<unknown, unknown> => (kind === 'dexie' ? viewDexieStorage() : getRxStorageMemory());

/** Yesterday to the end of the coming week: what people open the app for. */
function aroundToday(): Window {
  const nowMs = Date.now();
  return { from: new Date(nowMs - DAY_MS).toISOString(), to: new Date(nowMs + 7 * DAY_MS).toISOString() };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** A damaged IndexedDB sometimes never answers; that counts as broken too. */
async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the view storage did not answer in time')), OPEN_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
