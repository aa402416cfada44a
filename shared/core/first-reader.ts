import type { FeedRequest } from '../ipc/bridge.ts';
import type { Timers } from './ports.ts';

/** A view that reads is given this long; the rest of a snapshot would take its processor away. */
const WITHIN_MS = 2500;

/** Knows whether there are screens, and when their view has read the window of today and goes on to the rest. */
export class FirstReader {
  readonly #timers: Timers;
  #isThere = false;
  #tookWindow = false;
  #done: (() => void) | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Screens have asked who is signed in; a view follows as soon as somebody is. */
  screensAreThere(): void {
    this.#isThere = true;
  }

  asked(request: FeedRequest): void {
    if (request.window !== undefined) this.#tookWindow = true;
    else if (this.#tookWindow) this.#done?.();
  }

  /** Resolves at once where there are no screens. */
  untilRead(): Promise<void> {
    if (!this.#isThere) return Promise.resolve();
    this.#tookWindow = false;
    return new Promise((resolve) => {
      const timer = this.#timers.set(resolve, WITHIN_MS);
      this.#done = () => {
        this.#timers.clear(timer);
        resolve();
      };
    });
  }
}
