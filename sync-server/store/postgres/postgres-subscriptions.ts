import type {
  DeadLetterRow,
  NewSubscription,
  SubscriptionFailure,
  SubscriptionRow,
  SubscriptionRows,
} from '../../../shared/events/subscription-store.ts';
import type { Connections } from './connection.ts';

/** Durable subscriptions of one organization; positions are sequences of its log. */
export class PostgresSubscriptions implements SubscriptionRows {
  readonly #db: Connections;
  readonly #organizationNo: number;

  constructor(db: Connections, organizationNo: number) {
    this.#db = db;
    this.#organizationNo = organizationNo;
  }

  /** A lock of the connection: the database gives it back when this process ends, however it ends. */
  take(id: string): Promise<(() => Promise<void>) | null> {
    const lock = [this.#organizationNo, id] as const;
    return new Promise((resolve, reject) => {
      const held = this.#db.using(async (client) => {
        const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [...lock]);
        if (rows[0]?.taken !== true) {
          resolve(null);
          return;
        }
        await new Promise<void>((letGo) => {
          resolve(async () => {
            letGo();
            await held;
          });
        });
        await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [...lock]);
      });
      held.catch(reject);
    });
  }

  get(id: string): Promise<SubscriptionRow | undefined> {
    return this.#db.first<SubscriptionRow>(
      `SELECT id, handler_id, event_type, service_name, created_at, is_active::integer AS is_active, position, last_error, attempts,
         next_attempt_at, parked FROM event_subscriptions WHERE organization_no = $1 AND id = $2`,
      [this.#organizationNo, id],
    );
  }

  async ensure(row: NewSubscription): Promise<void> {
    await this.#db.run(
      `INSERT INTO event_subscriptions (organization_no, id, handler_id, event_type, service_name, created_at, position)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [this.#organizationNo, row.id, row.handler_id, row.event_type, row.service_name, row.created_at, row.position],
    );
  }

  async advance(id: string, position: number): Promise<void> {
    await this.#db.run(
      `UPDATE event_subscriptions SET position = $3, attempts = 0, next_attempt_at = NULL, last_error = NULL
       WHERE organization_no = $1 AND id = $2 AND position < $3`,
      [this.#organizationNo, id, position],
    );
  }

  async recordFailure(id: string, failure: SubscriptionFailure): Promise<void> {
    await this.#db.run(
      `UPDATE event_subscriptions SET position = $3, attempts = $4, last_error = $5, next_attempt_at = $6
       WHERE organization_no = $1 AND id = $2`,
      [this.#organizationNo, id, failure.position, failure.attempts, failure.error, failure.nextAttemptAt],
    );
  }

  async park(letter: Omit<DeadLetterRow, 'id'>): Promise<void> {
    await this.#db.transaction(async (client) => {
      await client.query(
        `INSERT INTO event_dead_letters (organization_no, subscription_id, position, event_id, event, attempts, error, parked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
        [
          this.#organizationNo,
          letter.subscription_id,
          letter.position,
          letter.event_id,
          letter.event,
          letter.attempts,
          letter.error,
          letter.parked_at,
        ],
      );
      await client.query(
        `UPDATE event_subscriptions SET position = $3, attempts = 0, next_attempt_at = NULL, last_error = $4, parked = parked + 1
         WHERE organization_no = $1 AND id = $2`,
        [this.#organizationNo, letter.subscription_id, letter.position, letter.error],
      );
    });
  }

  deadLetter(id: number): Promise<DeadLetterRow | undefined> {
    return this.#db.first<DeadLetterRow>(
      `SELECT id, subscription_id, position, event_id, event, attempts, error, parked_at FROM event_dead_letters
       WHERE organization_no = $1 AND id = $2`,
      [this.#organizationNo, id],
    );
  }

  async removeDeadLetter(letter: DeadLetterRow): Promise<void> {
    await this.#db.transaction(async (client) => {
      const { rowCount } = await client.query('DELETE FROM event_dead_letters WHERE organization_no = $1 AND id = $2', [
        this.#organizationNo,
        letter.id,
      ]);
      if (rowCount === 1) {
        await client.query('UPDATE event_subscriptions SET parked = parked - 1 WHERE organization_no = $1 AND id = $2', [
          this.#organizationNo,
          letter.subscription_id,
        ]);
      }
    });
  }

  async countFailedAgain(letter: DeadLetterRow, error: string): Promise<void> {
    await this.#db.run('UPDATE event_dead_letters SET attempts = attempts + 1, error = $3 WHERE organization_no = $1 AND id = $2', [
      this.#organizationNo,
      letter.id,
      error,
    ]);
  }
}
