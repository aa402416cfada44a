import type { LocalData } from '../local-data.ts';
import type { Timers } from '../ports.ts';
import type { Api } from './api.ts';
import { parsePage } from './parse-page.ts';

export interface OlderLogOptions {
  readonly data: LocalData;
  readonly api: Api;
  readonly timers: Timers;
  readonly onChange: () => void;
}

const PAGE_EVENTS = 1000;
/** Between two pages everything else comes first. */
const PAUSE_MS = 20;

/**
 * Brings the log from before the snapshot to a device that began with one, in the background, from its first event on:
 * histories become whole, and the chain of hashes proves that the snapshot and the log are of one piece.
 */
export class OlderLog {
  readonly #options: OlderLogOptions;

  constructor(options: OlderLogOptions) {
    this.#options = options;
  }

  /**
   * Reads until nothing is missing, or until nobody wants it any more.
   * @throws BrokenChainError when the log does not lead to the snapshot
   */
  async run(isWanted: () => boolean): Promise<void> {
    const { data, api, timers, onChange } = this.#options;
    for (;;) {
      await new Promise<void>((resolve) => void timers.set(resolve, PAUSE_MS));
      const missing = isWanted() ? data.log.missing() : null;
      if (missing === null) return;
      const epoch = encodeURIComponent(data.meta.text('epoch') ?? '');
      const limit = Math.min(PAGE_EVENTS, missing.to - missing.from);
      const page = parsePage(await api.call('GET', `/v1/sync/pull?epoch=${epoch}&cursor=${missing.from}&limit=${limit}`));
      if (!isWanted() || page.from !== data.log.missing()?.from) return;
      const checked = data.log.checkOlder(page.events, page.to);
      data.write(() => data.log.appendOlder(checked, page.to));
      onChange();
    }
  }
}
