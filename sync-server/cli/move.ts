import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import { loadSigningKey } from '../auth/access-tokens.ts';
import { FolderLock } from '../folder-lock.ts';
import { movedTo, noteMoved } from '../moved.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import { StartError } from '../start-error.ts';
import { Mover } from '../store/postgres/mover.ts';
import { openPostgres } from '../store/postgres/opening.ts';
import { Database } from '../store/sqlite/database.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';

export interface MoveOptions {
  readonly dataDir: string;
  readonly to: string;
  readonly log: SequencerLog;
  readonly onProgress: (text: string) => void;
}

export interface MoveReport {
  readonly organizations: number;
  readonly events: number;
  /** The folder was moved by an earlier run. */
  readonly wasDone: boolean;
}

/**
 * Copies a data folder into PostgreSQL. What is there already stays, so a run that was cut short goes on; until the end the
 * database refuses servers, and from the end on the folder does.
 * @throws StartError with a sentence for the person who moves
 */
export async function moveToPostgres({ dataDir, to, log, onProgress }: MoveOptions): Promise<MoveReport> {
  const path = join(dataDir, 'muster.db');
  if (!existsSync(path))
    throw new StartError(`There is nothing to move in ${dataDir}: it holds no muster.db. Name the folder with --data DIR.`);
  if (movedTo(dataDir) !== null) return { organizations: 0, events: 0, wasDone: true };
  const lock = FolderLock.take(dataDir);
  if (lock === null) throw new StartError(`A sync server runs on ${dataDir}. Stop it, then move.`);
  try {
    // Makes the tables, and says what is wrong with the address.
    await (await openPostgres(to, RULEBOOK, log)).close();
    const database = new Database(path);
    const source = new SqliteStore(database, RULEBOOK);
    // the tables are copied as they are, and some of them are written behind the log
    source.flushStates(1);
    const mover = new Mover({ database, source, to, rulebook: RULEBOOK, signingKey: loadSigningKey(dataDir), onProgress });
    try {
      const report = await mover.run();
      noteMoved(dataDir, new Date().toISOString());
      return { ...report, wasDone: false };
    } finally {
      await mover.close();
      source.close();
    }
  } finally {
    lock.release();
  }
}
