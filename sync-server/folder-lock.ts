import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Holds a data folder for one server. The operating system lets go of it when the process ends, however it ends. */
export class FolderLock {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** @returns null when another server holds the folder */
  static take(dataDir: string): FolderLock | null {
    const db = new DatabaseSync(join(dataDir, 'server.lock'));
    try {
      db.exec('PRAGMA busy_timeout = 300; BEGIN EXCLUSIVE');
      return new FolderLock(db);
    } catch {
      db.close();
      return null;
    }
  }

  release(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}
