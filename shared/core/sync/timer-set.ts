import type { Timers } from '../ports.ts';

/** Timers by name: setting one again replaces it. */
export class TimerSet<Name extends string> {
  readonly #timers: Timers;
  readonly #handles = new Map<Name, unknown>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  set(name: Name, delayMs: number, callback: () => void): void {
    this.clear(name);
    const handle = this.#timers.set(() => {
      this.#handles.delete(name);
      callback();
    }, delayMs);
    this.#handles.set(name, handle);
  }

  has(name: Name): boolean {
    return this.#handles.has(name);
  }

  clear(name: Name): void {
    if (!this.#handles.has(name)) return;
    this.#timers.clear(this.#handles.get(name));
    this.#handles.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#handles.keys()]) this.clear(name);
  }
}

const BACKOFF_MIN_MS = 500;
const BACKOFF_MAX_MS = 30_000;

/** Exponential with full jitter, so that fifty sites do not come back in the same second. */
export class Backoff {
  readonly #random: () => number;
  #attempts = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  nextMs(): number {
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#attempts);
    this.#attempts = Math.min(this.#attempts + 1, 10);
    return Math.round(this.#random() * ceiling);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
