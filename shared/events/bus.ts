import { Subject, type Observable, type Subscription } from 'rxjs';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { CAUSATION_LIMIT, CausationLoopError, DuplicateGuard } from './guards.ts';

/** Where an applied event came from. A replay rebuilds state and never triggers an effect. */
export type EventOrigin = 'local' | 'remote' | 'replay';

export interface BusMessage {
  readonly event: DomainEvent;
  readonly origin: EventOrigin;
}

/** `booking.approved`, every event of a noun `booking.*`, or everything `*`. */
export type EventPattern = string;

export interface EventBusOptions {
  /** Told when a handler throws; the other handlers still run. */
  readonly onHandlerError: (error: unknown, message: BusMessage) => void;
}

interface Channels {
  readonly exact: Subject<BusMessage>;
  readonly noun: Subject<BusMessage>;
}

/**
 * The event bus: one Subject per event type, one per noun and one for everything. A publish costs one map look-up
 * however many types are listened to, because the channels of a type are resolved once.
 */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #all = new Subject<BusMessage>();
  readonly #subjects = new Map<EventPattern, Subject<BusMessage>>();
  readonly #channels = new Map<string, Channels>();
  readonly #seen = new DuplicateGuard();
  #nesting = 0;

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /**
   * Hands an applied event to everyone who listens.
   * @returns false for an id that was published before
   * @throws CausationLoopError when the event's chain of causes is too long or handlers publish from handlers without an
   *   end; inside a handler it is reported like any other error of that handler, which cuts the loop
   */
  publish(message: BusMessage): boolean {
    const { event, origin } = message;
    if (event.causationDepth > CAUSATION_LIMIT) throw new CausationLoopError(event.type, event.causationDepth);
    if (this.#nesting > CAUSATION_LIMIT) throw new CausationLoopError(event.type, this.#nesting);
    if (origin !== 'replay' && !this.#seen.admit(event.id)) return false;
    const { exact, noun } = this.#channels.get(event.type) ?? this.#resolve(event.type);
    this.#nesting += 1;
    try {
      // Asking first is cheaper than telling nobody.
      if (exact.observed) exact.next(message);
      if (noun.observed) noun.next(message);
      if (this.#all.observed) this.#all.next(message);
    } finally {
      this.#nesting -= 1;
    }
    return true;
  }

  /** The raw stream of a pattern, replays included, for projections. */
  stream(pattern: EventPattern): Observable<BusMessage> {
    return this.#subject(pattern).asObservable();
  }

  /** Runs a handler for live events only. One that throws is reported and does not hurt the others. */
  onEffect(pattern: EventPattern, handler: (message: BusMessage) => void): Subscription {
    return this.#subject(pattern).subscribe((message) => {
      if (message.origin === 'replay') return;
      try {
        handler(message);
      } catch (error) {
        this.#options.onHandlerError(error, message);
      }
    });
  }

  close(): void {
    this.#all.complete();
    for (const subject of this.#subjects.values()) subject.complete();
  }

  #subject(pattern: EventPattern): Subject<BusMessage> {
    if (pattern === '*') return this.#all;
    let subject = this.#subjects.get(pattern);
    if (subject === undefined) {
      subject = new Subject();
      this.#subjects.set(pattern, subject);
    }
    return subject;
  }

  #resolve(type: string): Channels {
    const noun = type.slice(0, type.indexOf('.'));
    const channels = { exact: this.#subject(type), noun: this.#subject(`${noun}.*`) };
    this.#channels.set(type, channels);
    return channels;
  }
}

/** Whether an event type is meant by a pattern. */
export function matches(pattern: EventPattern, type: string): boolean {
  return pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}
