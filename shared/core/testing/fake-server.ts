import { processTransaction } from '../../conflict/process.ts';
import { Workspace } from '../../conflict/workspace.ts';
import type { StateReader } from '../../domain/kernel/aggregate.ts';
import type { DomainEvent, EventDraft, RecordedEvent } from '../../domain/kernel/event.ts';
import { derivedId, POLICY_ACTOR_ID, SERVER_DEVICE_ID } from '../../domain/kernel/ids.ts';
import type { Rulebook } from '../../domain/rulebook.ts';
import { bodyText, chainHash, GENESIS_HASH } from '../../events/hash-chain.ts';
import { syncError, type SyncErrorDetail, type SyncErrorKind } from '../../sync/errors.ts';
import type { ClientFrame, PushReply, PushRequest, SessionReply } from '../../sync/wire.ts';
import { NetworkFault, type HttpReply, type Network, type StreamHandlers } from '../ports.ts';
import { transactions } from '../overlay.ts';
import { MANAGER_ID, ORGANIZATION_ID, seedDrafts, SITE_ID } from './seed.ts';

const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

interface Subscriber {
  readonly handlers: StreamHandlers;
  readonly deviceId: string;
  cursor: number;
  credit: number;
}

/**
 * A server in memory, for the failures a real one shows once a year: it decides with the product's own rules, and a test
 * can make it refuse, forget, hang up or go back to an earlier state.
 */
export class FakeServer {
  readonly log: RecordedEvent[] = [];
  epoch = 'epoch-1';
  /** Refuses the next requests of a path with these errors, first come first served. */
  readonly refusals: { path: string; kind: SyncErrorKind; detail?: SyncErrorDetail }[] = [];
  /** Set to cut every connection and refuse new ones. */
  down = false;
  /** Set to refuse WebSockets while plain requests pass. */
  noStreams = false;
  /** Loses answers after the work was done. */
  loseNextPushReply = false;
  readonly requests: string[] = [];
  readonly lastDeviceSeq = new Map<string, number>();
  readonly #rulebook: Rulebook;
  readonly #subscribers = new Set<Subscriber>();
  #state: Workspace;

  constructor(rulebook: Rulebook) {
    this.#rulebook = rulebook;
    this.#state = new Workspace(EMPTY, rulebook);
    this.append(seedDrafts());
  }

  /** State after the whole log, for comparison. */
  get state(): Workspace {
    return this.#state;
  }

  /** Writes events as the server itself. */
  append(drafts: readonly EventDraft[], actorId: string = POLICY_ACTOR_ID): void {
    for (const draft of drafts) {
      const id = derivedId('server-event', this.log.length, draft.type, draft.aggregateId, this.epoch);
      const definition = this.#rulebook.events.get(draft.type)?.definition;
      this.#process([
        {
          ...draft,
          id,
          version: definition?.version ?? 1,
          kind: definition?.kind ?? 'plan',
          txnId: id,
          txnIndex: 0,
          txnSize: 1,
          deviceId: SERVER_DEVICE_ID,
          deviceSeq: 0,
          basisSeq: this.log.length,
          dependsOn: [],
          actorId,
          siteId: SITE_ID,
          organizationId: ORGANIZATION_ID,
          occurredAt: '2026-06-01T08:00:00.000Z',
          zone: 'Europe/Berlin',
          correlationId: id,
          causationId: null,
          causationDepth: 0,
          offline: false,
        },
      ]);
    }
    this.#deliver();
  }

  /** Records an event exactly as given, for types this build does not know. */
  appendRaw(event: DomainEvent): void {
    this.#record(event, 'accepted');
    this.#deliver();
  }

  /** Goes back to an earlier state of the log, as after a restored backup. */
  restore(toSeq: number, epoch: string): void {
    const kept = this.log.slice(0, toSeq);
    this.log.length = 0;
    this.#state = new Workspace(EMPTY, this.#rulebook);
    this.lastDeviceSeq.clear();
    this.epoch = epoch;
    const originals = kept.filter((event) => event.deviceId !== SERVER_DEVICE_ID || event.causationId === null);
    for (const group of transactions(originals)) {
      this.#process(group);
      const last = group.at(-1);
      if (last !== undefined && last.deviceId !== SERVER_DEVICE_ID) this.lastDeviceSeq.set(last.deviceId, last.deviceSeq);
    }
    this.hangUp();
  }

  /** Ends every stream. */
  hangUp(): void {
    for (const subscriber of [...this.#subscribers]) {
      this.#subscribers.delete(subscriber);
      subscriber.handlers.closed({ code: 1006, reason: '' });
    }
  }

  /** A device's way to this server. */
  network(session: Partial<SessionReply['session']> = {}): Network & { goOffline(): void; goOnline(): void } {
    const listeners = new Set<(online: boolean) => void>();
    let online = true;
    let device = '';
    return {
      goOffline: () => {
        online = false;
        for (const listener of listeners) listener(false);
      },
      goOnline: () => {
        online = true;
        for (const listener of listeners) listener(true);
      },
      request: async ({ method, path, body }) => {
        await Promise.resolve();
        this.requests.push(`${method} ${path.split('?')[0] ?? ''}`);
        if (this.down || !online) throw new NetworkFault('no route');
        const reply = this.#answer(path, body, device, session);
        if (path === '/v1/auth/enrol') device = (body as { device: { deviceId: string } }).device.deviceId;
        if (this.loseNextPushReply && path === '/v1/sync/push') {
          this.loseNextPushReply = false;
          throw new NetworkFault('the answer was lost');
        }
        return reply;
      },
      openStream: (_input, handlers) => {
        const subscriber: Subscriber = { handlers, deviceId: device, cursor: 0, credit: 0 };
        queueMicrotask(() => {
          if (this.down || this.noStreams || !online) handlers.closed({ code: 1006, reason: '' });
          else {
            this.#subscribers.add(subscriber);
            handlers.opened();
          }
        });
        return {
          send: (text) => queueMicrotask(() => this.#onFrame(subscriber, JSON.parse(text) as ClientFrame)),
          close: () => this.#subscribers.delete(subscriber),
        };
      },
      onOnlineChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  }

  #answer(path: string, body: unknown, device: string, session: Partial<SessionReply['session']>): HttpReply {
    const refusal = this.refusals.findIndex((candidate) => path.startsWith(candidate.path));
    if (refusal >= 0) {
      const [{ kind, detail }] = this.refusals.splice(refusal, 1) as [FakeServer['refusals'][number]];
      return { status: 409, body: { error: syncError(kind, 'as the test wants it', detail) }, headers: {} };
    }
    const ok = (value: unknown): HttpReply => ({ status: 200, body: JSON.parse(JSON.stringify(value)), headers: {} });
    if (path.startsWith('/v1/auth/')) {
      const deviceId =
        path === '/v1/auth/refresh' ? (body as { deviceId: string }).deviceId : (body as { device: { deviceId: string } }).device.deviceId;
      return ok({
        expiresIn: 900,
        accessToken: 'access',
        refreshToken: 'refresh-token-of-some-length',
        session: {
          organizationId: ORGANIZATION_ID,
          organizationName: 'Northwind Events',
          memberId: MANAGER_ID,
          memberName: 'Maren Vogt',
          role: 'manager',
          siteId: SITE_ID,
          deviceId,
          ...session,
        },
      } satisfies SessionReply);
    }
    if (path === '/v1/sync/hello') {
      return ok({
        protocol: 1,
        floor: 1,
        epoch: this.epoch,
        head: this.log.length,
        minRetainedSeq: 0,
        serverTime: '2026-06-01T08:00:00.000Z',
        lastDeviceSeq: this.lastDeviceSeq.get((body as { deviceId: string }).deviceId) ?? 0,
        scopeVersion: 0,
        limits: { batchEvents: 100, batchBytes: 524288, eventBytes: 65536, pageEvents: 500 },
      });
    }
    if (path.startsWith('/v1/sync/pull')) {
      const query = new URLSearchParams(path.split('?')[1]);
      if (query.get('epoch') !== this.epoch)
        return { status: 409, body: { error: syncError('EPOCH_CHANGED', 'another epoch') }, headers: {} };
      return ok(this.#page(Number(query.get('cursor')), Number(query.get('limit')), device));
    }
    if (path === '/v1/sync/push') return ok(this.push(body as PushRequest));
    return { status: 404, body: { error: syncError('NOT_FOUND', path) }, headers: {} };
  }

  /** Takes a batch; numbers seen before are answered without doing anything. */
  push(batch: PushRequest): PushReply {
    let last = this.lastDeviceSeq.get(batch.deviceId) ?? 0;
    const fresh = (batch.events as unknown as DomainEvent[]).filter((event) => event.deviceSeq > last);
    for (const group of transactions(fresh)) {
      this.#process(group);
      last = group.at(-1)?.deviceSeq ?? last;
    }
    this.lastDeviceSeq.set(batch.deviceId, last);
    this.#deliver();
    return { epoch: this.epoch, lastDeviceSeq: last, head: this.log.length, outcomes: [] };
  }

  #onFrame(subscriber: Subscriber, frame: ClientFrame): void {
    if (!this.#subscribers.has(subscriber)) return;
    if (frame.kind === 'subscribe') {
      subscriber.cursor = frame.cursor;
      subscriber.credit = frame.credit;
    } else if (frame.kind === 'credit') subscriber.credit += frame.pages;
    else if (frame.kind === 'push') {
      const refusal = this.refusals.findIndex((candidate) => candidate.path === '/v1/sync/push');
      if (refusal >= 0) {
        const [{ kind, detail }] = this.refusals.splice(refusal, 1) as [FakeServer['refusals'][number]];
        subscriber.handlers.message(
          JSON.stringify({ kind: 'error', requestId: frame.requestId, error: syncError(kind, 'as the test wants it', detail) }),
        );
      } else {
        const reply = this.push(frame.batch);
        if (this.loseNextPushReply) {
          this.loseNextPushReply = false;
          this.hangUp();
        } else subscriber.handlers.message(JSON.stringify({ kind: 'pushed', requestId: frame.requestId, reply }));
      }
    }
    this.#deliver();
  }

  #deliver(): void {
    for (const subscriber of this.#subscribers) {
      while (subscriber.credit > 0 && subscriber.cursor < this.log.length) {
        const page = this.#page(subscriber.cursor, 500, subscriber.deviceId);
        subscriber.credit -= 1;
        subscriber.cursor = page.to;
        const text = JSON.stringify({ kind: 'page', page });
        queueMicrotask(() => this.#subscribers.has(subscriber) && subscriber.handlers.message(text));
      }
    }
  }

  #page(from: number, limit: number, deviceId: string) {
    const events = this.log.slice(from, from + limit);
    const to = from + events.length;
    const acked = this.log.slice(0, to).filter((event) => event.deviceId === deviceId);
    return {
      epoch: this.epoch,
      from,
      to,
      head: this.log.length,
      events,
      ackedDeviceSeq: Math.max(0, ...acked.map((event) => event.deviceSeq)),
    };
  }

  #process(group: readonly DomainEvent[]): void {
    const first = group[0];
    if (first === undefined) return;
    const role = first.deviceId === SERVER_DEVICE_ID ? 'policy' : (this.#state.get('member', first.actorId)?.state.role ?? 'staff');
    const layer = this.#state.nest();
    const result = processTransaction(
      group,
      layer,
      { actor: { memberId: first.actorId, role, siteId: first.siteId }, firstSeq: this.log.length + 1, detectConflicts: true },
      this.#rulebook,
    );
    layer.commitTo(this.#state);
    for (const { event, outcome, reason, anomalies, submittedData } of result.entries) {
      this.#record(event, outcome, { reason, anomalies, submittedData });
    }
  }

  #record(event: DomainEvent, outcome: RecordedEvent['outcome'], part: Partial<RecordedEvent> = {}): void {
    const body: RecordedEvent = JSON.parse(
      JSON.stringify({
        ...event,
        seq: this.log.length + 1,
        recordedAt: '2026-06-01T08:00:00.000Z',
        outcome,
        reason: null,
        anomalies: [],
        submittedData: null,
        prevHash: this.log.at(-1)?.hash ?? GENESIS_HASH,
        hash: '',
        ...part,
      }),
    );
    this.log.push({ ...body, hash: chainHash(body.prevHash, bodyText(body)) });
  }
}
