/** One object and the sequence of the last event folded into it. */
export interface Standing {
  readonly type: string;
  readonly id: string;
  readonly seq: number;
}

const MODULUS = 2 ** 52;

/**
 * What a whole state comes down to, whatever order it is read in (sync.md 7.12): the sum of a number for each object. Two
 * states with the same objects at the same sequences have the same digest; one object missing, extra, early or late changes it.
 */
export class StateDigest {
  #sum = 0;

  add(standing: Standing): void {
    this.#sum = (this.#sum + numberOf(standing)) % MODULUS;
  }

  remove(standing: Standing): void {
    this.#sum = (this.#sum - numberOf(standing) + MODULUS) % MODULUS;
  }

  get text(): string {
    return this.#sum.toString(16).padStart(13, '0');
  }
}

/** Two 32-bit mixes of the text, 52 bits of them. Against accidents, not against an enemy: that is what the chain is for. */
function numberOf({ type, id, seq }: Standing): number {
  const text = `${type}|${id}|${seq}`;
  let [a, b] = [0xde_ad_be_ef, 0x41_c6_ce_57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (b & 0xf_ff_ff) * 2 ** 32 + (a >>> 0);
}
