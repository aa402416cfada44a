import type { DomainEvent } from '../domain/kernel/event.ts';
import { guardCausation } from './guards.ts';
import { matches, type EventPattern } from './bus.ts';
import { SubscriptionStore, type DeadLetterRow, type SubscriptionDatabase, type SubscriptionRow } from './subscription-store.ts';

export interface LoggedEvent {
  /** Its place in the log that the reader reads. */
  readonly position: number;
  readonly event: DomainEvent;
}

/** Reads the log after a position, ascending. It may leave out types that the pattern does not mean. */
export type LogReader = (request: { readonly after: number; readonly limit: number; readonly pattern: EventPattern }) => {
  readonly events: readonly LoggedEvent[];
  /** Everything up to here is covered by `events`. */
  readonly to: number;
};

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

export interface SubscriptionOptions {
  readonly db: SubscriptionDatabase;
  readonly readLog: LogReader;
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
export class Subscriptions {
  readonly store: SubscriptionStore;
  readonly #options: SubscriptionOptions;
  readonly #handlers = new Map<string, DurableHandler>();
  #running: Promise<RunReport> | null = null;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.store = new SubscriptionStore(options.db);
  }

  /**
   * Adds a handler. Its row is created once, at `startAt`; later registrations go on where the row stands.
   * @returns the subscription's id
   */
  register(handler: DurableHandler, startAt: number): string {
    const id = `${handler.handlerId}:${handler.eventType}`;
    if (this.#handlers.has(id)) throw new Error(`two handlers for subscription ${id}`);
    this.#handlers.set(id, handler);
    this.store.ensure({
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
    const letter = this.store.deadLetter(deadLetterId);
    const handler = letter === undefined ? undefined : this.#handlers.get(letter.subscription_id);
    if (letter === undefined || handler === undefined) return false;
    const error = await this.#attempt(handler, letter.subscription_id, parseLetter(letter), letter.attempts + 1);
    if (error === null) this.store.removeDeadLetter(letter);
    else this.store.countFailedAgain(letter, error);
    return error === null;
  }

  async #runAll(): Promise<RunReport> {
    let report: RunReport = { handled: 0, failed: 0, parked: 0, nextAttemptAt: null };
    for (const [id, handler] of this.#handlers) {
      let more = true;
      while (more) {
        const row = this.store.get(id);
        if (row === undefined || row.is_active !== 1) break;
        if (row.next_attempt_at !== null && row.next_attempt_at > this.#instant(0)) {
          report = { ...report, nextAttemptAt: earlier(report.nextAttemptAt, row.next_attempt_at) };
          break;
        }
        const step = await this.#runBatch(row, handler);
        report = {
          handled: report.handled + step.handled,
          failed: report.failed + step.failed,
          parked: report.parked + step.parked,
          nextAttemptAt: report.nextAttemptAt,
        };
        more = step.more;
      }
    }
    return report;
  }

  async #runBatch(
    row: SubscriptionRow,
    handler: DurableHandler,
  ): Promise<{ handled: number; failed: number; parked: number; more: boolean }> {
    const { events, to } = this.#options.readLog({ after: row.position, limit: this.#options.batch ?? 200, pattern: row.event_type });
    let handled = 0;
    let done = row.position;
    for (const { position, event } of events) {
      if (matches(row.event_type, event.type)) {
        const attempt = handled === 0 ? row.attempts + 1 : 1;
        const error = await this.#attempt(handler, row.id, event, attempt);
        if (error !== null) return { ...this.#failed(row.id, done, position, event, attempt, error), handled };
        handled += 1;
      }
      done = position;
    }
    if (to > row.position) this.store.advance(row.id, to);
    return { handled, failed: 0, parked: 0, more: to > row.position };
  }

  #failed(
    id: string,
    done: number,
    position: number,
    event: DomainEvent,
    attempts: number,
    error: string,
  ): { failed: number; parked: number; more: boolean } {
    const hopeless = !guardCausation(event).ok;
    if (hopeless || attempts >= (this.#options.maxAttempts ?? 5)) {
      this.store.park({
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
    this.store.recordFailure(id, { position: done, attempts, error, nextAttemptAt: this.#instant(backoffMs(attempts)) });
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
