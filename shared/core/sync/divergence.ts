import { readableTypes } from '../../conflict/lift.ts';
import { digestReplySchema } from '../../sync/wire.ts';
import type { LocalData } from '../local-data.ts';
import type { Api } from './api.ts';
import type { SyncLog } from './connection-state.ts';

/** How many events may pass between two comparisons. */
const INTERVAL = 1000;
/** A log that moves on while it is asked about is asked about again, so often; then at the next look at the server. */
const TRIES = 4;

export type DivergenceVerdict =
  /** Not compared: too early, no answer, or the server reads the log by other rules. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'equal' }
  /** State and view were built anew from the log of this device; to be compared again. */
  | { readonly kind: 'rebuilt' }
  /** That did not help: the log itself has to be read again. */
  | { readonly kind: 'import-again' }
  /** Nothing helped. */
  | { readonly kind: 'report'; readonly seq: number; readonly ours: string; readonly theirs: string };

/**
 * Compares what this device made of the log with what the server made of it, every thousand events (sync.md 7.12), and
 * repairs what differs: first from the log here, then from the log there, and then a person hears of it. Work that waits
 * is in none of these.
 */
export class Divergence {
  readonly #data: LocalData;
  readonly #api: Api;
  readonly #log: SyncLog;
  readonly #types: string;
  /** The first comparison of a run is always due: a file may have suffered since the last one. */
  #isFirst = true;
  #isAsking = false;
  #isPutOff = false;
  #unanswered = 0;

  constructor(options: { readonly data: LocalData; readonly api: Api; readonly log: SyncLog }) {
    this.#data = options.data;
    this.#api = options.api;
    this.#log = options.log;
    this.#types = options.data.sha(readableTypes(options.data.rulebook)).slice(0, 16);
  }

  get isDue(): boolean {
    const { meta, cursor } = this.#data;
    if (this.#isAsking || this.#isPutOff || cursor === 0 || meta.text('snapshot') !== null) return false;
    if (this.#isFirst || meta.text('digest_repairs') !== null) return true;
    return Math.floor(cursor / INTERVAL) !== Math.floor(meta.number('digest_seq') / INTERVAL);
  }

  /** A comparison that got no answer so far may be tried again. */
  resume(): void {
    this.#unanswered = 0;
    this.#isPutOff = false;
  }

  async compare(): Promise<DivergenceVerdict> {
    this.#isAsking = true;
    try {
      const verdict = await this.#compare();
      this.#unanswered = verdict.kind === 'unknown' ? this.#unanswered + 1 : 0;
      this.#isPutOff = verdict.kind === 'report' || this.#unanswered >= TRIES;
      return verdict;
    } finally {
      this.#isAsking = false;
    }
  }

  async #compare(): Promise<DivergenceVerdict> {
    const data = this.#data;
    const answer = await this.#bothSides();
    if (answer === null) return { kind: 'unknown' };
    const { cursor, ours, theirs } = answer;
    this.#isFirst = false;
    if (theirs === ours) {
      data.write(() => {
        data.meta.set('digest_seq', cursor);
        data.meta.set('digest_repairs', null);
      });
      return { kind: 'equal' };
    }
    const repairs = data.meta.number('digest_repairs');
    this.#log(repairs < 2 ? 'warn' : 'error', 'this device made something else of the log than the server', {
      seq: cursor,
      ours,
      theirs,
      repairs,
    });
    if (repairs < 2) {
      data.write(() => data.meta.set('digest_repairs', repairs + 1));
      if (repairs === 1) return { kind: 'import-again' };
      data.refold();
      return { kind: 'rebuilt' };
    }
    data.write(() => data.meta.set('digest_seq', cursor));
    return { kind: 'report', seq: cursor, ours, theirs };
  }

  async #bothSides(): Promise<{ readonly cursor: number; readonly ours: string; readonly theirs: string } | null> {
    const data = this.#data;
    for (let tries = 0; tries < TRIES && data.failure === null; tries += 1) {
      const { cursor } = data;
      const ours = data.state.digest();
      const theirs = await this.#ask(cursor, ours);
      if (theirs === null) return null;
      // A page that came in meanwhile makes the answer one about the past.
      if (data.cursor === cursor && data.failure === null) return { cursor, ours, theirs };
    }
    return null;
  }

  /** The server's digest after a sequence; null when it has none that could be compared. */
  async #ask(cursor: number, ours: string): Promise<string | null> {
    const epoch = encodeURIComponent(this.#data.meta.text('epoch') ?? '');
    const body = await this.#api
      .call('GET', `/v1/sync/digest?epoch=${epoch}&cursor=${cursor}&digest=${ours}&types=${this.#types}`)
      .catch((error: unknown) => {
        // An older server has none, and a connection in trouble is found out elsewhere.
        this.#log('debug', 'no digest to compare with', { reason: String(error) });
        return null;
      });
    const parsed = digestReplySchema.safeParse(body);
    return parsed.success && parsed.data.types === this.#types ? parsed.data.digest : null;
  }
}
