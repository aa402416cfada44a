import type { Reason, RecordedEvent } from '../../domain/kernel/event.ts';
import { toInstant } from '../../domain/kernel/time.ts';
import type { SiteContact } from '../../ipc/bridge.ts';
import { CATALOG_VERSION, helloReplySchema, LIMITS, PROTOCOL_VERSION, RULES_VERSION, type HelloReply, type PushRequest, type SyncError } from '../../sync/wire.ts';
import { BrokenChainError } from '../confirmed-log.ts';
import { NotSavedError, type LocalData } from '../local-data.ts';
import type { Network, RandomSource, Timers } from '../ports.ts';
import { SyncFailure, type Api } from './api.ts';
import { applyPage } from './apply-page.ts';
import { MalformedError, parsePage, type IncomingPage } from './parse-page.ts';
import { isConnected, PHASES, type SyncInput, type SyncPhase } from './phases.ts';
import { Pusher, type PushVerdict } from './pusher.ts';
import { SyncStream } from './stream.ts';

export interface SyncClientOptions {
  readonly data: LocalData;
  readonly api: Api;
  readonly network: Network;
  readonly timers: Timers;
  readonly random: RandomSource;
  /** Confirmed events of others, after they were applied. */
  readonly onRemote: (events: readonly RecordedEvent[]) => void;
  /** Something that the status or the view shows has changed. */
  readonly onChange: () => void;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, string | number | boolean | null>) => void;
}

const BACKOFF_MIN_MS = 500;
const BACKOFF_MAX_MS = 30_000;
/** Without a stream the log is asked for more often. */
const POLL_WITHOUT_STREAM_MS = 10_000;

/** The pulled log did not make sense; the connection is begun anew. */
class LostError extends Error {
  override readonly name = 'LostError';
}

/**
 * Keeps this device and the server in step. Every change of phase goes through the table in `phases.ts`; every await may
 * have been overtaken by a newer connection, which is what `run` numbers are for.
 */
export class SyncClient {
  readonly #options: SyncClientOptions;
  readonly #pusher: Pusher;
  #phase: SyncPhase = 'booting';
  #run = 0;
  #attempts = 0;
  #chainFaults = 0;
  #stream: SyncStream | null = null;
  #retryTimer: unknown = null;
  #pollTimer: unknown = null;
  #streamTimer: unknown = null;
  #stopOnline: (() => void) | null = null;
  /** The connection that is asking for pages besides its stream. */
  #pulling: number | null = null;
  problem: Reason | null = null;
  clockOffsetMs: number | null = null;
  sites: readonly SiteContact[] = [];
  #lastContactMs: number | null = null;

  constructor(options: SyncClientOptions) {
    this.#options = options;
    const { data } = options;
    this.#pusher = new Pusher({ data, send: (batch) => this.#sendBatch(batch), clockOffsetMs: () => this.clockOffsetMs });
  }

  get phase(): SyncPhase {
    return this.#phase;
  }

  get lastContactAt(): string | null {
    return this.#lastContactMs === null ? this.#options.data.meta.text('last_contact_at') : toInstant(this.#lastContactMs);
  }

  start(signedIn: boolean): void {
    this.#enter('opened');
    if (!signedIn) this.#enter('signedOut');
    this.#stopOnline = this.#options.network.onOnlineChange((online) => {
      if (online) this.now();
      else this.#lose(new LostError('the machine is offline'));
    });
    if (signedIn) this.#connectSoon(0);
  }

  stop(): void {
    this.#rememberContact();
    this.#disconnect();
    this.#stopOnline?.();
    this.#phase = PHASES[this.#phase].stop;
  }

  signedIn(): void {
    this.problem = null;
    this.#attempts = 0;
    this.#enter('signedIn');
    this.#connectSoon(0);
  }

  signedOut(): void {
    this.#disconnect();
    this.problem = null;
    this.#enter('signedOut');
  }

  /** Tries at once: a person asked, or the network came back. */
  now(): void {
    this.#attempts = 0;
    if (this.#phase === 'offline') this.#connectSoon(0);
    else if (isConnected(this.#phase)) {
      this.#pullSoon();
      this.pushSoon();
    }
  }

  /** New work was saved, or something stands in the queue. */
  pushSoon(): void {
    if (this.#phase !== 'live' && this.#phase !== 'pushBlocked') return;
    const run = this.#run;
    if (this.#pusher.isRunning) return;
    void this.#pusher.drain().then(
      (verdict) => {
        if (run === this.#run) this.#afterPush(verdict);
        else this.pushSoon();
      },
      (error: unknown) => this.#fail(run, error),
    );
  }

  #connectSoon(delayMs: number): void {
    const { timers } = this.#options;
    if (this.#retryTimer !== null) timers.clear(this.#retryTimer);
    this.#retryTimer = timers.set(() => {
      this.#retryTimer = null;
      if (this.#phase === 'offline') void this.#connect();
    }, delayMs);
  }

  async #connect(): Promise<void> {
    this.#disconnect();
    const run = this.#run;
    this.#enter('connect');
    try {
      const hello = await this.#hello();
      if (run !== this.#run) return;
      if (!this.#greet(hello)) return;
      this.#enter('greeted');
      await this.#catchUp(run);
      if (run !== this.#run) return;
      this.#attempts = 0;
      this.#enter('caughtUp');
      await this.#openStream(run);
      this.#pollLater();
      this.pushSoon();
    } catch (error) {
      this.#fail(run, error);
    }
  }

  async #hello(): Promise<HelloReply> {
    const { data, api } = this.#options;
    const sentAt = data.clock.nowMs();
    const body = await api.call('POST', '/v1/sync/hello', {
      protocol: PROTOCOL_VERSION,
      catalogVersion: CATALOG_VERSION,
      rulesVersion: RULES_VERSION,
      deviceId: data.deviceId,
      epoch: data.meta.text('epoch'),
      cursor: data.cursor,
      scopeVersion: data.meta.number('scope_version'),
      clientTime: toInstant(sentAt),
    });
    const parsed = helloReplySchema.safeParse(body);
    if (!parsed.success) throw new MalformedError(`hello.${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
    const receivedAt = data.clock.nowMs();
    this.#contact();
    this.clockOffsetMs = Math.round(Date.parse(parsed.data.serverTime) - (sentAt + receivedAt) / 2);
    return parsed.data;
  }

  /** Compares both sides' counts. False when that ended this connection. */
  #greet(hello: HelloReply): boolean {
    const { data } = this.#options;
    const epoch = data.meta.text('epoch');
    if ((epoch !== null && epoch !== hello.epoch) || data.cursor > hello.head) {
      this.#startOver(hello.epoch, 'the server continues from a restored log');
      return false;
    }
    const last = data.own.lastDeviceSeq(data.deviceId);
    if (hello.lastDeviceSeq > last) {
      this.#forkDevice();
      return false;
    }
    data.write(() => {
      data.meta.set('epoch', hello.epoch);
      data.meta.set('head', hello.head);
      data.meta.set('scope_version', hello.scopeVersion);
      if (data.own.reconcile(data.deviceId, hello.lastDeviceSeq)) data.view.refresh(data.overlay.rebuild());
    });
    this.#pusher.resumeAfter(hello.lastDeviceSeq);
    return true;
  }

  async #catchUp(run: number): Promise<void> {
    const { data } = this.#options;
    let next = this.#fetchPage(data.cursor);
    for (;;) {
      const page = await next;
      if (run !== this.#run) return;
      const more = page.to < page.head && page.to > page.from;
      // The next page travels while this one is applied.
      if (more) {
        next = this.#fetchPage(page.to);
        next.catch(() => undefined);
      }
      this.#apply(page);
      if (!more) return;
    }
  }

  async #fetchPage(cursor: number): Promise<IncomingPage> {
    const { data, api } = this.#options;
    const epoch = encodeURIComponent(data.meta.text('epoch') ?? '');
    const body = await api.call('GET', `/v1/sync/pull?epoch=${epoch}&cursor=${cursor}&limit=${LIMITS.pageEvents}`);
    this.#contact();
    return parsePage(body);
  }

  #apply(page: IncomingPage): void {
    const { data, log } = this.#options;
    const verdict = applyPage(data, page, {
      onFoldError: (error, event) => log('error', 'a rule failed on a confirmed event', { type: event.type, seq: event.seq, error: String(error) }),
      onUnanswered: (row) => log('warn', 'acknowledged, but not in the log', { deviceSeq: row.device_seq }),
    });
    if (verdict.kind === 'gap' || verdict.kind === 'other-epoch') throw new LostError(`a page that does not fit: ${verdict.kind}`);
    if (verdict.kind === 'stale') {
      // Overtaken by a page that was asked for: what is left of it comes by asking again.
      if (page.to > data.cursor) this.#pullSoon();
      return;
    }
    this.#chainFaults = 0;
    if (verdict.remote.length > 0) this.#options.onRemote(verdict.remote);
    if (page.events.length > 0 || verdict.settled > 0) this.#options.onChange();
  }

  async #openStream(run: number): Promise<void> {
    const { data, api, network, timers } = this.#options;
    const token = await api.token();
    if (run !== this.#run || !isConnected(this.#phase)) return;
    this.#stream = new SyncStream({
      network,
      timers,
      token,
      epoch: data.meta.text('epoch') ?? '',
      cursor: data.cursor,
      events: {
        onOpened: () => this.#contact(),
        onPage: (page) => this.#guarded(run, () => this.#onStreamPage(page)),
        onPresence: (sites) => {
          this.sites = sites;
          this.#options.onChange();
        },
        onContact: (serverTime) => {
          this.#contact();
          if (serverTime !== null) this.clockOffsetMs = Date.parse(serverTime) - data.clock.nowMs();
        },
        onError: (error) => this.#fail(run, new SyncFailure(error)),
        onMalformed: (error) => this.#fail(run, error),
        onClosed: (opened) => this.#onStreamClosed(run, opened),
      },
    });
  }

  #onStreamPage(page: IncomingPage): void {
    this.#apply(page);
    this.#stream?.grant();
    // Work that waited for an answer may go on.
    this.pushSoon();
  }

  #onStreamClosed(run: number, opened: boolean): void {
    if (run !== this.#run) return;
    this.#stream = null;
    if (opened) this.#lose(new LostError('the stream ended'));
    else {
      // Something between us lets no WebSocket through: go on by asking, and try again later.
      this.#options.log('warn', 'the stream could not be opened; polling instead');
      this.#streamTimer = this.#options.timers.set(() => {
        this.#openStream(run).catch((error: unknown) => this.#fail(run, error));
      }, this.#backoffMs());
      this.#pollLater();
    }
  }

  /** Stream frames are never the only trigger. */
  #pollLater(): void {
    const { timers } = this.#options;
    if (this.#pollTimer !== null) timers.clear(this.#pollTimer);
    this.#pollTimer = timers.set(() => {
      this.#pullSoon();
      if (this.#phase === 'pushBlocked') this.pushSoon();
      this.#pollLater();
    }, this.#stream === null ? POLL_WITHOUT_STREAM_MS : LIMITS.pollMs);
  }

  #pullSoon(): void {
    const run = this.#run;
    if (!isConnected(this.#phase)) return;
    if (this.#pulling === run) return;
    this.#pulling = run;
    void this.#catchUp(run)
      .catch((error: unknown) => this.#fail(run, error))
      .finally(() => {
        if (this.#pulling === run) this.#pulling = null;
      });
  }

  async #sendBatch(batch: PushRequest): Promise<unknown> {
    const { api, data } = this.#options;
    if (this.#stream?.isOpen === true) return this.#stream.push(data.newId(), batch);
    return api.call('POST', '/v1/sync/push', batch);
  }

  #afterPush(verdict: PushVerdict): void {
    if (verdict.kind === 'done') {
      if (this.#phase === 'pushBlocked') {
        this.problem = null;
        this.#enter('pushFreed');
      }
      if (verdict.sent > 0) {
        if (this.#stream?.isOpen !== true) this.#pullSoon();
        this.#options.onChange();
      }
      return;
    }
    if (verdict.kind === 'failed') {
      this.#fail(this.#run, verdict.error);
      return;
    }
    const { kind, field, message } = verdict.error.error;
    this.#options.log('error', 'a transaction is refused by the server as a whole', { kind, field, detail: message });
    this.problem = { code: kind === 'TOO_LARGE' ? 'sync.too-large' : 'sync.refused-batch', params: { kind, field } };
    this.#enter('pushStuck');
  }

  #guarded(run: number, work: () => void): void {
    if (run !== this.#run) return;
    try {
      work();
    } catch (error) {
      this.#fail(run, error);
    }
  }

  /** Every failure ends here and is answered by its kind. */
  #fail(run: number, error: unknown): void {
    if (run !== this.#run) return;
    try {
      this.#answer(error);
    } catch (failure) {
      this.#options.log('error', 'sync cannot go on', { reason: String(failure) });
      this.#halt({ code: 'core.not-saved', params: {} });
    }
  }

  #answer(error: unknown): void {
    if (error instanceof SyncFailure) this.#refused(error.error);
    else if (error instanceof NotSavedError) this.#halt({ code: 'core.not-saved', params: {} });
    else if (error instanceof BrokenChainError) {
      this.#chainFaults += 1;
      this.#options.log('error', error.message, { seq: error.seq });
      if (this.#chainFaults === 2) this.#startOver(null, 'the log did not fit twice');
      else if (this.#chainFaults > 3) this.#halt({ code: 'sync.log-damaged', params: { seq: error.seq } });
      else this.#lose(error);
    } else this.#lose(error);
  }

  #refused(error: SyncError): void {
    const { data, log } = this.#options;
    log('warn', 'the server refused', { kind: error.kind, detail: error.message });
    switch (error.kind) {
      case 'AUTH':
        return this.#needSignIn({ code: 'sync.sign-in-needed', params: {} });
      case 'REVOKED':
        return this.#needSignIn({ code: 'sync.device-revoked', params: {} });
      case 'UPGRADE_REQUIRED':
        return this.#halt({ code: 'sync.upgrade-required', params: { floor: error.floor } });
      case 'EPOCH_CHANGED':
      case 'AHEAD_OF_SERVER':
      case 'RESYNC':
        return this.#startOver(null, error.kind);
      case 'DEVICE_FORK':
        return this.#forkDevice();
      case 'GAP': {
        const expected = error.expected ?? 1;
        if (expected > data.own.lastDeviceSeq(data.deviceId) + 1) return this.#forkDevice();
        data.write(() => {
          data.own.offerAgain(data.deviceId, expected - 1);
          data.view.refresh(data.overlay.rebuild());
        });
        return this.#lose(new SyncFailure(error));
      }
      case 'INVALID':
      case 'FORBIDDEN':
      case 'NOT_FOUND':
      case 'TOO_LARGE':
        this.problem = { code: 'sync.refused', params: { kind: error.kind, field: error.field } };
        if (isConnected(this.#phase)) return this.#enter('pushStuck');
        return this.#lose(new SyncFailure(error));
      case 'RETRY':
      case 'RATE_LIMITED':
      case 'UNAVAILABLE':
        return this.#lose(new SyncFailure(error), error.retryAfterMs);
    }
  }

  /** Drops confirmed state and reads the log again from 0; own work is kept and offered again. */
  #startOver(epoch: string | null, why: string): void {
    const { data, log, onChange } = this.#options;
    log('warn', 'reading the whole log again', { why });
    this.#disconnect();
    this.#enter('startOver');
    data.write(() => {
      data.dropConfirmed();
      if (epoch !== null) data.meta.set('epoch', epoch);
    });
    onChange();
    this.#enter('startedOver');
    this.#phase = PHASES[this.#phase].lost;
    this.#connectSoon(this.#backoffMs());
  }

  /** Two installations share one device id: this one takes a new one and has to be signed in again. */
  #forkDevice(): void {
    const { data } = this.#options;
    const events = data.write(() => {
      const renumbered = data.becomeNewDevice();
      data.view.refresh(data.overlay.rebuild());
      return renumbered;
    });
    this.#needSignIn({ code: 'sync.device-copied', params: { events } });
  }

  #needSignIn(problem: Reason): void {
    this.#disconnect();
    this.problem = problem;
    this.#enter('authRefused');
  }

  #halt(problem: Reason): void {
    this.#disconnect();
    this.problem = problem;
    this.#enter('stop');
  }

  #lose(error: unknown, retryAfterMs: number | null = null): void {
    if (this.#phase === 'halted' || this.#phase === 'authNeeded') return;
    const { log } = this.#options;
    log('info', 'not connected', { reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    this.#disconnect();
    this.#enter('lost');
    this.#connectSoon(Math.max(retryAfterMs ?? 0, this.#backoffMs()));
  }

  /** Exponential with full jitter, so that sites do not come back all at once. */
  #backoffMs(): number {
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#attempts);
    this.#attempts = Math.min(this.#attempts + 1, 10);
    return Math.round(this.#options.random.float() * ceiling);
  }

  #disconnect(): void {
    const { timers } = this.#options;
    this.#run += 1;
    for (const timer of [this.#retryTimer, this.#pollTimer, this.#streamTimer]) if (timer !== null) timers.clear(timer);
    this.#retryTimer = null;
    this.#pollTimer = null;
    this.#streamTimer = null;
    const stream = this.#stream;
    this.#stream = null;
    stream?.close();
  }

  #enter(input: SyncInput): void {
    const before = this.#phase;
    this.#phase = PHASES[before][input];
    if (this.#phase === before) return;
    if (isConnected(this.#phase) && !isConnected(before) && this.problem !== null) this.problem = null;
    if (isConnected(before) && !isConnected(this.#phase)) this.#rememberContact();
    this.#options.log('debug', 'sync phase', { from: before, to: this.#phase, input });
    this.#options.onChange();
  }

  #contact(): void {
    this.#lastContactMs = this.#options.data.clock.nowMs();
  }

  #rememberContact(): void {
    const { data } = this.#options;
    if (this.#lastContactMs === null || data.failure !== null) return;
    data.write(() => data.meta.set('last_contact_at', this.lastContactAt));
  }
}
