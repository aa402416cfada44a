import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { nodeSqliteDriver } from '../../shared/core/sql/node-sqlite.ts';
import type { SqlDriver } from '../../shared/core/ports.ts';
import type { DiskFault, DiskShortcut, SimulatedDisk } from '../../shared/simulator/disk.ts';
import type { SqliteHandle } from '../store/sqlite/database.ts';

/** The process that used this connection no longer exists; whoever still calls is unwinding. */
class ProcessGoneError extends Error {
  override readonly name = 'ProcessGoneError';
}

/**
 * A disk that is one real SQLite database in memory. Commits are durable when they return, as with `synchronous=FULL`;
 * whatever has not been committed when the process dies is rolled back, as a journal would.
 */
export class MemoryDisk implements SimulatedDisk {
  #db: DatabaseSync;
  #connection: GatedConnection | null = null;
  #fault: DiskFault | null = null;
  readonly #shortcut: DiskShortcut;
  #cursor: number | null = null;
  #isPage = false;

  constructor(image: Uint8Array | null, shortcut: DiskShortcut = {}) {
    this.#shortcut = shortcut;
    this.#db = new DatabaseSync(':memory:');
    if (image !== null) this.#db.deserialize(image);
  }

  open(onKilled: () => void): SqlDriver {
    return nodeSqliteDriver(this.handle(onKilled));
  }

  /** The connection as the server's own database class takes it. */
  handle(onKilled: () => void): SqliteHandle {
    this.kill();
    this.#connection = new GatedConnection(this.#db, (sql, values) => this.#meet(sql, values), onKilled);
    return this.#connection;
  }

  kill(): void {
    this.#connection?.die();
    this.#connection = null;
    if (this.#cursor !== null) this.poke("UPDATE meta SET value = ? WHERE key = 'cursor'", String(this.#cursor));
    this.#cursor = null;
    this.#fault = null;
  }

  fail(fault: DiskFault): void {
    this.#fault = fault;
    if (fault.kind === 'full') {
      const pages = this.#db.prepare('PRAGMA page_count').get()?.['page_count'];
      this.#db.exec(`PRAGMA max_page_count = ${Number(pages)}`);
    }
  }

  repair(): void {
    this.#fault = null;
    this.#db.exec('PRAGMA max_page_count = 1000000');
  }

  image(): Uint8Array {
    return this.#db.serialize();
  }

  replace(image: Uint8Array): void {
    this.kill();
    this.#db.close();
    this.#db = new DatabaseSync(':memory:');
    this.#db.deserialize(image);
  }

  look<Row>(sql: string, ...values: (string | number)[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[];
  }

  poke(sql: string, ...values: (string | number)[]): void {
    this.#db.prepare(sql).run(...values);
  }

  close(): void {
    this.kill();
    this.#db.close();
  }

  /** A page must not change the row of an object that has work waiting. */
  #isFrozen(sql: string | null, values: readonly unknown[]): boolean {
    if (sql === null) return false;
    if (sql === 'COMMIT' || sql === 'ROLLBACK') this.#isPage = false;
    else if (sql.startsWith('INSERT INTO confirmed_log')) this.#isPage = true;
    if (!this.#isPage || !sql.startsWith('INSERT INTO view_rows')) return false;
    const [collection, id] = values;
    const known = this.#db
      .prepare('SELECT 1 FROM view_rows v JOIN pending p ON p.aggregate_id = v.id WHERE v.collection = ? AND v.id = ? LIMIT 1')
      .get(String(collection), String(id));
    return known !== undefined;
  }

  /** What the fault in waiting makes of a call. */
  #meet(sql: string | null, values: readonly unknown[]): Fate {
    if (this.#shortcut.freezesRows === true && this.#isFrozen(sql, values)) return 'skip';
    if (this.#shortcut.keepsCursor === true && values[0] === 'cursor' && values.length === 2) this.#cursor = Number(values[1]);
    if (sql === 'COMMIT' && this.#fault === null) this.#cursor = null;
    const fault = this.#fault;
    if (fault === null) return 'go';
    const isCommit = sql === 'COMMIT';
    switch (fault.kind) {
      case 'full':
        return 'go';
      case 'kill':
        this.#fault = { kind: 'kill', calls: fault.calls - 1 };
        return fault.calls <= 0 ? 'die' : 'go';
      case 'kill-before-commit':
        return isCommit ? 'die' : 'go';
      case 'kill-after-commit':
        return isCommit ? 'die-after' : 'go';
      case 'flush-fails':
        if (!isCommit) return 'go';
        this.#fault = null;
        return fault.isWritten ? 'refuse-after' : 'refuse';
    }
  }
}

type Fate = 'go' | 'skip' | 'die' | 'die-after' | 'refuse' | 'refuse-after';

/** One process's connection to the database that outlives it. */
class GatedConnection implements SqliteHandle {
  readonly #db: DatabaseSync;
  readonly #meet: (sql: string | null, values: readonly unknown[]) => Fate;
  readonly #onKilled: () => void;
  #isDead = false;

  constructor(db: DatabaseSync, meet: (sql: string | null, values: readonly unknown[]) => Fate, onKilled: () => void) {
    this.#db = db;
    this.#meet = meet;
    this.#onKilled = onKilled;
  }

  get isOpen(): boolean {
    return !this.#isDead;
  }

  get isTransaction(): boolean {
    return !this.#isDead && this.#db.isTransaction;
  }

  exec(sql: string): void {
    const fate = this.#before(sql);
    this.#db.exec(sql);
    if (fate === 'die-after') this.#killed();
    if (fate === 'refuse-after') throw new Error('disk I/O error: the flush failed');
  }

  prepare(sql: string): StatementSync {
    this.#before(null);
    const statement = this.#db.prepare(sql);
    statement.run = this.#gated(statement, statement.run);
    statement.get = this.#gated(statement, statement.get);
    statement.all = this.#gated(statement, statement.all);
    return statement;
  }

  close(): void {
    this.#isDead = true;
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** The same method, with the fault in waiting asked first. */
  #gated<Method extends (...values: never[]) => unknown>(statement: StatementSync, method: Method): Method {
    const gated = (...values: never[]): unknown => {
      if (this.#before(statement.sourceSQL, values) === 'skip') return { changes: 1, lastInsertRowid: 0 };
      return method.apply(statement, values);
    };
    return gated as Method;
  }

  #before(sql: string | null, values: readonly unknown[] = []): Fate {
    if (this.#isDead) throw new ProcessGoneError();
    const fate = this.#meet(sql, values);
    if (fate === 'refuse') throw new Error('disk I/O error: the flush failed');
    if (fate === 'die') this.#killed();
    return fate;
  }

  #killed(): never {
    this.die();
    this.#onKilled();
    throw new ProcessGoneError();
  }
}
