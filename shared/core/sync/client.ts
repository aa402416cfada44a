import type { Reason, RecordedEvent } from '../../domain/kernel/event.ts';
import { unreachable } from '../../domain/kernel/result.ts';
import { LIMITS, type PushRequest } from '../../sync/wire.ts';
import { BrokenChainError } from '../confirmed-log.ts';
import type { LocalData } from '../local-data.ts';
import type { Network, RandomSource, Timers } from '../ports.ts';
import { SyncFailure, type Api } from './api.ts';
import { ConnectionState, type SyncLog } from './connection-state.ts';
import { Bootstrap } from './bootstrap.ts';
import { Divergence } from './divergence.ts';
import { agree, sayHello } from './handshake.ts';
import { OlderLog } from './older-log.ts';
import type { IncomingPage } from './parse-page.ts';
import { Puller } from './puller.ts';
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
  /** The first part of a snapshot is here: resolves when the screens have read it, or when nobody does. */
  readonly onToday: () => Promise<void>;
  readonly log: SyncLog;
}

const DIVERGED = 'sync.diverged';
/** Without a stream the log is asked for more often. */
const POLL_WITHOUT_STREAM_MS = 10_000;

/**
 * Keeps this device and the server in step. Every change of phase goes through the table in `phases.ts`; every await may
 * have been overtaken by a newer connection, which is what `run` numbers are for.
 */
export class SyncClient {
  readonly #options: SyncClientOptions;
  /** What the status shows of it. */
  readonly state: ConnectionState;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #bootstrap: Bootstrap;
  readonly #divergence: Divergence;
  readonly #olderLog: OlderLog;
  readonly #timers: TimerSet<'retry' | 'poll' | 'stream' | 'older'>;
  readonly #backoff: Backoff;
  #run = 0;
  #chainFaults = 0;
  #stream: SyncStream | null = null;
  #stopOnline: (() => void) | null = null;
  /** The connection that is asking for pages besides its stream. */
  #pulling: number | null = null;

  constructor(options: SyncClientOptions) {
    this.#options = options;
    const { data, log } = options;
    this.state = new ConnectionState(data, log, options.onChange);
    this.#puller = new Puller({ ...options, onContact: () => this.state.contact() });
    this.#bootstrap = new Bootstrap({ ...options, onContact: () => this.state.contact() });
    this.#divergence = new Divergence(options);
    this.#olderLog = new OlderLog(options);
    this.#timers = new TimerSet(options.timers);
    this.#backoff = new Backoff(() => options.random.float());
    this.#pusher = new Pusher({
      data,
      send: (batch) => this.#sendBatch(batch),
      setAside: (request) => options.api.call('POST', '/v1/sync/set-aside', request),
      clockOffsetMs: () => this.state.clockOffsetMs,
      onSetAside: ([first], { kind, field, message }) =>
        log('warn', 'a transaction was set aside', { txnId: first?.txnId ?? null, kind, field, detail: message }),
    });
  }

  start(signedIn: boolean): void {
    this.state.enter('opened');
    if (!signedIn) this.state.enter('signedOut');
    this.#stopOnline = this.#options.network.onOnlineChange((online) => {
      if (online) this.#tryAtOnce();
      else this.#lose(0);
    });
    if (signedIn) this.#connectSoon(0);
  }

  stop(): void {
    this.state.rememberContact();
    this.#disconnect();
    this.#stopOnline?.();
    this.state.enter('stop');
  }

  signedIn(): void {
    this.state.problem = null;
    this.#backoff.reset();
    this.state.enter('signedIn');
    this.#connectSoon(0);
  }

  signedOut(): void {
    this.#disconnect();
    this.state.problem = null;
    this.state.enter('signedOut');
  }

  /** A person asked to try at once. What was given up as hopeless is tried from the beginning, the whole log included. */
  now(): void {
    this.#chainFaults = Math.min(this.#chainFaults, 1);
    this.#tryAtOnce();
  }

  #tryAtOnce(): void {
    this.#backoff.reset();
    if (this.state.phase === 'offline') this.#connectSoon(0);
    else if (this.state.isConnected) {
      this.#pullSoon();
      this.pushSoon();
    }
  }

  /** New work was saved, or something stands in the queue. */
  pushSoon(): void {
    if (this.state.phase !== 'live' && this.state.phase !== 'pushBlocked') return;
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
      if (this.state.phase === 'offline') void this.#connect();
    });
  }

  async #connect(): Promise<void> {
    const { data, api } = this.#options;
    this.#disconnect();
    const run = this.#run;
    this.state.enter('connect');
    try {
      const { hello, clockOffsetMs } = await sayHello(data, api);
      if (run !== this.#run) return;
      this.state.contact();
      this.state.clockOffsetMs = clockOffsetMs;
      const agreement = agree(data, hello);
      if (agreement.kind === 'other-log') return this.#startOver(agreement.epoch);
      if (agreement.kind === 'copied-device') return this.#becomeNewDevice();
      if (data.meta.text('outdated') !== null) return this.#startOver(hello.epoch);
      this.#pusher.resumeAfter(hello.lastDeviceSeq);
      this.state.enter('greeted');
      await this.#bootstrap.run({ isOffered: hello.snapshot === true, lastDeviceSeq: hello.lastDeviceSeq }, () => run === this.#run);
      if (run !== this.#run) return;
      await this.#puller.catchUp(() => run === this.#run);
      this.#chainFaults = 0;
      if (run !== this.#run) return;
      this.#backoff.reset();
      this.#offerLost();
      this.state.enter('caughtUp');
      await this.#openStream(run);
      this.#pollLater();
      this.pushSoon();
      void this.#readOlder(run);
      void this.#compare(run);
    } catch (error) {
      this.#fail(run, error);
    }
  }

  /** Nobody waits for it: what fails is tried again later. */
  async #readOlder(run: number): Promise<void> {
    try {
      await this.#olderLog.run(() => run === this.#run);
      if (run !== this.#run) return;
      this.#offerLost();
      this.pushSoon();
    } catch (error) {
      if (run !== this.#run) return;
      if (!(error instanceof BrokenChainError)) {
        this.#options.log('info', 'the older log has to wait', { reason: String(error) });
        this.#timers.set('older', LIMITS.pollMs, () => void this.#readOlder(run));
        return;
      }
      this.#options.log('error', 'the log does not lead to the snapshot; reading it from the start', { seq: error.seq });
      this.#bootstrap.refuse();
      this.#startOver(this.#options.data.meta.text('epoch'));
    }
  }

  /** Holds what this device made of the log against what the server made of it; what differs is repaired without a word. */
  async #compare(run: number): Promise<void> {
    if (run !== this.#run || this.state.phase !== 'live' || !this.#divergence.isDue) return;
    try {
      const verdict = await this.#divergence.compare();
      if (verdict.kind === 'rebuilt') {
        this.#options.onChange();
        return await this.#compare(run);
      }
      if (run !== this.#run) return;
      if (verdict.kind === 'equal' && this.state.problem?.code === DIVERGED) {
        this.state.problem = null;
        this.#options.onChange();
      }
      if (verdict.kind === 'import-again') return this.#startOver(this.#options.data.meta.text('epoch'));
      if (verdict.kind !== 'report') return;
      const { seq, ours, theirs } = verdict;
      this.state.problem = { code: DIVERGED, params: { seq, ours, theirs } };
      this.#options.onChange();
    } catch (error) {
      this.#fail(run, error);
    }
  }

  #offerLost(): void {
    const events = this.#options.data.offerLost();
    if (events > 0) this.#options.log('warn', 'the log lacks work of this device; it is offered again', { events });
  }

  async #openStream(run: number): Promise<void> {
    const { data, api, network, timers } = this.#options;
    const token = await api.token();
    if (run !== this.#run || !this.state.isConnected) return;
    this.#stream = new SyncStream({
      network,
      timers,
      token,
      epoch: data.meta.text('epoch') ?? '',
      cursor: data.cursor,
      events: {
        onOpened: () => this.state.contact(),
        onPage: (page) => this.#guarded(run, () => this.#onStreamPage(page)),
        onPresence: (sites) => {
          this.state.sites = sites;
          this.#options.onChange();
        },
        onContact: (serverTime) => this.state.contact(serverTime),
        onError: (error) => (error.kind === 'AUTH' ? this.#renew(run) : this.#fail(run, new SyncFailure(error))),
        onMalformed: (error) => this.#fail(run, error),
        onClosed: (opened) => this.#onStreamClosed(run, opened),
      },
    });
  }

  #onStreamPage(page: IncomingPage): void {
    if (this.#puller.apply(page)) this.#chainFaults = 0;
    else this.#pullSoon();
    this.#stream?.grant();
    void this.#compare(this.#run);
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
      this.#divergence.resume();
      void this.#compare(this.#run);
      if (this.state.phase === 'pushBlocked') this.pushSoon();
      this.#pollLater();
    });
  }

  #pullSoon(): void {
    const run = this.#run;
    if (!this.state.isConnected) return;
    if (this.#pulling === run) return;
    this.#pulling = run;
    void this.#puller
      .catchUp(() => run === this.#run)
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
      if (this.state.phase === 'pushBlocked') {
        this.state.problem = null;
        this.state.enter('pushFreed');
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
    this.state.enter('pushStuck', { code: kind === 'TOO_LARGE' ? 'sync.too-large' : 'sync.refused-batch', params: { kind, field } });
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
      phase: this.state.phase,
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
      case 'wait':
        this.state.problem = reaction.problem;
        // Spread out: whatever broke the log broke it for every device at once.
        return this.#lose(Math.round(reaction.afterMs * (0.75 + this.#options.random.float() / 2)));
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
        this.state.enter('pushStuck', reaction.problem);
        return this.state.isConnected ? undefined : this.#lose(0);
      default:
        return unreachable(reaction);
    }
  }

  /** Drops confirmed state and reads the log again from 0; own work is kept and offered again. */
  #startOver(epoch: string | null): void {
    const { data, log, onChange } = this.#options;
    log('warn', 'the server continues from another log; reading it from the start');
    this.#disconnect();
    this.state.enter('startOver');
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

  /** A line ends with its token. Only a refused renewal needs a person. */
  #renew(run: number): void {
    if (run !== this.#run) return;
    this.#options.api.expire();
    this.#lose(0);
  }

  #needSignIn(problem: Reason): void {
    this.#disconnect();
    this.state.enter('authRefused', problem);
  }

  #halt(problem: Reason): void {
    this.#disconnect();
    this.state.enter('stop', problem);
  }

  #lose(afterMs: number): void {
    if (this.state.phase === 'halted' || this.state.phase === 'authNeeded') return;
    this.#disconnect();
    this.state.enter('lost');
    this.#connectSoon(Math.max(afterMs, this.#backoff.nextMs()));
  }

  #disconnect(): void {
    this.#run += 1;
    this.#timers.clearAll();
    const stream = this.#stream;
    this.#stream = null;
    stream?.close();
  }
}
