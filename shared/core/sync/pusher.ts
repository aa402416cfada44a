import { LIMITS, pushReplySchema, RULES_VERSION, type PushReply, type PushRequest, type SyncError } from '../../sync/wire.ts';
import type { SetAsideRequest } from '../../sync/set-aside.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import type { LocalData } from '../local-data.ts';
import { entityName, type EntityName } from '../overlay.ts';
import { localError, SyncFailure } from './api.ts';
import { nextBatch, utf8Length } from './batch.ts';
import { MalformedError } from './parse-page.ts';

export interface PusherOptions {
  readonly data: LocalData;
  readonly send: (batch: PushRequest) => Promise<unknown>;
  readonly setAside: (request: SetAsideRequest) => Promise<unknown>;
  readonly clockOffsetMs: () => number | null;
  /** A transaction was set aside because the server refused it by itself. */
  readonly onSetAside: (events: readonly DomainEvent[], error: SyncError) => void;
}

/** What came of emptying the queue. */
export type PushVerdict =
  | { readonly kind: 'done'; readonly sent: number }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The server takes neither a transaction nor the word that it is set aside. */
  | { readonly kind: 'stuck'; readonly error: SyncFailure };

/** So many refusals in a row before a size or a failing server counts as the content's fault. */
const PATIENCE = 3;
/** What only the content itself can be blamed for; the server can log such a transaction whole. */
const UNREADABLE = /^events\.\d+\.(?:type|version|kind|aggregateType|data)(?:\.|$)/;

/**
 * Sends the queue, one batch in flight. A batch that is refused for what is in it is halved down to one transaction, and
 * that one is set aside: its numbers are answered, its content stays here, and what stands behind it flows (sync.md 7.3).
 */
export class Pusher {
  readonly #options: PusherOptions;
  #sentUpTo = 0;
  #limit: number = LIMITS.batchEvents;
  /** Refusals in a row of the batch at the head of the queue. */
  #refusals = 0;
  /** Somewhere up to this number stands what a larger batch was refused for; 0 while nothing is suspected. */
  #suspectUpTo = 0;
  #running: Promise<PushVerdict> | null = null;

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The server's own count of what it has: sending goes on from there. */
  resumeAfter(deviceSeq: number): void {
    this.#sentUpTo = deviceSeq;
  }

  /** Sends everything that waits. Calls at the same time share one run. */
  drain(): Promise<PushVerdict> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(): Promise<PushVerdict> {
    let sent = 0;
    for (;;) {
      const batch = this.#next();
      if (batch.length === 0) return { kind: 'done', sent };
      try {
        await this.#deliver(batch);
        sent += batch.length;
        this.#succeeded();
      } catch (error) {
        const verdict = await this.#failed(error, batch);
        if (verdict !== null) return verdict;
      }
    }
  }

  #next(): readonly DomainEvent[] {
    const { own } = this.#options.data;
    return nextBatch(own.pendingEvents(this.#sentUpTo, this.#limit + LIMITS.transactionEvents), {
      events: this.#limit,
      bytes: LIMITS.batchBytes - 4096,
    });
  }

  async #deliver(batch: readonly DomainEvent[]): Promise<void> {
    const { data } = this.#options;
    // A person tried it again under other numbers, or gave it up: offered once more, it must not happen after all.
    if (batch.some((event) => data.setAside.isSettled(event.txnId)))
      throw new SyncFailure(localError('INVALID', 'withdrawn by its author'));
    const request = this.#request(batch);
    // A frame beyond the limit ends the line instead of being answered.
    if (isSingle(batch) && utf8Length(JSON.stringify(request)) > LIMITS.batchBytes) {
      throw new SyncFailure(localError('TOO_LARGE', `A transaction may hold ${LIMITS.batchBytes} bytes.`));
    }
    this.#confirm(await this.#options.send(request), batch);
  }

  #request(batch: readonly DomainEvent[]): PushRequest {
    const { data, clockOffsetMs } = this.#options;
    return {
      epoch: data.meta.text('epoch') ?? '',
      deviceId: data.deviceId,
      firstDeviceSeq: batch[0]?.deviceSeq ?? 1,
      // The envelope of an event of ours is what the wire schema describes; its lists are only read.
      events: batch as unknown as PushRequest['events'],
      clockOffsetMs: clockOffsetMs(),
      rulesVersion: RULES_VERSION,
    };
  }

  /** The answer shows "sent"; only the pulled log settles anything. */
  #confirm(answer: unknown, batch: readonly DomainEvent[]): void {
    const { data } = this.#options;
    const reply = pushReplySchema.safeParse(answer);
    if (!reply.success) throw new MalformedError(`push reply: ${reply.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
    const { lastDeviceSeq }: PushReply = reply.data;
    this.#sentUpTo = Math.max(this.#sentUpTo, batch.at(-1)?.deviceSeq ?? 0);
    data.write(() => {
      if (data.own.markSent(lastDeviceSeq) === 0) return;
      data.view.refresh(new Set<EntityName>(batch.map((event) => entityName(event.aggregateType, event.aggregateId))));
    });
  }

  #succeeded(): void {
    this.#refusals = 0;
    if (this.#sentUpTo >= this.#suspectUpTo) this.#suspectUpTo = 0;
    if (this.#suspectUpTo === 0) this.#limit = Math.min(LIMITS.batchEvents, this.#limit * 2);
  }

  /** Null to go on at once: with a smaller batch, or behind what was set aside. */
  async #failed(error: unknown, batch: readonly DomainEvent[]): Promise<PushVerdict | null> {
    if (!(error instanceof SyncFailure) || !isAboutContent(error.error)) return { kind: 'failed', error };
    const { kind } = error.error;
    this.#refusals += 1;
    if (!isSingle(batch)) {
      if (kind === 'UNAVAILABLE' && this.#suspectUpTo === 0 && this.#refusals < PATIENCE) return { kind: 'failed', error };
      this.#suspectUpTo = Math.max(this.#suspectUpTo, batch.at(-1)?.deviceSeq ?? 0);
      this.#limit = Math.max(1, Math.floor(batch.length / 2));
      this.#refusals = 0;
      return null;
    }
    if (kind === 'UNAVAILABLE' && this.#refusals < PATIENCE) return { kind: 'failed', error };
    if (kind === 'TOO_LARGE' && this.#refusals < PATIENCE) return null;
    return this.#park(batch, error);
  }

  async #park(batch: readonly DomainEvent[], refusal: SyncFailure): Promise<PushVerdict | null> {
    const { send, setAside, onSetAside } = this.#options;
    const ways: (() => Promise<unknown>)[] = [() => setAside(this.#setAsideRequest(batch, refusal.error))];
    // With its content it can be read by whoever runs the server; without it, it is at least out of the way.
    if (UNREADABLE.test(refusal.error.field ?? '')) ways.unshift(() => send({ ...this.#request(batch), setAside: true }));
    for (const way of ways) {
      try {
        this.#confirm(await way(), batch);
        this.#suspectUpTo = 0;
        this.#succeeded();
        onSetAside(batch, refusal.error);
        return null;
      } catch (error) {
        if (!(error instanceof SyncFailure) || !(isAboutContent(error.error) || error.error.kind === 'NOT_FOUND')) {
          return { kind: 'failed', error };
        }
      }
    }
    return { kind: 'stuck', error: refusal };
  }

  #setAsideRequest(batch: readonly DomainEvent[], { kind, field, message }: SyncError): SetAsideRequest {
    const { data } = this.#options;
    return {
      epoch: data.meta.text('epoch') ?? '',
      deviceId: data.deviceId,
      firstDeviceSeq: batch[0]?.deviceSeq ?? 1,
      txnId: batch[0]?.txnId ?? '',
      refusal: { kind, field: field?.slice(0, 400) ?? null, message: message.slice(0, 400) },
      events: batch.map((event) => {
        const text = JSON.stringify(event);
        return {
          id: event.id,
          type: event.type.slice(0, 200),
          version: event.version,
          kind: event.kind,
          aggregateType: event.aggregateType,
          aggregateId: event.aggregateId,
          occurredAt: event.occurredAt.slice(0, 64),
          bytes: utf8Length(text),
          sha256: data.sha(text),
        };
      }),
    };
  }
}

const isSingle = (batch: readonly DomainEvent[]): boolean => batch.length === (batch[0]?.txnSize ?? 1);

/** Whether a refusal may be the fault of what was sent. Who may send at all, and when, is another question. */
function isAboutContent({ kind, field }: SyncError): boolean {
  if (kind === 'FORBIDDEN') return field?.startsWith('events.') === true;
  return kind === 'INVALID' || kind === 'TOO_LARGE' || kind === 'UNAVAILABLE';
}
