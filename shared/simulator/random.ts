import { derivedId } from '../domain/kernel/ids.ts';

/** A seeded stream of chance. Two with the same seed say the same; `fork` gives an independent one that is not disturbed by more or fewer draws here. */
export class Chance {
  readonly #seed: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    this.#a = 0x9e3779b9;
    this.#b = 0x243f6a88;
    this.#c = 0xb7e15162;
    this.#d = this.#seed ^ 0xdeadbeef;
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** 32 bits (sfc32). */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  float(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** A whole number in [least, most]. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.float() * (most - least + 1));
  }

  /** True with this probability. */
  hit(probability: number): boolean {
    return this.float() < probability;
  }

  /** One of a list; undefined when it is empty. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.float() * list.length)];
  }

  /** One of a list that is not empty. */
  of<T>(first: T, ...rest: readonly T[]): T {
    return rest[Math.floor(this.float() * (rest.length + 1)) - 1] ?? first;
  }

  /** One of a list whose head is hot: the n-th is chosen with weight 1 / n. */
  zipf<T>(list: readonly T[]): T | undefined {
    let total = 0;
    for (let rank = 1; rank <= list.length; rank += 1) total += 1 / rank;
    let rest = this.float() * total;
    for (let rank = 1; rank <= list.length; rank += 1) {
      rest -= 1 / rank;
      if (rest < 0) return list[rank - 1];
    }
    return list.at(-1);
  }

  /** Log-normal around a median: mostly near it, sometimes far beyond. */
  logNormal(median: number, sigma: number): number {
    const u = Math.max(this.float(), 1e-9);
    const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.float());
    return median * Math.exp(sigma * normal);
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) bytes[index] = this.next() & 0xff;
    return bytes;
  }

  /** An id nobody else draws. */
  id(): string {
    return derivedId('simulated', this.#seed, this.next(), this.next(), this.next());
  }

  /** A stream of its own for a purpose. */
  fork(purpose: string): Chance {
    let hash = this.#seed ^ 0x811c9dc5;
    for (let index = 0; index < purpose.length; index += 1) hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
    return new Chance(hash);
  }
}
