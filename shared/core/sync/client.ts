import type { Reason, RecordedEvent } from '../../domain/kernel/event.ts';
import { toInstant } from '../../domain/kernel/time.ts';
import type { SiteContact } from '../../ipc/bridge.ts';
import { unreachable } from '../../domain/kernel/result.ts';
import { LIMITS, type PushRequest } from '../../sync/wire.ts';
import { BrokenChainError } from '../confirmed-log.ts';
import type { LocalData } from '../local-data.ts';
import type { Network, RandomSource, Timers } from '../ports.ts';
import { SyncFailure, type Api } from './api.ts';
import { applyPage } from './apply-page.ts';
import { agree, sayHello } from './handshake.ts';
import { parsePage, type IncomingPage } from './parse-page.ts';
import { isConnected, PHASES, type SyncInput, type SyncPhase } from './phases.ts';
import { Pusher, type PushVerdict } from './pusher.ts';
import { reactionTo, type Reaction } from './reaction.ts';
import { SyncStream } from './stream.ts';
import { Backoff, TimerSet } from './timer-set.ts';

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
  readonly log: (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields?: Record<string, string | number | boolean | null>,
  ) => void;
}

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
  readonly #timers: TimerSet<'retry' | 'poll' | 'stream'>;
  readonly #backoff: Backoff;
  #phase: SyncPhase = 'booting';
  #run = 0;
  #chainFaults = 0;
  #stream: SyncStream | null = null;
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
    this.#timers = new TimerSet(options.timers);
    this.#backoff = new Backoff(() => options.random.float());
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
      else this.#lose(0);
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
    this.#backoff.reset();
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
    this.#backoff.reset();
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
    this.#timers.set('retry', delayMs, () => {
      if (this.#phase === 'offline') void this.#connect();
    });
  }

  async #connect(): Promise<void> {
    const { data, api } = this.#options;
    this.#disconnect();
    const run = this.#run;
    this.#enter('connect');
    try {
      const { hello, clockOffsetMs } = await sayHello(data, api);
      if (run !== this.#run) return;
      this.#contact();
      this.clockOffsetMs = clockOffsetMs;
      const agreement = agree(data, hello);
      if (agreement.kind === 'other-log') return this.#startOver(agreement.epoch);
      if (agreement.kind === 'copied-device') return this.#becomeNewDevice();
      this.#pusher.resumeAfter(hello.lastDeviceSeq);
      this.#enter('greeted');
      await this.#catchUp(run);
      if (run !== this.#run) return;
      this.#backoff.reset();
      this.#enter('caughtUp');
      await this.#openStream(run);
      this.#pollLater();
      this.pushSoon();
    } catch (error) {
      this.#fail(run, error);
    }
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
      onFoldError: (error, event) =>
        log('error', 'a rule failed on a confirmed event', { type: event.type, seq: event.seq, error: String(error) }),
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
    if (opened) this.#lose(0);
    else {
      // Something between us lets no WebSocket through: go on by asking, and try again later.
      this.#options.log('warn', 'the stream could not be opened; polling instead');
      this.#timers.set('stream', Math.max(1000, this.#backoff.nextMs()), () => {
        this.#openStream(run).catch((error: unknown) => this.#fail(run, error));
      });
      this.#pollLater();
    }
  }

  /** Stream frames are never the only trigger. */
  #pollLater(): void {
    this.#timers.set('poll', this.#stream === null ? POLL_WITHOUT_STREAM_MS : LIMITS.pollMs, () => {
      this.#pullSoon();
      if (this.#phase === 'pushBlocked') this.pushSoon();
      this.#pollLater();
    });
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
    const { data, log } = this.#options;
    if (error instanceof BrokenChainError) this.#chainFaults += 1;
    log('info', 'sync was interrupted', {
      phase: this.#phase,
      reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
    try {
      this.#react(reactionTo(error, { lastDeviceSeq: data.own.lastDeviceSeq(data.deviceId), chainFaults: this.#chainFaults }));
    } catch (failure) {
      log('error', 'sync cannot go on', { reason: String(failure) });
      this.#halt({ code: 'core.not-saved', params: {} });
    }
  }

  #react(reaction: Reaction): void {
    const { data } = this.#options;
    switch (reaction.kind) {
      case 'reconnect':
        return this.#lose(reaction.afterMs);
      case 'sign-in':
        return this.#needSignIn(reaction.problem);
      case 'halt':
        return this.#halt(reaction.problem);
      case 'start-over':
        return this.#startOver(null);
      case 'new-device':
        return this.#becomeNewDevice();
      case 'offer-again':
        data.write(() => {
          data.own.offerAgain(data.deviceId, reaction.after);
          data.view.refresh(data.overlay.rebuild());
        });
        return this.#lose(0);
      case 'stop-pushing':
        this.problem = reaction.problem;
        return isConnected(this.#phase) ? this.#enter('pushStuck') : this.#lose(0);
      default:
        return unreachable(reaction);
    }
  }

  /** Drops confirmed state and reads the log again from 0; own work is kept and offered again. */
  #startOver(epoch: string | null): void {
    const { data, log, onChange } = this.#options;
    log('warn', 'the server continues from another log; reading it from the start');
    this.#disconnect();
    this.#enter('startOver');
    data.write(() => {
      data.dropConfirmed();
      if (epoch !== null) data.meta.set('epoch', epoch);
    });
    onChange();
    this.#lose(0);
  }

  /** Two installations share one device id: this one takes a new one and has to be signed in again. */
  #becomeNewDevice(): void {
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

  #lose(afterMs: number): void {
    if (this.#phase === 'halted' || this.#phase === 'authNeeded') return;
    this.#disconnect();
    this.#enter('lost');
    this.#connectSoon(Math.max(afterMs, this.#backoff.nextMs()));
  }

  #disconnect(): void {
    this.#run += 1;
    this.#timers.clearAll();
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
