import { LIMITS, serverFrameSchema, type ClientFrame, type PushReply, type PushRequest, type SyncError } from '../../sync/wire.ts';
import { NetworkFault, type Network, type StreamConnection, type Timers } from '../ports.ts';
import { SyncFailure } from './api.ts';
import { MalformedError, parsePage, type IncomingPage } from './parse-page.ts';
import type { SiteContact } from '../../ipc/bridge.ts';

export interface StreamEvents {
  readonly onOpened: () => void;
  readonly onPage: (page: IncomingPage) => void;
  readonly onPresence: (sites: readonly SiteContact[]) => void;
  readonly onContact: (serverTime: string | null) => void;
  readonly onError: (error: SyncError) => void;
  /** Malformed frames are closed on and reported here. */
  readonly onMalformed: (error: Error) => void;
  readonly onClosed: (opened: boolean) => void;
}

export interface StreamOptions {
  readonly network: Network;
  readonly timers: Timers;
  readonly token: string;
  readonly epoch: string;
  readonly cursor: number;
  readonly events: StreamEvents;
}

interface InFlight {
  readonly requestId: string;
  readonly resolve: (reply: PushReply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: unknown;
}

/** Pages that may be on their way. Half of them are asked for again at a time: one frame for each would cost the server nearly as much as the page. */
const CREDIT = 4;
const CREDIT_BACK = CREDIT / 2;
const PUSH_TIMEOUT_MS = 30_000;

/** One WebSocket to the server: pages against credit, pushes with their answers, and a pulse. */
export class SyncStream {
  readonly #options: StreamOptions;
  readonly #connection: StreamConnection;
  #opened = false;
  #closed = false;
  /** Pages taken in since credit was last given back. */
  #taken = 0;
  #inFlight: InFlight | null = null;
  #pulse: unknown = null;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#beat();
    this.#connection = options.network.openStream(
      { path: '/v1/sync/stream', token: options.token },
      {
        opened: () => this.#onOpened(),
        message: (text) => this.#onMessage(text),
        closed: () => this.#onClosed(),
      },
    );
  }

  get isOpen(): boolean {
    return this.#opened && !this.#closed;
  }

  /** Sends a batch and waits for its answer. Rejects with NetworkFault when the stream ends first. */
  push(requestId: string, batch: PushRequest): Promise<PushReply> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.timers.set(() => {
        this.#fail(new NetworkFault('no answer to a push'));
        this.close();
      }, PUSH_TIMEOUT_MS);
      this.#inFlight = { requestId, resolve, reject, timer };
      this.#send({ kind: 'push', requestId, batch });
    });
  }

  /** A page was taken in: another may come. */
  grant(): void {
    this.#taken += 1;
    if (this.#taken < CREDIT_BACK) return;
    this.#send({ kind: 'credit', pages: this.#taken });
    this.#taken = 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#connection.close();
    this.#onClosed();
  }

  #onOpened(): void {
    if (this.#closed) return;
    this.#opened = true;
    this.#beat();
    this.#send({ kind: 'subscribe', epoch: this.#options.epoch, cursor: this.#options.cursor, credit: CREDIT });
    this.#options.events.onOpened();
  }

  #onMessage(text: string): void {
    if (this.#closed) return;
    this.#beat();
    try {
      this.#dispatch(JSON.parse(text));
    } catch (error) {
      this.#options.events.onMalformed(error instanceof Error ? error : new MalformedError(String(error)));
      this.close();
    }
  }

  #dispatch(message: unknown): void {
    const { events } = this.#options;
    if (typeof message !== 'object' || message === null) throw new MalformedError('a frame that is not an object');
    if ('kind' in message && message.kind === 'page') {
      events.onContact(null);
      events.onPage(parsePage('page' in message ? message.page : undefined));
      return;
    }
    const parsed = serverFrameSchema.safeParse(message);
    // Frames of a newer server that mean nothing to us are left alone.
    if (!parsed.success) return;
    const frame = parsed.data;
    events.onContact(frame.kind === 'ping' ? frame.serverTime : null);
    if (frame.kind === 'ping') this.#send({ kind: 'pong' });
    else if (frame.kind === 'presence') events.onPresence(frame.sites);
    else if (frame.kind === 'pushed') this.#settle(frame.requestId, (inFlight) => inFlight.resolve(frame.reply));
    else if (frame.kind === 'error') {
      if (frame.requestId === null) events.onError(frame.error);
      else this.#settle(frame.requestId, (inFlight) => inFlight.reject(new SyncFailure(frame.error)));
    }
  }

  #settle(requestId: string, settle: (inFlight: InFlight) => void): void {
    const inFlight = this.#inFlight;
    if (inFlight?.requestId !== requestId) return;
    this.#inFlight = null;
    this.#options.timers.clear(inFlight.timer);
    settle(inFlight);
  }

  #fail(error: Error): void {
    const inFlight = this.#inFlight;
    if (inFlight !== null) this.#settle(inFlight.requestId, () => inFlight.reject(error));
  }

  /** Dead after two missed heartbeats. */
  #beat(): void {
    if (this.#pulse !== null) this.#options.timers.clear(this.#pulse);
    this.#pulse = this.#options.timers.set(() => this.close(), 2 * LIMITS.heartbeatMs + 2000);
  }

  #send(frame: ClientFrame): void {
    if (!this.#closed) this.#connection.send(JSON.stringify(frame));
  }

  #onClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#pulse !== null) this.#options.timers.clear(this.#pulse);
    this.#fail(new NetworkFault('the stream ended'));
    this.#options.events.onClosed(this.#opened);
  }
}
