import type { Live } from './view.ts';

/** A value with listeners, for state that the view itself changes. */
export interface LiveCell<Value> extends Live<Value> {
  readonly set: (value: Value) => void;
}

export function liveCell<Value>(initial: Value): LiveCell<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    current: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}

/**
 * A value that is worked for only while somebody looks at it, and for a little while after, so that going to another
 * screen and back neither asks again nor flashes.
 */
export function lingeringLive<Value>(
  initial: Value,
  start: (set: (value: Value) => void) => () => void,
  lingerMs: number,
  ended: () => void,
): Live<Value> {
  const cell = liveCell(initial);
  let watchers = 0;
  let stop: (() => void) | null = null;
  let linger: ReturnType<typeof setTimeout> | null = null;
  return {
    subscribe(listener) {
      watchers += 1;
      if (linger !== null) clearTimeout(linger);
      linger = null;
      const unsubscribe = cell.subscribe(listener);
      stop ??= start(cell.set);
      return () => {
        unsubscribe();
        watchers -= 1;
        if (watchers > 0) return;
        linger = setTimeout(() => {
          stop?.();
          stop = null;
          ended();
        }, lingerMs);
      };
    },
    current: cell.current,
  };
}
