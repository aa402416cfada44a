import type { Timers } from '../core/ports.ts';

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
  gone: boolean;
}

/** Virtual time: what is due is run in order of time, then of being asked for. Nothing waits for a real clock. */
export class Schedule {
  #nowMs = 0;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** Milliseconds of virtual time since the start. */
  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): unknown {
    const entry: Entry = { atMs: this.#nowMs + Math.max(0, delayMs), order: (this.#order += 1), run, gone: false };
    this.#push(entry);
    return entry;
  }

  cancel(handle: unknown): void {
    // Handles are made by `after` only.
    if (handle !== null && handle !== undefined) (handle as Entry).gone = true;
  }

  /** Runs the next thing that is due up to a moment. @returns false when there is none, and the moment is reached */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= untilMs; next = this.#heap[0]) {
      this.#pop();
      if (next.gone) continue;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.gone = true;
      next.run();
      return true;
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    return false;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = heap[up];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[at] = above;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      let below = heap[down];
      if (below === undefined) break;
      const right = heap[down + 1];
      if (right !== undefined && isBefore(right, below)) {
        down += 1;
        below = right;
      }
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = down;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** The timers of one process: they die with it, and stand still while its machine sleeps. */
export class ProcessTimers implements Timers {
  readonly #schedule: Schedule;
  readonly #onUncaught: (error: unknown) => void;
  #isAlive = true;
  #asleep: (() => void)[] | null = null;

  /** @param onUncaught told what nobody in the process caught; a real one would have ended there */
  constructor(schedule: Schedule, onUncaught: (error: unknown) => void) {
    this.#schedule = schedule;
    this.#onUncaught = onUncaught;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  set(callback: () => void, delayMs: number): unknown {
    return this.#schedule.after(delayMs, () => this.guarded(callback));
  }

  clear(handle: unknown): void {
    this.#schedule.cancel(handle);
  }

  /** Runs a callback now, or on waking, or never. */
  guarded(callback: () => void): void {
    if (!this.#isAlive) return;
    if (this.#asleep !== null) {
      this.#asleep.push(callback);
      return;
    }
    try {
      callback();
    } catch (error) {
      // What a dying process threw on its way, nobody catches.
      if (this.#isAlive) this.#onUncaught(error);
    }
  }

  sleep(): void {
    this.#asleep ??= [];
  }

  /** Everything that was due meanwhile is due now. */
  wake(): void {
    const due = this.#asleep ?? [];
    this.#asleep = null;
    for (const callback of due) this.#schedule.after(0, () => this.guarded(callback));
  }

  kill(): void {
    this.#isAlive = false;
  }
}
