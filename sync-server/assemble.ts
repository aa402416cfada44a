import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rulebook } from '../shared/domain/rulebook.ts';
import { LocalAdmin, type ServerAdmin } from './admin/server-admin.ts';
import { AccessTokens, loadSigningKey } from './auth/access-tokens.ts';
import { AuthService } from './auth/auth-service.ts';
import { Epochs, sideFile } from './epochs.ts';
import { FolderLock } from './folder-lock.ts';
import { Metrics } from './metrics.ts';
import { Organizations } from './organizations.ts';
import type { SequencerLog } from './sequencer/sequencer.ts';
import { Database } from './store/sqlite/database.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { FanOut } from './stream/fan-out.ts';

/** A start that failed for a reason a person can act on; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Everything behind the doors: the store, the organizations, who may come in. */
export interface Household {
  readonly store: SqliteStore;
  readonly epochs: Epochs;
  readonly organizations: Organizations;
  readonly metrics: Metrics;
  readonly fanOut: FanOut;
  readonly auth: AuthService;
  readonly admin: ServerAdmin;
  close(): Promise<void>;
}

export interface HouseholdOptions {
  readonly dataDir: string;
  readonly rulebook: Rulebook;
  readonly nowMs: () => number;
  readonly log: SequencerLog;
  /** False looks at a folder that another process may be serving; nothing may be appended then. */
  readonly exclusive: boolean;
}

/** Opens a data folder and puts together what works on it. */
export async function openHousehold({ dataDir, rulebook, nowMs, log, exclusive }: HouseholdOptions): Promise<Household> {
  prepareFolder(dataDir);
  const lock = exclusive ? FolderLock.take(dataDir) : undefined;
  if (lock === null) throw new StartError(`Another sync server runs on ${dataDir}. Stop it, or choose another folder with --data DIR.`);
  try {
    const database = openDatabase(join(dataDir, 'muster.db'));
    const store = new SqliteStore(database, rulebook);
    const epochs = new Epochs(sideFile(join(dataDir, 'epochs.json')), nowMs);
    const organizations = new Organizations({ store, rulebook, epochs, nowMs, log });
    if (exclusive) await organizations.continueRestored();
    const metrics: Metrics = new Metrics({ connections: () => fanOut.size, heads: () => store.heads() });
    const fanOut: FanOut = new FanOut(organizations, metrics, log);
    organizations.onAppended((_no, written, durationMs) =>
      metrics.committed(
        written.map(({ row }) => row.outcome),
        durationMs,
      ),
    );
    const tokens = new AccessTokens(loadSigningKey(dataDir), nowMs);
    const auth = new AuthService({ accounts: store.accounts, tokens, organizations, nowMs });
    const admin = new LocalAdmin(organizations, auth, fanOut);
    const close = async (): Promise<void> => {
      if (exclusive) await organizations.close();
      store.close();
      lock?.release();
    };
    return { store, epochs, organizations, metrics, fanOut, auth, admin, close };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new StartError(`The data folder ${dataDir} cannot be written. Choose another with --data DIR, or change its rights.`);
  }
}

function openDatabase(path: string): Database {
  try {
    const database = new Database(path);
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`The database ${path} cannot be opened (${why}). Check the disk, or restore it from a backup.`);
  }
}
