import type { LocalData } from './local-data.ts';
import { throwWhenBroken } from './opening.ts';
import type { Timers } from './ports.ts';

const FIRST_STEP_MS = 5_000;
const STEP_MS = 100;
/** Records of each log per step: a few milliseconds, even where hashing is slow. */
const STEP_RECORDS = 250;

export interface Scrub {
  readonly isDone: boolean;
  stop(): void;
}

/**
 * Reads both logs again from the first record, a little at a time, after an exit that may have hurt the disk. They were
 * checked when they were written; this finds what changed since.
 */
export function scrub(options: {
  readonly data: LocalData;
  readonly timers: Timers;
  /** Told once, after the data was condemned. */
  readonly onDamage: (error: unknown) => void;
}): Scrub {
  const { data, timers, onDamage } = options;
  const era = data.meta.number('era');
  let at = { confirmed: 0, own: 0 };
  let isDone = false;
  let timer: unknown = null;

  const step = (): void => {
    timer = null;
    if (data.failure !== null) return;
    // A log that starts over is read and checked anew by itself.
    if (data.meta.number('era') !== era) {
      isDone = true;
      return;
    }
    try {
      const confirmed = data.log.verify(at.confirmed, STEP_RECORDS);
      const own = data.own.verify(at.own, STEP_RECORDS);
      throwWhenBroken('confirmed_log', confirmed);
      throwWhenBroken('own_log', own);
      if (!confirmed.ok || !own.ok) return;
      at = { confirmed: confirmed.lastSeq, own: own.lastSeq };
      isDone = confirmed.count < STEP_RECORDS && own.count < STEP_RECORDS;
    } catch (error) {
      try {
        data.condemn(error);
      } finally {
        onDamage(error);
      }
      return;
    }
    if (!isDone) timer = timers.set(step, STEP_MS);
  };
  timer = timers.set(step, FIRST_STEP_MS);
  return {
    get isDone() {
      return isDone;
    },
    stop() {
      if (timer !== null) timers.clear(timer);
    },
  };
}
