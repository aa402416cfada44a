import { uuid7 } from '../../shared/domain/kernel/ids.ts';

/** A seeded source of chance: the same seed makes the same demo, event for event. */
export interface Dice {
  /** Uniform in [0, 1). */
  float(): number;
  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** `count` different ones, in random order; fewer when there are fewer. */
  sample<T>(from: readonly T[], count: number): T[];
  /** A time-ordered id. */
  id(nowMs: number): string;
}

/** mulberry32: small, fast, and good enough for pretending. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const float = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(float() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[int(0, from.length - 1)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  return {
    float,
    int,
    pick,
    chance: (probability) => float() < probability,
    sample: (from, count) => {
      const rest = [...from];
      return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(0, rest.length - 1), 1)).flat();
    },
    id: (nowMs) =>
      uuid7(
        nowMs,
        Uint8Array.from({ length: 10 }, () => int(0, 255)),
      ),
  };
}
