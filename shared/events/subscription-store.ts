/** The part of a SQL connection that subscriptions need; the core's `SqlDriver` fits. */
export interface SubscriptionDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: (string | number | null)[]): { readonly changes: number };
    get<Row>(...values: (string | number | null)[]): Row | undefined;
    all<Row>(...values: (string | number | null)[]): Row[];
  };
  transaction<T>(work: () => T): T;
}

/** One durable subscription as its row says it. */
export interface SubscriptionRow {
  readonly id: string;
  readonly handler_id: string;
  readonly event_type: string;
  readonly service_name: string;
  readonly created_at: string;
  readonly is_active: number;
  /** Everything up to here has been handled or parked. */
  readonly position: number;
  readonly last_error: string | null;
  /** Failures of the event after `position`. */
  readonly attempts: number;
  /** Not before this instant; null when it may run at once. */
  readonly next_attempt_at: string | null;
  /** Events given up on, in `event_dead_letters`. */
  readonly parked: number;
}

export interface DeadLetterRow {
  readonly id: number;
  readonly subscription_id: string;
  readonly position: number;
  readonly event_id: string;
  readonly event: string;
  readonly attempts: number;
  readonly error: string;
  readonly parked_at: string;
}

/**
 * Rows of subscriptions, whichever database keeps them. An embedded one answers at once, one behind a network does not.
 */
export interface SubscriptionRows {
  /** Takes a subscription for this process alone; null while another one has it. The answer lets go of it again. */
  take(id: string): Awaitable<(() => Awaitable<void>) | null>;
  get(id: string): Awaitable<SubscriptionRow | undefined>;
  ensure(row: NewSubscription): Awaitable<void>;
  advance(id: string, position: number): Awaitable<void>;
  recordFailure(id: string, failure: SubscriptionFailure): Awaitable<void>;
  park(letter: Omit<DeadLetterRow, 'id'>): Awaitable<void>;
  deadLetter(id: number): Awaitable<DeadLetterRow | undefined>;
  removeDeadLetter(letter: DeadLetterRow): Awaitable<void>;
  countFailedAgain(letter: DeadLetterRow, error: string): Awaitable<void>;
}

type Awaitable<T> = T | Promise<T>;

export type NewSubscription = Pick<SubscriptionRow, 'id' | 'handler_id' | 'event_type' | 'service_name' | 'created_at' | 'position'>;

export interface SubscriptionFailure {
  readonly position: number;
  readonly attempts: number;
  readonly error: string;
  readonly nextAttemptAt: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS event_subscriptions (
  id TEXT PRIMARY KEY, handler_id TEXT NOT NULL, event_type TEXT NOT NULL, service_name TEXT NOT NULL, created_at TEXT NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1, position INTEGER NOT NULL, last_error TEXT, attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT, parked INTEGER NOT NULL DEFAULT 0, UNIQUE (handler_id, event_type)
) STRICT;
CREATE TABLE IF NOT EXISTS event_dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT, subscription_id TEXT NOT NULL REFERENCES event_subscriptions (id), position INTEGER NOT NULL,
  event_id TEXT NOT NULL, event TEXT NOT NULL, attempts INTEGER NOT NULL, error TEXT NOT NULL, parked_at TEXT NOT NULL,
  UNIQUE (subscription_id, position)
) STRICT;`;

/** Rows of the subscriptions and of what they gave up on, in SQLite. */
export class SubscriptionStore implements SubscriptionRows {
  readonly #db: SubscriptionDatabase;

  constructor(db: SubscriptionDatabase) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /** The file belongs to this process alone. */
  take(): () => void {
    return () => undefined;
  }

  all(): SubscriptionRow[] {
    return this.#db.prepare('SELECT * FROM event_subscriptions ORDER BY id').all<SubscriptionRow>();
  }

  get(id: string): SubscriptionRow | undefined {
    return this.#db.prepare('SELECT * FROM event_subscriptions WHERE id = ?').get<SubscriptionRow>(id);
  }

  /** Creates the row the first time; afterwards the stored position stays as it is. */
  ensure(row: NewSubscription): void {
    this.#db
      .prepare(
        `INSERT INTO event_subscriptions (id, handler_id, event_type, service_name, created_at, position) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(row.id, row.handler_id, row.event_type, row.service_name, row.created_at, row.position);
  }

  setActive(id: string, active: boolean): void {
    this.#db.prepare('UPDATE event_subscriptions SET is_active = ? WHERE id = ?').run(active ? 1 : 0, id);
  }

  advance(id: string, position: number): void {
    this.#db
      .prepare(
        'UPDATE event_subscriptions SET position = ?, attempts = 0, next_attempt_at = NULL, last_error = NULL WHERE id = ? AND position < ?',
      )
      .run(position, id, position);
  }

  /** Keeps everything before the failing event as done and remembers why it failed. */
  recordFailure(id: string, failure: SubscriptionFailure): void {
    this.#db
      .prepare('UPDATE event_subscriptions SET position = ?, attempts = ?, last_error = ?, next_attempt_at = ? WHERE id = ?')
      .run(failure.position, failure.attempts, failure.error, failure.nextAttemptAt, id);
  }

  /** Puts a poison event aside and moves on, both or neither. */
  park(letter: Omit<DeadLetterRow, 'id'>): void {
    this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO event_dead_letters (subscription_id, position, event_id, event, attempts, error, parked_at)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(letter.subscription_id, letter.position, letter.event_id, letter.event, letter.attempts, letter.error, letter.parked_at);
      this.#db
        .prepare(
          `UPDATE event_subscriptions SET position = ?, attempts = 0, next_attempt_at = NULL, last_error = ?, parked = parked + 1 WHERE id = ?`,
        )
        .run(letter.position, letter.error, letter.subscription_id);
    });
  }

  deadLetters(subscriptionId: string | null): DeadLetterRow[] {
    return subscriptionId === null
      ? this.#db.prepare('SELECT * FROM event_dead_letters ORDER BY id').all<DeadLetterRow>()
      : this.#db.prepare('SELECT * FROM event_dead_letters WHERE subscription_id = ? ORDER BY id').all<DeadLetterRow>(subscriptionId);
  }

  deadLetter(id: number): DeadLetterRow | undefined {
    return this.#db.prepare('SELECT * FROM event_dead_letters WHERE id = ?').get<DeadLetterRow>(id);
  }

  removeDeadLetter(letter: DeadLetterRow): void {
    this.#db.transaction(() => {
      const { changes } = this.#db.prepare('DELETE FROM event_dead_letters WHERE id = ?').run(letter.id);
      if (changes > 0) this.#db.prepare('UPDATE event_subscriptions SET parked = parked - 1 WHERE id = ?').run(letter.subscription_id);
    });
  }

  countFailedAgain(letter: DeadLetterRow, error: string): void {
    this.#db.prepare('UPDATE event_dead_letters SET attempts = attempts + 1, error = ? WHERE id = ?').run(error, letter.id);
  }
}
