import type { DomainEvent } from '../domain/kernel/event.ts';
import { guardCausation } from './guards.ts';
import { matches, type EventPattern } from './bus.ts';
import type { DeadLetterRow, NewSubscription, SubscriptionRow, SubscriptionRows } from './subscription-store.ts';

export interface LoggedEvent {
  /** Its place in the log that the reader reads. */
  readonly position: number;
  readonly event: DomainEvent;
}

export interface LogRequest {
  readonly after: number;
  readonly limit: number;
  readonly pattern: EventPattern;
}

export interface LogStretch {
  readonly events: readonly LoggedEvent[];
  /** Everything up to here is covered by `events`. */
  readonly to: number;
}

/** Reads the log after a position, ascending. It may leave out types that the pattern does not mean. */
export type LogReader = (request: LogRequest) => LogStretch;

export interface Delivery {
  /** The same for every attempt at the same event: the idempotency key of whatever the handler does. */
  readonly key: string;
  readonly attempt: number;
}

/** A handler that must see every event of its type at least once, across restarts. */
export interface DurableHandler {
  readonly handlerId: string;
  readonly eventType: EventPattern;
  readonly serviceName: string;
  /** May run more than once for an event; its output has to be idempotent by `delivery.key`. */
  readonly handle: (event: DomainEvent, delivery: Delivery) => void | Promise<void>;
}

export interface SubscriptionOptions<Rows extends SubscriptionRows> {
  readonly rows: Rows;
  readonly readLog: (request: LogRequest) => LogStretch | Promise<LogStretch>;
  readonly nowMs: () => number;
  /** Failures of one event before it is put aside. */
  readonly maxAttempts?: number;
  readonly batch?: number;
}

export interface RunReport {
  readonly handled: number;
  readonly failed: number;
  readonly parked: number;
  /** When the earliest postponed subscription may run again; null when none waits. */
  readonly nextAttemptAt: string | null;
}

/**
 * Durable subscriptions: a row each, run at least once, retried with backoff, then the poison event is put aside so that
 * the rest goes on. Each subscription stands alone: a failing one holds up no other.
 */
export class Subscriptions<Rows extends SubscriptionRows = SubscriptionRows> {
  readonly store: Rows;
  readonly #options: SubscriptionOptions<Rows>;
  readonly #handlers = new Map<string, DurableHandler>();
  /** Rows that are not there yet. */
  readonly #missing = new Map<string, NewSubscription>();
  #running: Promise<RunReport> | null = null;

  constructor(options: SubscriptionOptions<Rows>) {
    this.#options = options;
    this.store = options.rows;
  }

  /**
   * Adds a handler. Its row is created once, by the first run, at `startAt`; later registrations go on where the row stands.
   * @returns the subscription's id
   */
  register(handler: DurableHandler, startAt: number): string {
    const id = `${handler.handlerId}:${handler.eventType}`;
    if (this.#handlers.has(id)) throw new Error(`two handlers for subscription ${id}`);
    this.#handlers.set(id, handler);
    this.#missing.set(id, {
      id,
      handler_id: handler.handlerId,
      event_type: handler.eventType,
      service_name: handler.serviceName,
      created_at: this.#instant(0),
      position: startAt,
    });
    return id;
  }

  /** Runs every subscription that is due to the end of the log. Calls at the same time share one run. */
  run(): Promise<RunReport> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Hands a parked event to its handler again; it leaves the dead letters when that succeeds. */
  async retry(deadLetterId: number): Promise<boolean> {
    const letter = await this.store.deadLetter(deadLetterId);
    const handler = letter === undefined ? undefined : this.#handlers.get(letter.subscription_id);
    if (letter === undefined || handler === undefined) return false;
    const error = await this.#attempt(handler, letter.subscription_id, parseLetter(letter), letter.attempts + 1);
    if (error === null) await this.store.removeDeadLetter(letter);
    else await this.store.countFailedAgain(letter, error);
    return error === null;
  }

  async #runAll(): Promise<RunReport> {
    let report: RunReport = { handled: 0, failed: 0, parked: 0, nextAttemptAt: null };
    for (const [id, row] of this.#missing) {
      await this.store.ensure(row);
      this.#missing.delete(id);
    }
    for (const [id, handler] of this.#handlers) {
      const letGo = await this.store.take(id);
      if (letGo === null) continue;
      try {
        report = await this.#runOne(id, handler, report);
      } finally {
        await letGo();
      }
    }
    return report;
  }

  async #runOne(id: string, handler: DurableHandler, before: RunReport): Promise<RunReport> {
    let report = before;
    for (;;) {
      const row = await this.store.get(id);
      if (row === undefined || row.is_active !== 1) return report;
      if (row.next_attempt_at !== null && row.next_attempt_at > this.#instant(0)) {
        return { ...report, nextAttemptAt: earlier(report.nextAttemptAt, row.next_attempt_at) };
      }
      const step = await this.#runBatch(row, handler);
      report = {
        handled: report.handled + step.handled,
        failed: report.failed + step.failed,
        parked: report.parked + step.parked,
        nextAttemptAt: report.nextAttemptAt,
      };
      if (!step.more) return report;
    }
  }

  async #runBatch(
    row: SubscriptionRow,
    handler: DurableHandler,
  ): Promise<{ handled: number; failed: number; parked: number; more: boolean }> {
    const { events, to } = await this.#options.readLog({ after: row.position, limit: this.#options.batch ?? 200, pattern: row.event_type });
    let handled = 0;
    let done = row.position;
    for (const { position, event } of events) {
      if (matches(row.event_type, event.type)) {
        const attempt = handled === 0 ? row.attempts + 1 : 1;
        const error = await this.#attempt(handler, row.id, event, attempt);
        if (error !== null) return { ...(await this.#failed(row.id, done, position, event, attempt, error)), handled };
        handled += 1;
      }
      done = position;
    }
    if (to > row.position) await this.store.advance(row.id, to);
    return { handled, failed: 0, parked: 0, more: to > row.position };
  }

  async #failed(
    id: string,
    done: number,
    position: number,
    event: DomainEvent,
    attempts: number,
    error: string,
  ): Promise<{ failed: number; parked: number; more: boolean }> {
    const hopeless = !guardCausation(event).ok;
    if (hopeless || attempts >= (this.#options.maxAttempts ?? 5)) {
      await this.store.park({
        subscription_id: id,
        position,
        event_id: event.id,
        event: JSON.stringify(event),
        attempts,
        error,
        parked_at: this.#instant(0),
      });
      return { failed: 0, parked: 1, more: true };
    }
    await this.store.recordFailure(id, { position: done, attempts, error, nextAttemptAt: this.#instant(backoffMs(attempts)) });
    return { failed: 1, parked: 0, more: true };
  }

  async #attempt(handler: DurableHandler, id: string, event: DomainEvent, attempt: number): Promise<string | null> {
    const admitted = guardCausation(event);
    if (!admitted.ok) return admitted.error.message;
    try {
      await handler.handle(event, { key: `${id}:${event.id}`, attempt });
      return null;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : String(error).slice(0, 2000);
    }
  }

  #instant(aheadMs: number): string {
    return new Date(this.#options.nowMs() + aheadMs).toISOString();
  }
}

/** 1 s, 4 s, 16 s, 64 s … at most ten minutes. */
export function backoffMs(attempts: number): number {
  return Math.min(600_000, 1000 * 4 ** (attempts - 1));
}

function earlier(a: string | null, b: string): string {
  return a === null || b < a ? b : a;
}

function parseLetter(letter: DeadLetterRow): DomainEvent {
  return JSON.parse(letter.event) as DomainEvent;
}
