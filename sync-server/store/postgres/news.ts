import pg from 'pg';
import { connectionOptions } from './connection.ts';

const CHANNEL = 'muster_head';
const RECONNECT_MS = 1000;

export interface NewsOptions {
  readonly url: string;
  readonly pollMs: number;
  /** Somebody says that a log has come to a head. */
  readonly onHint: (organizationNo: number, head: number) => void;
  /** Time to look, whatever was said or not. */
  readonly onPoll: () => Promise<void>;
  readonly onLost: (error: Error) => void;
}

/**
 * Hints between processes: a commit tells the new head, and every process looks at least once a second anyway. A hint that
 * gets lost, or a line that is down, only delays.
 */
export class News {
  readonly #options: NewsOptions;
  #client: pg.Client | undefined;
  readonly #waiting = new Map<number, number>();
  #sending = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #polling: Promise<void> = Promise.resolve();

  constructor(options: NewsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#connect();
    this.#plan();
  }

  /** Tells the others where a log stands now; what comes meanwhile goes out as one. */
  tell(organizationNo: number, head: number): void {
    this.#waiting.set(organizationNo, head);
    if (!this.#sending) void this.#send();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    await this.#polling;
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #plan(): void {
    this.#timer = setTimeout(() => {
      this.#polling = this.#options
        .onPoll()
        .catch((error: unknown) => this.#options.onLost(error instanceof Error ? error : new Error(String(error))))
        .then(() => {
          if (!this.#closed) this.#plan();
        });
    }, this.#options.pollMs);
    this.#timer.unref();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#waiting.size > 0 && this.#client !== undefined) {
        const [next] = this.#waiting;
        if (next === undefined) break;
        this.#waiting.delete(next[0]);
        await this.#client.query('SELECT pg_notify($1, $2)', [CHANNEL, next.join(':')]);
      }
    } catch {
      // The others will see it at their next look.
    } finally {
      this.#waiting.clear();
      this.#sending = false;
    }
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(connectionOptions(this.#options.url));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the line to the database ended')));
    let own: number | undefined;
    client.on('notification', ({ payload, processId }) => {
      // What this process did it knows.
      if (processId === own) return;
      const [organizationNo = Number.NaN, head = Number.NaN] = (payload ?? '').split(':').map(Number);
      if (Number.isInteger(organizationNo) && Number.isInteger(head)) this.#options.onHint(organizationNo, head);
    });
    try {
      await client.connect();
      own = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
      await client.query(`LISTEN ${CHANNEL}`);
      this.#client = client;
    } catch (error) {
      this.#lost(client, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Opens another line after a while; until then only the polls tell. */
  #lost(client: pg.Client, error: Error): void {
    if (this.#client === client) this.#client = undefined;
    if (this.#closed || this.#client !== undefined || this.#retry !== undefined) return;
    this.#options.onLost(error);
    client.end().catch(() => undefined);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, RECONNECT_MS);
    this.#retry.unref();
  }
}
