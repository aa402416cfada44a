import pg from 'pg';
import { PassingFault } from '../../passing-fault.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

export interface Query {
  /** Statements with a name are prepared once per connection. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export type Row = Record<string, unknown>;
export type Client = pg.PoolClient;

const INT8_OID = 20;
/** A lock name nobody else uses, for making the tables. */
const SCHEMA_LOCK = 7_303_014_771;

/**
 * Every connection says for itself what the product relies on: a commit is on disk when it is answered, nobody holds a lock
 * while thinking, and a process that hangs inside a transaction loses it.
 */
const SESSION = [
  '-c synchronous_commit=on',
  '-c default_transaction_isolation=read\\ committed',
  '-c lock_timeout=10000',
  '-c statement_timeout=60000',
  '-c idle_in_transaction_session_timeout=10000',
].join(' ');

/** The connections of one process. */
export class Connections {
  readonly #pool: pg.Pool;

  constructor(url: string, max = 10) {
    this.#pool = new pg.Pool({ ...connectionOptions(url), max, pipeline: true });
    // A connection that breaks while nobody uses it is replaced; whoever needs one next finds out what is wrong.
    this.#pool.on('error', () => undefined);
  }

  async rows<T extends object = Row>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    try {
      return (await this.#pool.query<T>(text, [...values])).rows;
    } catch (error) {
      throw faultOf(error);
    }
  }

  async first<T extends object = Row>(text: string, values: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.rows<T>(text, values))[0];
  }

  /** Runs a statement. @returns how many rows it changed */
  async run(text: string, values: readonly unknown[] = []): Promise<number> {
    try {
      return (await this.#pool.query(text, [...values])).rowCount ?? 0;
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** Runs `work` on one connection; a connection that failed is thrown away rather than used again. */
  async using<T>(work: (client: Client) => Promise<T>): Promise<T> {
    let client: Client;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw faultOf(error);
    }
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      await leave(client);
      throw faultOf(error);
    }
  }

  /** Runs `work` in a transaction. */
  async transaction<T>(work: (client: Client) => Promise<T>, mode = ''): Promise<T> {
    return this.using(async (client) => {
      await client.query(`BEGIN ${mode}`);
      const result = await work(client);
      await commit(client, []);
      return result;
    });
  }

  /** Makes the tables in an empty database; several processes may try at once. */
  async prepare(): Promise<void> {
    await this.transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('server_facts') IS NOT NULL AS made`);
      if (rows[0]?.made !== true) {
        await client.query(SCHEMA);
        return;
      }
      const found = await client.query<{ value: string }>(`SELECT value FROM server_facts WHERE name = 'schema-version'`);
      const version = Number(found.rows[0]?.value);
      if (version !== SCHEMA_VERSION)
        throw new Error(`its tables have version ${version}, this server knows ${SCHEMA_VERSION}; use the server they were made by`);
    });
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

/** Sends statements in one go and answers their results in order; the first failure is thrown once all have ended. */
export async function pipelined(client: Client, queries: readonly Query[]): Promise<readonly pg.QueryResult<Row>[]> {
  const sent = queries.map(({ values, ...query }) => client.query<Row>(values === undefined ? query : { ...query, values: [...values] }));
  const ended = await Promise.allSettled(sent);
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return ended.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Sends the last statements of a transaction and its COMMIT in one go. */
export async function commit(client: Client, queries: readonly Query[]): Promise<void> {
  const results = await pipelined(client, [...queries, { text: 'COMMIT' }]);
  if (results.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was rolled back');
}

export function connectionOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'muster',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    options: SESSION,
    types: {
      // Sequences and counts are far below 2^53.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8_OID && format !== 'binary' ? Number : (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
    },
  };
}

/** The SQL state of a failure, when the database gave one. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof PassingFault) return sqlState(error.cause);
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** The constraint a statement ran into. */
export function violated(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/** Connection lost, too many connections, full disk, shutdown, deadlock, lock or statement timeout, a standby that only reads. */
const PASSING_STATES = /^(08|53|57P|58|40|55P03|57014|25006|25P03)/;

/** A failure that may be over in a moment is told apart from one that comes again with the same content. */
export function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PassingFault) return error;
  const state = sqlState(error);
  if (state !== undefined) return PASSING_STATES.test(state) ? new PassingFault(error) : error;
  const isNetwork = 'code' in error || /connection|timeout|not queryable|Client was closed|pool after calling end/i.test(error.message);
  return isNetwork ? new PassingFault(error) : error;
}

async function leave(client: Client): Promise<void> {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}
