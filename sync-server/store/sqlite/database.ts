import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { nodeSqliteDriver } from '../../../shared/core/sql/node-sqlite.ts';
import type { SqlDriver } from '../../../shared/core/ports.ts';
import { SCHEMA } from './schema.ts';

/** An open SQLite database, as far as the server uses it. */
export type SqliteHandle = Pick<DatabaseSync, 'exec' | 'prepare' | 'isOpen' | 'isTransaction' | 'close'>;

/**
 * The server's one SQLite connection. FULL sync: an answer is given only for what survives a power cut. The WAL may grow
 * to 64 MB before it is copied back, which keeps the copying out of most commits; pages of 8 KB halve the work of writing
 * a commit of a hundred events.
 */
export class Database {
  /** The same connection as shared code sees it; its transactions are this one's. */
  readonly driver: SqlDriver;
  readonly #db: SqliteHandle;
  #inTransaction = false;

  /** @param file a path, or a database that is open already */
  constructor(file: string | SqliteHandle) {
    this.#db = typeof file === 'string' ? new DatabaseSync(file, { enableForeignKeyConstraints: true }) : file;
    this.#db.exec(
      `PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; PRAGMA busy_timeout = 5000;
       PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;`,
    );
    this.#db.exec(SCHEMA);
    this.driver = { ...nodeSqliteDriver(this.#db), transaction: (work) => this.transaction(work), close: () => this.close() };
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; any throw rolls back and is rethrown. Inside a transaction it joins it. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  close(): void {
    if (!this.#db.isOpen) return;
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }
}

export type { StatementSync };
