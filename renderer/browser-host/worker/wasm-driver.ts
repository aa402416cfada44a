import type { BindableValue, Database, PreparedStatement } from '@sqlite.org/sqlite-wasm';
import type { SqlDriver, SqlStatement, SqlValue } from '../../../shared/core/ports.ts';
import { runTransaction } from '../../../shared/core/sql/node-sqlite.ts';

/** A driver over SQLite WASM. Statements are compiled once per text and kept. */
export function wasmDriver(database: Database): SqlDriver {
  const statements = new Map<string, PreparedStatement>();
  const exec = (sql: string): void => void database.exec(sql);
  return {
    exec,
    prepare(sql) {
      let raw = statements.get(sql);
      if (raw === undefined) {
        raw = database.prepare(sql);
        statements.set(sql, raw);
      }
      return statementOf(database, raw);
    },
    transaction: (work) => runTransaction(exec, work),
    close() {
      for (const statement of statements.values()) statement.finalize();
      statements.clear();
      database.close();
    },
  };
}

function statementOf(database: Database, raw: PreparedStatement): SqlStatement {
  const bind = (values: readonly SqlValue[]): void => {
    if (values.length > 0) raw.bind(values satisfies readonly BindableValue[]);
  };
  return {
    run(...values) {
      try {
        bind(values);
        while (raw.step());
        return { changes: Number(database.changes()) };
      } finally {
        raw.reset(true);
      }
    },
    get<Row>(...values: SqlValue[]) {
      try {
        bind(values);
        // Rows are typed by the query that asks; SQLite columns are STRICT.
        return raw.step() ? (raw.get({}) as Row) : undefined;
      } finally {
        raw.reset(true);
      }
    },
    all<Row>(...values: SqlValue[]) {
      try {
        bind(values);
        const rows: Row[] = [];
        while (raw.step()) rows.push(raw.get({}) as Row);
        return rows;
      } finally {
        raw.reset(true);
      }
    },
  };
}
