import type { SqlDriver, SqlStatement, SqlValue } from '../ports.ts';

/** The part of `node:sqlite`'s `DatabaseSync` that is used; no import, so that the core stays free of Node. */
export interface DatabaseSyncLike {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: SqlValue[]): { readonly changes: number | bigint };
    get(...values: SqlValue[]): unknown;
    all(...values: SqlValue[]): unknown[];
  };
  close(): void;
}

/** A driver over `node:sqlite`. Statements are compiled once per text and kept. */
export function nodeSqliteDriver(database: DatabaseSyncLike): SqlDriver {
  const statements = new Map<string, SqlStatement>();
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      let statement = statements.get(sql);
      if (statement === undefined) {
        const raw = database.prepare(sql);
        statement = {
          run: (...values) => ({ changes: Number(raw.run(...values).changes) }),
          // Rows are typed by the query that asks; SQLite columns are STRICT.
          get: <Row>(...values: SqlValue[]) => raw.get(...values) as Row | undefined,
          all: <Row>(...values: SqlValue[]) => raw.all(...values) as Row[],
        };
        statements.set(sql, statement);
      }
      return statement;
    },
    transaction: (work) => runTransaction((sql) => database.exec(sql), work),
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

/** BEGIN IMMEDIATE … COMMIT, or ROLLBACK and the error. Shared by every driver. */
export function runTransaction<T>(exec: (sql: string) => void, work: () => T): T {
  exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    exec('COMMIT');
    return result;
  } catch (error) {
    try {
      exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself (full disk, I/O error); the first error is the one that matters.
    }
    throw error;
  }
}
