const WINDOW_MS = 5 * 60_000;
const MAX_RELOADS = 3;
const BACKOFF_MS = [0, 1000, 5000] as const;

/** What to do about a window that crashed or whose cache is broken. */
export type Recovery = { readonly kind: 'reload'; readonly afterMs: number } | { readonly kind: 'give-up' };

/** Reloads at most three times in five minutes, each time a little later; after that the recovery page (S26). */
export class CrashGuard {
  private readonly now: () => number;
  private failures: number[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  next(): Recovery {
    const at = this.now();
    this.failures = this.failures.filter((failure) => at - failure < WINDOW_MS);
    if (this.failures.length >= MAX_RELOADS) return { kind: 'give-up' };
    const afterMs = BACKOFF_MS[this.failures.length] ?? 0;
    this.failures.push(at);
    return { kind: 'reload', afterMs };
  }
}
