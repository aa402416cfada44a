import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rulebook } from '../shared/domain/rulebook.ts';
import { LocalAdmin, type ServerAdmin } from './admin/server-admin.ts';
import { AccessTokens, loadSigningKey } from './auth/access-tokens.ts';
import { AuthService } from './auth/auth-service.ts';
import { Epochs, sideFile } from './epochs.ts';
import { FolderLock } from './folder-lock.ts';
import { Metrics } from './metrics.ts';
import { movedTo } from './moved.ts';
import { Organizations } from './organizations.ts';
import type { SequencerLog } from './sequencer/sequencer.ts';
import type { EventStore } from './store/event-store.ts';
import { MOVE_UNFINISHED, openPostgres, SIGNING_KEY } from './store/postgres/opening.ts';
import { Database } from './store/sqlite/database.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { StartError } from './start-error.ts';
import { FanOut } from './stream/fan-out.ts';

/** Everything behind the doors: the store, the organizations, who may come in. */
export interface Household {
  readonly store: EventStore;
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
  /** Address of a PostgreSQL that several servers share; without it the data folder holds everything. */
  readonly database?: string | undefined;
  /** False looks at a folder that another process may be serving; nothing may be appended then. */
  readonly exclusive: boolean;
}

/** Opens a data folder, or a shared database, and puts together what works on it. */
export async function openHousehold(options: HouseholdOptions): Promise<Household> {
  const { dataDir, rulebook, nowMs, log, exclusive } = options;
  prepareFolder(dataDir);
  const base = options.database === undefined ? openFolder(options) : await openShared(options, options.database);
  const { store } = base;
  try {
    const epochs = new Epochs(sideFile(join(dataDir, 'epochs.json')), nowMs, base.isShared);
    const organizations = new Organizations({ store, rulebook, epochs, nowMs, log });
    if (exclusive) await organizations.continueRestored();
    const metrics: Metrics = new Metrics({ connections: () => fanOut.size, heads: () => store.heads() });
    const fanOut: FanOut = new FanOut(organizations, metrics, log);
    organizations.onAppended((_no, written, durationMs) => {
      // What another process committed, that process counts.
      if (durationMs === null) return;
      metrics.committed(
        written.map(({ row }) => row.outcome),
        durationMs,
      );
    });
    const tokens = new AccessTokens(base.signingKey, nowMs);
    const auth = new AuthService({ accounts: store.accounts, tokens, organizations, nowMs });
    const admin = new LocalAdmin(organizations, auth, fanOut);
    const close = async (): Promise<void> => {
      if (exclusive) await organizations.close();
      await base.close();
    };
    return { store, epochs, organizations, metrics, fanOut, auth, admin, close };
  } catch (error) {
    await base.close();
    throw error;
  }
}

/** What holds the data, and the key that belongs to it. */
interface Base {
  readonly store: EventStore;
  readonly signingKey: Uint8Array;
  /** Other servers may work on the same data. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

function openFolder({ dataDir, rulebook, exclusive }: HouseholdOptions): Base {
  const moved = movedTo(dataDir);
  if (moved !== null && exclusive) throw new StartError(moved);
  const lock = exclusive ? FolderLock.take(dataDir) : undefined;
  if (lock === null) throw new StartError(`Another sync server runs on ${dataDir}. Stop it, or choose another folder with --data DIR.`);
  try {
    const store = new SqliteStore(openDatabase(join(dataDir, 'muster.db')), rulebook);
    const close = async (): Promise<void> => {
      store.close();
      lock?.release();
    };
    return { store, signingKey: loadSigningKey(dataDir), isShared: false, close };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function openShared({ rulebook, log }: HouseholdOptions, url: string): Promise<Base> {
  const store = await openPostgres(url, rulebook, log);
  const unfinished = await store.knownFact(MOVE_UNFINISHED);
  if (unfinished !== undefined) {
    await store.close();
    throw new StartError('A move into this database is not finished. Run the move again before a server uses it.');
  }
  const key = await store.fact(SIGNING_KEY, () => randomBytes(32).toString('base64'));
  return { store, signingKey: Buffer.from(key, 'base64'), isShared: true, close: () => store.close() };
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
