import { useCallback, useEffect, useRef, useState } from 'react';
import type { AggregateType } from '../../../shared/domain/kernel/event.ts';
import type { BridgeError, HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { useBridge } from '../../view/hooks.ts';

export interface About {
  readonly type: AggregateType;
  readonly id: string;
}

interface HistoryState {
  readonly entries: readonly HistoryEntry[];
  readonly next: string | null;
  readonly isLoading: boolean;
  readonly error: BridgeError | null;
}

const PAGE = 50;
const OLDER_PAGE = 250;
/** What one question may ask for. */
const MOST = 500;
const EMPTY: HistoryState = { entries: [], next: null, isLoading: true, error: null };

/** The newest entries about something (or everything, for null), kept fresh while it is shown; `older` adds the page before. */
export function useHistory(about: About | null): HistoryState & { readonly older: () => void; readonly retry: () => void } {
  const bridge = useBridge();
  const [state, setState] = useState<HistoryState>(EMPTY);
  const type = about?.type ?? null;
  const id = about?.id ?? null;
  const latest = useRef(state);
  latest.current = state;
  const run = useRef(0);

  const read = useCallback(
    async (before: string | null) => {
      run.current += 1;
      const mine = run.current;
      const known = latest.current.entries;
      const limit = before === null ? Math.min(MOST, Math.max(PAGE, known.length)) : OLDER_PAGE;
      const reply = await bridge.history.read({ about: type === null || id === null ? null : { type, id }, before, limit });
      if (mine !== run.current) return;
      setState((now) => {
        if (!reply.ok) return { ...now, isLoading: false, error: reply.error };
        const { entries, next } = reply.value;
        if (before !== null) return { entries: merged(now.entries, entries), next, isLoading: false, error: null };
        // the newest page is read again; what was read further back stays behind it
        const rest = merged(entries, now.entries);
        return { entries: rest, next: rest.length > entries.length ? now.next : next, isLoading: false, error: null };
      });
    },
    [bridge, type, id],
  );

  useEffect(() => {
    setState(EMPTY);
    latest.current = EMPTY;
    void read(null);
    // own changes become confirmed, refused or adjusted without a new event about the same thing, so any feed change counts
    let timer: ReturnType<typeof setTimeout> | null = null;
    const again = (): void => {
      timer ??= setTimeout(() => {
        timer = null;
        void read(null);
      }, 250);
    };
    const stop = bridge.onViewChanged(again);
    return () => {
      stop();
      run.current += 1;
      if (timer !== null) clearTimeout(timer);
    };
  }, [bridge, read]);

  const older = useCallback(() => {
    const { next } = latest.current;
    if (next !== null) void read(next);
  }, [read]);
  return { ...state, older, retry: () => void read(null) };
}

function merged(first: readonly HistoryEntry[], then: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const known = new Set(first.map(({ eventId }) => eventId));
  return [...first, ...then.filter(({ eventId }) => !known.has(eventId))];
}
