import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import type { SqlDriver } from '../../../shared/core/ports.ts';
import { wasmDriver } from './wasm-driver.ts';

/** Another tab or a worker that is still ending holds the files. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

declare global {
  // Read by SQLite's own start code, once.
  // oxlint-disable-next-line no-var -- only `var` declares a property of the global object
  var sqlite3ApiConfig: { readonly disable: { readonly vfs: Readonly<Record<string, boolean>> } } | undefined;
}

const OPEN_WITHIN_MS = 8_000;
const RETRY_MS = 100;

/**
 * Opens a profile's database in the origin private file system.
 *
 * The SAH pool file system keeps a fixed set of files open for exclusive, synchronous use; it needs neither shared
 * memory nor cross-origin isolation. Its `xSync` is `FileSystemSyncAccessHandle.flush()`, so with `synchronous=FULL` a
 * commit returns after the browser has flushed the write-ahead log to the file. WAL needs no shared memory as long as
 * one connection owns the file, which `locking_mode=EXCLUSIVE` says; one commit is then one flush instead of the three
 * of a rollback journal.
 */
export async function openDatabase(profile: string): Promise<SqlDriver> {
  globalThis.sqlite3ApiConfig = { disable: { vfs: { opfs: true, 'opfs-wl': true, kvvfs: true } } };
  const sqlite3 = await sqlite3InitModule();
  const pool = await openPool(sqlite3, `/muster/${profile}/database`);
  const database = new pool.OpfsSAHPoolDb('/core.sqlite');
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  return wasmDriver(database);
}

/** A worker that was ended a moment ago may still hold its handles; asks again until it lets go. */
async function openPool(sqlite3: Sqlite3Static, directory: string): ReturnType<Sqlite3Static['installOpfsSAHPoolVfs']> {
  const until = performance.now() + OPEN_WITHIN_MS;
  const options = { name: 'muster', directory, initialCapacity: 8, forceReinitIfPreviouslyFailed: true };
  for (;;) {
    try {
      return await sqlite3.installOpfsSAHPoolVfs(options);
    } catch (error) {
      const inUse = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!inUse) throw error;
      if (performance.now() > until) throw new DatabaseInUseError('another tab still uses the database of this profile');
      await new Promise((resolve) => void setTimeout(resolve, RETRY_MS));
    }
  }
}
