import type { Timers } from '../ports.ts';
import { TimerSet } from './timer-set.ts';

/** Work that could have gone out for so long and has not needs a person (sync.md 10, pitfall 9). */
export const OVERDUE_MS = 15 * 60_000;
/** A connection that comes back within this was never away. */
const GRACE_MS = 2 * 60_000;

/**
 * Watches the oldest change that no log has answered, while there is a connection. It counts with timers, never with the
 * clock: a clock that was set does not ring it, and one that was set back does not silence it.
 */
export class UnsentAlarm {
  readonly #timers: TimerSet<'due' | 'grace'>;
  readonly #onChange: () => void;
  #oldest: number | null = null;
  #isCounting = false;
  #isRaised = false;

  constructor(timers: Timers, onChange: () => void) {
    this.#timers = new TimerSet(timers);
    this.#onChange = onChange;
  }

  get isRaised(): boolean {
    return this.#isRaised;
  }

  /** Tells how things stand: the number of the oldest unanswered change, and whether the server can be reached. */
  watch(oldest: number | null, isConnected: boolean): void {
    if (oldest !== this.#oldest) this.#reset();
    this.#oldest = oldest;
    if (oldest === null) return;
    if (!isConnected) {
      if (this.#isCounting && !this.#timers.has('grace')) this.#timers.set('grace', GRACE_MS, () => this.#gaveUp());
      return;
    }
    this.#timers.clear('grace');
    if (this.#isCounting) return;
    this.#isCounting = true;
    this.#timers.set('due', OVERDUE_MS, () => {
      this.#isRaised = true;
      this.#onChange();
    });
  }

  stop(): void {
    this.#timers.clearAll();
  }

  #gaveUp(): void {
    this.#reset();
    this.#onChange();
  }

  #reset(): void {
    this.#timers.clearAll();
    this.#isCounting = false;
    this.#isRaised = false;
  }
}
