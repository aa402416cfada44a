import type { Core } from '../core/open-core.ts';
import type { CollectionCounts, FeedPage } from '../ipc/bridge.ts';

const NOTHING = { generation: '', rev: 0 };

/**
 * What a screen keeps of a device's rows, in a database of its own that can lose them without saying so. It is reused at
 * a start only when the core agrees with its stamp and counts as many rows; else it is filled anew.
 */
export class SimulatedView {
  /** By `collection|id`. */
  readonly rows = new Map<string, string>();
  #stamp: { readonly generation: string; readonly rev: number } = NOTHING;
  /** A mutation: nobody counts. */
  readonly #isTrusted: boolean;
  #core: Core | null = null;
  #isBusy = false;
  #isDue = false;
  #isChecked = false;

  constructor(isTrusted: boolean) {
    this.#isTrusted = isTrusted;
  }

  /** Whether everything the core had at last word is here. */
  get isSettled(): boolean {
    return !this.#isBusy && !this.#isDue;
  }

  /** A new process of the app follows its core. */
  follow(core: Core): void {
    this.#core = core;
    this.#isBusy = false;
    this.#isChecked = false;
    this.changed();
  }

  /** The process is gone; what the view's database has, stays. */
  leave(): void {
    this.#core = null;
    this.#isBusy = false;
    this.#isDue = false;
  }

  changed(): void {
    this.#isDue = true;
    const core = this.#core;
    if (core !== null && !this.#isBusy) void this.#read(core);
  }

  /** The database of one collection turns out empty. @returns whether there was anything in it */
  lose(collection: string): boolean {
    const before = this.rows.size;
    for (const name of [...this.rows.keys()]) if (name.startsWith(`${collection}|`)) this.rows.delete(name);
    return this.rows.size < before;
  }

  async #read(core: Core): Promise<void> {
    this.#isBusy = true;
    while (this.#isDue && this.#core === core) {
      this.#isDue = false;
      const reply = await core.call('view.feed', { generation: this.#stamp.generation, afterRev: this.#stamp.rev, limit: 500 });
      if (this.#core !== core) return;
      if (!reply.ok) break;
      this.#take(reply.value);
    }
    if (this.#core === core) this.#isBusy = false;
  }

  #take(page: FeedPage): void {
    if (page.reset) {
      this.#empty();
      return;
    }
    for (const { rev: _rev, ...row } of page.rows) {
      const name = `${row.collection}|${row.id}`;
      if (row.deleted) this.rows.delete(name);
      else this.rows.set(name, JSON.stringify(row));
    }
    this.#stamp = { generation: page.generation, rev: page.toRev };
    if (page.toRev < page.headRev) this.#isDue = true;
    else if (!this.#isChecked && !this.#isTrusted && !this.#counts(page.counts)) this.#empty();
    else this.#isChecked = true;
  }

  #counts(counts: CollectionCounts): boolean {
    let sum = 0;
    for (const count of Object.values(counts)) sum += count;
    return sum === this.rows.size;
  }

  #empty(): void {
    this.rows.clear();
    this.#stamp = NOTHING;
    this.#isDue = true;
  }
}
