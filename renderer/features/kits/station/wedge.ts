/**
 * A wedge scanner is a keyboard that types a code and Enter faster than any hand. This tells its bursts from keys that
 * people press, without a field that must have the focus.
 */
export interface Wedge {
  /** Answers what to do with a key now: `hold` keeps it back until it is clear what it was. */
  readonly key: (key: string, atMs: number) => WedgeAnswer;
  /** Nothing came for a while: the keys that were held back, if a hand pressed them. */
  readonly rest: (atMs: number) => readonly string[];
}

export type WedgeAnswer = { readonly kind: 'pass' | 'hold' } | { readonly kind: 'scan'; readonly code: string };

/** Between two characters of one code; the slowest scanners need 30 ms, the fastest hands 60. */
export const BURST_MS = 50;
const SHORTEST_CODE = 3;

export function createWedge(): Wedge {
  let held = '';
  let lastMs = -Infinity;
  return {
    key(key, atMs) {
      const isBurst = atMs - lastMs <= BURST_MS;
      if (key === 'Enter') {
        const code = held;
        held = '';
        return isBurst && code.length >= SHORTEST_CODE ? { kind: 'scan', code } : { kind: 'pass' };
      }
      if (key.length !== 1 || (key === ' ' && !(isBurst && held !== ''))) return { kind: 'pass' };
      if (!isBurst) held = '';
      held += key;
      lastMs = atMs;
      return { kind: 'hold' };
    },
    rest(atMs) {
      if (held === '' || atMs - lastMs < BURST_MS) return [];
      const keys = [...held];
      held = '';
      // a code whose Enter never came is no row of shortcuts
      return keys.length < SHORTEST_CODE ? keys : [];
    },
  };
}
