import type { RecordedEvent } from '../../domain/kernel/event.ts';
import { LIMITS } from '../../sync/wire.ts';
import type { LocalData } from '../local-data.ts';
import type { Api } from './api.ts';
import { applyPage } from './apply-page.ts';
import { CopiedDeviceError } from './copied-device.ts';
import type { SyncLog } from './connection-state.ts';
import { parsePage, type IncomingPage } from './parse-page.ts';

export interface PullerOptions {
  readonly data: LocalData;
  readonly api: Api;
  readonly log: SyncLog;
  readonly onContact: () => void;
  /** Confirmed events of others, after they were applied. */
  readonly onRemote: (events: readonly RecordedEvent[]) => void;
  readonly onChange: () => void;
}

const FAR_BEHIND = 5000;
const LARGE_PAGE = 2000;

/** A page from another log or from further on; the connection is begun anew. */
export class MisplacedPageError extends Error {
  override readonly name = 'MisplacedPageError';
}

/** Reads the canonical log page by page and applies it. */
export class Puller {
  readonly #options: PullerOptions;

  constructor(options: PullerOptions) {
    this.#options = options;
  }

  /** Asks for pages until the head is reached, or until nobody wants them any more. */
  async catchUp(isWanted: () => boolean): Promise<void> {
    let next = this.#fetch(this.#options.data.cursor);
    for (;;) {
      const page = await next;
      if (!isWanted()) return;
      const more = page.to < page.head && page.to > page.from;
      if (more) {
        // The next page travels while this one is applied. Its failure shows when it is awaited, if it still is.
        next = this.#fetch(page.to);
        next.catch(() => undefined);
      }
      this.apply(page);
      if (!more) return;
    }
  }

  /**
   * Applies one page.
   * @returns false when part of it is still to come because something overtook it
   */
  apply(page: IncomingPage): boolean {
    const { data, log, onRemote, onChange } = this.#options;
    let usedByAnother: number | null = null;
    const verdict = applyPage(data, page, {
      onFoldError: (error, event) =>
        log('error', 'a rule failed on a confirmed event', { type: event.type, seq: event.seq, error: String(error) }),
      onUnanswered: (row) => {
        usedByAnother ??= row.device_seq;
        log('warn', 'acknowledged, but not in the log', { deviceSeq: row.device_seq });
      },
    });
    if (verdict.kind === 'gap' || verdict.kind === 'other-epoch') throw new MisplacedPageError(`a page that does not fit: ${verdict.kind}`);
    if (verdict.kind === 'stale') return page.to <= data.cursor;
    if (verdict.remote.length > 0) onRemote(verdict.remote);
    if (page.events.length > 0 || verdict.settled > 0) onChange();
    // The page stands; what waits under that number would never be sent, because the server has something else under it.
    if (usedByAnother !== null) throw new CopiedDeviceError(usedByAnother);
    return true;
  }

  async #fetch(cursor: number): Promise<IncomingPage> {
    const { data, api, onContact } = this.#options;
    // Far behind, fewer and larger pages save flushes of the disk; near the head, small ones let commands through.
    const limit = data.meta.number('head') - cursor > FAR_BEHIND ? LARGE_PAGE : LIMITS.pageEvents;
    const epoch = encodeURIComponent(data.meta.text('epoch') ?? '');
    const body = await api.call('GET', `/v1/sync/pull?epoch=${epoch}&cursor=${cursor}&limit=${limit}`);
    onContact();
    return parsePage(body);
  }
}
