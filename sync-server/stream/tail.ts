import type { WrittenEvent } from '../store/log-text.ts';

const TAIL_BYTES = 8 * 1024 * 1024;

/** The newest events of one log as wire texts, so that a live site costs no read and no second serialisation. */
export class Tail {
  /** Sequence before the first text. */
  #from: number;
  #texts: string[] = [];
  #first = 0;
  #bytes = 0;

  constructor(from: number) {
    this.#from = from;
  }

  get head(): number {
    return this.#from + this.#texts.length - this.#first;
  }

  append(written: readonly WrittenEvent[]): void {
    for (const { text } of written) {
      this.#texts.push(text);
      this.#bytes += text.length;
    }
    while (this.#bytes > TAIL_BYTES && this.#first < this.#texts.length) {
      this.#bytes -= this.#texts[this.#first]?.length ?? 0;
      this.#texts[this.#first] = '';
      this.#first += 1;
      this.#from += 1;
    }
    if (this.#first > 4096 && this.#first * 2 > this.#texts.length) {
      this.#texts = this.#texts.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Texts after a sequence within both limits, or null when they are not here. */
  slice(after: number, limit: number, maxBytes: number): { readonly to: number; readonly texts: readonly string[] } | null {
    if (after < this.#from || after >= this.head) return null;
    const start = this.#first + after - this.#from;
    let end = start;
    let bytes = 0;
    while (end < this.#texts.length && end - start < limit) {
      bytes += this.#texts[end]?.length ?? 0;
      if (end > start && bytes > maxBytes) break;
      end += 1;
    }
    return { to: after + end - start, texts: this.#texts.slice(start, end) };
  }
}
