import type { SqlDriver } from '../../../shared/core/ports.ts';

/** What the core relies on, checked against any driver: `node:sqlite` in Node, SQLite WASM in a real browser. */
export const DRIVER_CONTRACT: Readonly<Record<string, (driver: SqlDriver) => void>> = {
  'values come back as they went in': (driver) => {
    driver.exec('CREATE TABLE kinds (id INTEGER PRIMARY KEY, n INTEGER, r REAL, t TEXT, b BLOB) STRICT');
    const put = driver.prepare('INSERT INTO kinds (n, r, t, b) VALUES (?, ?, ?, ?)');
    put.run(Number.MAX_SAFE_INTEGER, 0.1, 'žluť 🥤 \u0000 end', new Uint8Array([0, 1, 255]));
    put.run(null, null, null, null);
    const rows = driver.prepare('SELECT n, r, t, b FROM kinds ORDER BY id').all<{ n: number; r: number; t: string; b: Uint8Array }>();
    const [full, empty] = rows;
    same(full?.n, Number.MAX_SAFE_INTEGER);
    same(full?.r, 0.1);
    same(full?.t, 'žluť 🥤 \u0000 end');
    same([...(full?.b ?? [])].join(), '0,1,255');
    same(JSON.stringify(empty), '{"n":null,"r":null,"t":null,"b":null}');
  },
  'a query without rows answers nothing': (driver) => {
    driver.exec('CREATE TABLE none (id INTEGER PRIMARY KEY) STRICT');
    same(driver.prepare('SELECT id FROM none WHERE id = ?').get(1), undefined);
    same(driver.prepare('SELECT id FROM none').all().length, 0);
  },
  'a write tells how many rows it changed': (driver) => {
    driver.exec('CREATE TABLE counted (id INTEGER PRIMARY KEY, n INTEGER) STRICT; INSERT INTO counted VALUES (1, 1), (2, 1), (3, 2)');
    same(driver.prepare('UPDATE counted SET n = n + 1 WHERE n = ?').run(1).changes, 2);
    same(driver.prepare('DELETE FROM counted WHERE id = ?').run(99).changes, 0);
  },
  'a statement may be used again after it failed': (driver) => {
    driver.exec('CREATE TABLE once (id TEXT PRIMARY KEY) STRICT');
    const put = driver.prepare('INSERT INTO once (id) VALUES (?)');
    put.run('a');
    throws(() => put.run('a'), /UNIQUE/);
    same(put.run('b').changes, 1);
  },
  'preparing the same text twice gives independent answers': (driver) => {
    driver.exec('CREATE TABLE twice (id INTEGER PRIMARY KEY) STRICT; INSERT INTO twice VALUES (1), (2)');
    const text = 'SELECT id FROM twice WHERE id = ?';
    const first = driver.prepare(text);
    const second = driver.prepare(text);
    same(first.get<{ id: number }>(1)?.id, 1);
    same(second.get<{ id: number }>(2)?.id, 2);
    same(first.get<{ id: number }>(1)?.id, 1);
  },
  'a transaction that throws leaves nothing behind': (driver) => {
    driver.exec('CREATE TABLE all_or_none (id INTEGER PRIMARY KEY) STRICT');
    const put = driver.prepare('INSERT INTO all_or_none VALUES (?)');
    throws(
      () =>
        driver.transaction(() => {
          put.run(1);
          throw new Error('stop here');
        }),
      /stop here/,
    );
    same(driver.prepare('SELECT count(*) AS n FROM all_or_none').get<{ n: number }>()?.n, 0);
    same(
      driver.transaction(() => put.run(2).changes),
      1,
    );
    same(driver.prepare('SELECT id FROM all_or_none').get<{ id: number }>()?.id, 2);
  },
  'triggers refuse to change a log': (driver) => {
    driver.exec(`CREATE TABLE log (id INTEGER PRIMARY KEY) STRICT;
      CREATE TRIGGER log_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
      INSERT INTO log VALUES (1)`);
    throws(() => driver.exec('UPDATE log SET id = 2'), /the log only grows/);
  },
  'a commit is flushed before it is acknowledged': (driver) => {
    driver.exec('PRAGMA journal_mode = WAL');
    driver.exec('PRAGMA synchronous = FULL');
    same(driver.prepare('PRAGMA journal_mode').get<{ journal_mode: string }>()?.journal_mode, 'wal');
    same(driver.prepare('PRAGMA synchronous').get<{ synchronous: number }>()?.synchronous, 2);
  },
};

/** Runs every rule and names those that do not hold. */
export function brokenRules(driver: SqlDriver): readonly string[] {
  return Object.entries(DRIVER_CONTRACT).flatMap(([name, rule]) => {
    try {
      rule(driver);
      return [];
    } catch (error) {
      return [`${name}: ${String(error)}`];
    }
  });
}

function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`expected ${String(expected)}, got ${String(actual)}`);
}

function throws(work: () => unknown, message: RegExp): void {
  try {
    work();
  } catch (error) {
    if (!message.test(String(error))) throw error;
    return;
  }
  throw new Error(`expected a failure like ${String(message)}`);
}
