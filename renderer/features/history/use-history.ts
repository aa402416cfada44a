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
const EMPTY: HistoryState = { entries: [], next: null, isLoading: true, error: null };

/** The newest entries about something (or everything, for null), kept fresh while it is shown; `older` adds the page before. */
export function useHistory(about: About | null): HistoryState & { readonly older: () => void; readonly retry: () => void } {
  const bridge = useBridge();
  const [state, setState] = useState<HistoryState>(EMPTY);
  const type = about?.type ?? null;
  const id = about?.id ?? null;
  const shown = useRef(PAGE);
  const run = useRef(0);

  const read = useCallback(async () => {
    run.current += 1;
    const mine = run.current;
    const reply = await bridge.history.read({
      about: type === null || id === null ? null : { type, id },
      before: null,
      limit: shown.current,
    });
    if (mine !== run.current) return;
    setState((before) =>
      reply.ok
        ? { entries: reply.value.entries, next: reply.value.next, isLoading: false, error: null }
        : { ...before, isLoading: false, error: reply.error },
    );
  }, [bridge, type, id]);

  useEffect(() => {
    shown.current = PAGE;
    setState(EMPTY);
    void read();
    // own changes become confirmed, refused or adjusted without a new event about the same thing, so any feed change counts
    let timer: ReturnType<typeof setTimeout> | null = null;
    const again = (): void => {
      timer ??= setTimeout(() => {
        timer = null;
        void read();
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
    shown.current += PAGE;
    void read();
  }, [read]);
  return { ...state, older, retry: () => void read() };
}
