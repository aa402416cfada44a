import type { Timers } from './ports.ts';

/** At most this often while a lot is going on. */
const INTERVAL_MS = 40;

/** Says "something changed" at once when it is quiet and in steps when it is busy; the last change is always told. */
export class PushThrottle {
  readonly #timers: Timers;
  readonly #tell: () => void;
  #timer: unknown = null;
  #due = false;
  #stopped = false;

  constructor(timers: Timers, tell: () => void) {
    this.#timers = timers;
    this.#tell = tell;
  }

  now(): void {
    this.#due = false;
    if (!this.#stopped) this.#tell();
  }

  soon(): void {
    if (this.#stopped) return;
    if (this.#timer !== null) {
      this.#due = true;
      return;
    }
    this.#tell();
    this.#timer = this.#timers.set(() => {
      this.#timer = null;
      if (!this.#due) return;
      this.#due = false;
      this.soon();
    }, INTERVAL_MS);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) this.#timers.clear(this.#timer);
  }
}
