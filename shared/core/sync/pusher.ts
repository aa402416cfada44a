import { LIMITS, pushReplySchema, RULES_VERSION, type PushReply, type PushRequest } from '../../sync/wire.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import type { LocalData } from '../local-data.ts';
import { entityName, type EntityName } from '../overlay.ts';
import { NetworkFault } from '../ports.ts';
import { SyncFailure } from './api.ts';
import { nextBatch } from './batch.ts';
import { MalformedError } from './parse-page.ts';

export interface PusherOptions {
  readonly data: LocalData;
  readonly send: (batch: PushRequest) => Promise<unknown>;
  readonly clockOffsetMs: () => number | null;
}

/** What came of emptying the queue. */
export type PushVerdict =
  | { readonly kind: 'done'; readonly sent: number }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Repeated failure made the batch as small as a transaction and it still does not pass. */
  | { readonly kind: 'stuck'; readonly error: SyncFailure };

const HALVE_AFTER = 3;

/** Sends the queue, one batch in flight. A batch that keeps failing is halved down to one transaction. */
export class Pusher {
  readonly #options: PusherOptions;
  #sentUpTo = 0;
  #limit: number = LIMITS.batchEvents;
  #failures = 0;
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
        const reply = await this.#send(batch);
        this.#confirm(reply, batch);
        sent += batch.length;
        this.#failures = 0;
        this.#limit = Math.min(LIMITS.batchEvents, this.#limit * 2);
      } catch (error) {
        const verdict = this.#failed(error, batch);
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

  async #send(batch: readonly DomainEvent[]): Promise<PushReply> {
    const { data, clockOffsetMs, send } = this.#options;
    const reply = pushReplySchema.safeParse(
      await send({
        epoch: data.meta.text('epoch') ?? '',
        deviceId: data.deviceId,
        firstDeviceSeq: batch[0]?.deviceSeq ?? 1,
        // The envelope of an event of ours is what the wire schema describes; its lists are only read.
        events: batch as unknown as PushRequest['events'],
        clockOffsetMs: clockOffsetMs(),
        rulesVersion: RULES_VERSION,
      }),
    );
    if (!reply.success) throw new MalformedError(`push reply: ${reply.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
    return reply.data;
  }

  /** The answer shows "sent"; only the pulled log settles anything. */
  #confirm(reply: PushReply, batch: readonly DomainEvent[]): void {
    const { data } = this.#options;
    this.#sentUpTo = Math.max(this.#sentUpTo, batch.at(-1)?.deviceSeq ?? 0);
    data.write(() => {
      if (data.own.markSent(reply.lastDeviceSeq) === 0) return;
      data.view.refresh(new Set<EntityName>(batch.map((event) => entityName(event.aggregateType, event.aggregateId))));
    });
  }

  /** Null to try again at once with a smaller batch. */
  #failed(error: unknown, batch: readonly DomainEvent[]): PushVerdict | null {
    const kind = error instanceof SyncFailure ? error.error.kind : null;
    if (error instanceof NetworkFault || kind === null) return { kind: 'failed', error };
    const size = kind === 'TOO_LARGE';
    if (!size && kind !== 'UNAVAILABLE' && kind !== 'INVALID') return { kind: 'failed', error };
    this.#failures += 1;
    if (!size && kind !== 'INVALID' && this.#failures < HALVE_AFTER) return { kind: 'failed', error };
    this.#failures = 0;
    const oneTransaction = batch.length === (batch[0]?.txnSize ?? 1);
    if (oneTransaction) return error instanceof SyncFailure ? { kind: 'stuck', error } : { kind: 'failed', error };
    this.#limit = Math.max(1, Math.floor(batch.length / 2));
    return null;
  }
}
