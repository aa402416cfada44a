import type { CollectionCounts, FeedPage, FeedRequest, MusterBridge, ViewChanged, ViewRow } from '../../shared/ipc/bridge.ts';
import { COLLECTIONS } from '../../shared/ipc/bridge.ts';
import type { LiveCell } from './live.ts';
import type { Window } from './rows.ts';
import type { Stamp, ViewStore } from './store.ts';
import type { ViewStatus } from './view.ts';

export interface FillerOptions {
  readonly bridge: Pick<MusterBridge, 'view'>;
  readonly status: LiveCell<ViewStatus>;
  /** The store in use; null between throwing one away and opening the next. */
  readonly store: () => ViewStore;
  /** Throws the store away and opens an empty one. */
  readonly replaceStore: () => Promise<void>;
  /** The view's storage itself failed. */
  readonly onBroken: (error: unknown) => Promise<void>;
  /** The first rows an empty view asks for. */
  readonly firstWindow: () => Window;
}

/** Keeps the store equal to the core: decides at start whether it may be reused, fills it, and follows changes. */
export interface Filler {
  /** The core says that something changed; catches up in the background. */
  changed(change: ViewChanged): void;
  /** Resolves when every row up to this position is in the view. */
  readonly whenShown: (rev: number) => Promise<void>;
  stop(): Promise<void>;
}

const CHUNK_ROWS = 500;
const WINDOW_ROWS = 3_000;
/** How long after it was reached a position counts as being on the disk; see `Stamp.settledRev`. */
const SETTLE_MS = 60_000;
const STAMP_EVERY_ROWS = 5_000;
/** How long a first window has the page for itself. */
const PAINT_MS = 600;
const RETRY_MS = [250, 1_000, 3_000, 10_000];

/** Not an answer the filler can use now; it asks again later or waits for the core. */
class FeedUnavailable extends Error {
  override readonly name = 'FeedUnavailable';
  readonly retry: boolean;
  constructor(kind: string) {
    super(`the feed answered ${kind}`);
    this.retry = kind !== 'not-signed-in';
  }
}

export function startFiller(options: FillerOptions): Filler {
  let generation = '';
  /** Versions that the first window brought, by collection and id: they come again in the order of the feed. */
  const early = new Map<string, number>();
  let applied = 0;
  let settledRev = 0;
  let settling: ReturnType<typeof setTimeout> | null = null;
  /** What an earlier run stored a moment before it ended, to be looked at again once the view is up to date. */
  let doubtful: { rev: number; readonly upTo: number } | null = null;
  let unstamped = 0;
  let head = -1;
  let checked = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let settled = false;
  let failures = 0;
  const waiting = new Set<{ rev: number; done: () => void }>();

  const ask = async (request: Omit<FeedRequest, 'limit'>, limit = CHUNK_ROWS): Promise<FeedPage> => {
    const reply = await options.bridge.view.feed({ ...request, limit });
    if (!reply.ok) throw new FeedUnavailable(reply.error.kind);
    return reply.value;
  };

  const announce = (phase: ViewStatus['phase'], windowReady: boolean): void => {
    const progress = phase === 'ready' ? 1 : head <= 0 ? 0 : Math.min(applied / head, 1);
    const { storage, ...before } = options.status.current();
    if (before.phase === phase && before.windowReady === windowReady && before.progress === progress) return;
    options.status.set({ phase, windowReady, progress, storage });
  };

  const reached = (rev: number): void => {
    applied = rev;
    for (const waiter of waiting) {
      if (waiter.rev > applied) continue;
      waiting.delete(waiter);
      waiter.done();
    }
  };

  const startEmpty = async (page: FeedPage): Promise<void> => {
    if (!(await isUntouched(options.store()))) await options.replaceStore();
    generation = page.generation;
    head = page.headRev;
    applied = 0;
    settledRev = 0;
    doubtful = null;
    checked = false;
    if (head === 0) {
      // The core has nothing yet. What comes first is asked for as a window, as with a core that has everything.
      generation = '';
      announce('empty', false);
      return;
    }
    announce('filling', false);
    early.clear();
    const window = options.firstWindow();
    const { rows } = await ask({ generation, afterRev: 0, window }, WINDOW_ROWS);
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      await options.store().apply(rows.slice(start, start + CHUNK_ROWS));
      await nextTask();
    }
    for (const row of rows) early.set(nameOf(row), row.rev);
    announce('filling', true);
    // Screens read and paint it before the rest takes their time.
    await delay(PAINT_MS);
  };

  /** The stamp speaks for the store only when the core knows its generation and counting agrees. */
  const reuse = async (): Promise<boolean> => {
    const stamp = await options.store().readStamp();
    // Only where the core stands is of interest here.
    const page = await ask({ generation: stamp?.generation ?? '', afterRev: stamp?.appliedRev ?? 0 }, 1);
    const usable =
      stamp !== null &&
      !page.reset &&
      stamp.generation === page.generation &&
      stamp.appliedRev <= page.headRev &&
      sameCounts(stamp.counts, await options.store().countAll());
    if (!usable) {
      await startEmpty(page);
      return false;
    }
    generation = stamp.generation;
    head = page.headRev;
    applied = stamp.appliedRev;
    settledRev = stamp.settledRev;
    doubtful = stamp.settledRev < stamp.appliedRev ? { rev: stamp.settledRev, upTo: stamp.appliedRev } : null;
    announce('filling', true);
    return true;
  };

  const writeStamp = async (counts: CollectionCounts): Promise<void> => {
    const stamp: Stamp = { generation, appliedRev: applied, settledRev, counts };
    await options.store().writeStamp(stamp);
    unstamped = 0;
  };

  /** Counts a complete view as being on the disk a while after it was stamped, and says so in the next stamp. */
  const settleLater = (): void => {
    if (settling !== null || settledRev === applied || doubtful !== null) return;
    const [of, upTo] = [generation, applied];
    settling = setTimeout(() => {
      settling = null;
      if (stopped || of !== generation) return;
      settledRev = upTo;
      settled = true;
      wake();
    }, SETTLE_MS);
  };

  const catchUp = async (): Promise<void> => {
    for (;;) {
      if (stopped || generation === '') return;
      const page = await ask({ generation, afterRev: applied });
      if (page.reset || page.generation !== generation) {
        await startEmpty(page);
        continue;
      }
      head = page.headRev;
      await options.store().apply(early.size === 0 ? page.rows : page.rows.filter((row) => early.get(nameOf(row)) !== row.rev));
      reached(page.toRev);
      unstamped += page.rows.length;
      if (page.toRev < page.headRev) {
        announce('filling', true);
        if (unstamped >= STAMP_EVERY_ROWS) await writeStamp(await options.store().countAll());
        await nextTask();
        continue;
      }
      if (!checked && !sameCounts(page.counts, await options.store().countAll())) {
        // The rows were written and are not there, or the other way round: this store cannot be trusted.
        await startEmpty(page);
        checked = true;
        continue;
      }
      checked = true;
      early.clear();
      if (page.rows.length > 0 || settled || options.status.current().phase !== 'ready') await writeStamp(page.counts);
      settled = false;
      announce('ready', true);
      return;
    }
  };

  /** Repairs rows that a power cut took from the disk although the stamp survived; gives way to anything newer. */
  const lookAgain = async (): Promise<void> => {
    while (doubtful !== null && !again && !stopped) {
      const page = await ask({ generation, afterRev: doubtful.rev });
      if (page.generation !== generation) return;
      await options.store().apply(page.rows, { mayBeStored: true });
      doubtful = page.toRev < doubtful.upTo ? { ...doubtful, rev: page.toRev } : null;
      await nextTask();
    }
  };

  const run = async (): Promise<void> => {
    let started = false;
    while (!stopped) {
      again = false;
      try {
        if (!started && generation === '') await reuse();
        started = generation !== '';
        await catchUp();
        await lookAgain();
        settleLater();
        failures = 0;
      } catch (error) {
        if (stopped) return;
        if (!(error instanceof FeedUnavailable)) {
          failures += 1;
          await options.onBroken(error);
          generation = '';
          started = false;
          again = true;
        } else if (error.retry) {
          await delay(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 10_000);
          failures += 1;
          again = true;
        } else {
          generation = '';
          announce('empty', false);
        }
      }
      if (!again) return;
    }
  };

  const wake = (): void => {
    again = true;
    running ??= run().finally(() => {
      running = null;
      // A change that arrived after the last look at `again`.
      if (again && !stopped) wake();
    });
  };
  wake();

  return {
    changed(change) {
      if (change.generation === generation && change.headRev <= applied && running === null) return;
      wake();
    },
    whenShown(rev) {
      if (rev <= applied) return Promise.resolve();
      wake();
      return new Promise((resolve) => void waiting.add({ rev, done: resolve }));
    },
    async stop() {
      stopped = true;
      if (settling !== null) clearTimeout(settling);
      for (const waiter of waiting) waiter.done();
      waiting.clear();
      await running;
    },
  };
}

/** A store that was just made need not be thrown away to be empty. */
async function isUntouched(store: ViewStore): Promise<boolean> {
  if ((await store.readStamp()) !== null) return false;
  const counts = await store.countAll();
  return COLLECTIONS.every((name) => counts[name] === 0);
}

const nameOf = (row: ViewRow): string => `${row.collection} ${row.id}`;
const sameCounts = (a: CollectionCounts, b: CollectionCounts): boolean => COLLECTIONS.every((name) => a[name] === b[name]);
const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Lets the page paint and answer clicks between two chunks. A message comes sooner than a timer, which browsers slow down. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
