import { SyncFault } from '../../shared/sync/errors.ts';

interface Window {
  failures: number;
  endsAtMs: number;
}

const WINDOW_MS = 15 * 60_000;
const FREE_FAILURES = 8;
const KEPT = 10_000;

/** Slows down guessing at one account, whatever addresses the guesses come from. Memory stays bounded. */
export class AttemptGuard {
  readonly #windows = new Map<string, Window>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @throws RATE_LIMITED when the account saw too many failures */
  check(account: string): void {
    const window = this.#windows.get(account);
    const now = this.#nowMs();
    if (window === undefined || window.endsAtMs <= now || window.failures < FREE_FAILURES) return;
    const retryAfterMs = window.endsAtMs - now;
    const minutes = Math.ceil(retryAfterMs / 60_000);
    throw new SyncFault('RATE_LIMITED', `Too many failed attempts for this e-mail. Try again in ${minutes} min.`, {
      field: 'email',
      retryAfterMs,
    });
  }

  failed(account: string): void {
    const now = this.#nowMs();
    const window = this.#windows.get(account);
    if (window !== undefined && window.endsAtMs > now) {
      window.failures += 1;
      return;
    }
    if (this.#windows.size >= KEPT) {
      const oldest = this.#windows.keys().next().value;
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    this.#windows.set(account, { failures: 1, endsAtMs: now + WINDOW_MS });
  }

  succeeded(account: string): void {
    this.#windows.delete(account);
  }
}
