import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { RULEBOOK, type Rulebook } from '../shared/domain/rulebook.ts';
import { LIMITS } from '../shared/sync/wire.ts';
import { LocalAdmin, type ServerAdmin } from './admin/server-admin.ts';
import { AccessTokens, loadSigningKey } from './auth/access-tokens.ts';
import { AccountStore } from './auth/account-store.ts';
import { AuthService } from './auth/auth-service.ts';
import { Epochs } from './epochs.ts';
import { FolderLock } from './folder-lock.ts';
import { createApp } from './http/app.ts';
import { addAuthRoutes } from './http/auth-routes.ts';
import { addClientRoutes, addSecurityHeaders } from './http/client-routes.ts';
import { addOperationsRoutes } from './http/operations-routes.ts';
import { addSyncRoutes } from './http/sync-routes.ts';
import { Metrics } from './metrics.ts';
import { Organizations } from './organizations.ts';
import type { SequencerLog } from './sequencer/sequencer.ts';
import { Database } from './store/sqlite/database.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { FanOut } from './stream/fan-out.ts';
import { Presence } from './stream/presence.ts';
import { Streams } from './stream/streams.ts';
import { SyncService } from './sync-service.ts';

export interface ServerOptions {
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Folder of the browser client; null serves none. */
  readonly staticDir?: string | null;
  readonly log?: SequencerLog;
  readonly clock?: { nowMs(): number };
  readonly rulebook?: Rulebook;
  /** Sign-in attempts per minute and address. */
  readonly authPerMinute?: number;
  readonly heartbeatMs?: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly admin: ServerAdmin;
  close(): Promise<void>;
}

/** A start that failed for a reason a person can act on. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** How often the side file follows the log's head. */
const EPOCH_FILE_MS = 10_000;

/** Starts one sync server on one data folder. Everything it is made of is put together here. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? pino({ level: 'info' });
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const nowMs = (): number => clock.nowMs();
  const rulebook = options.rulebook ?? RULEBOOK;
  prepareFolder(options.dataDir);

  const lock = FolderLock.take(options.dataDir);
  if (lock === null)
    throw new StartError(`Another sync server runs on ${options.dataDir}. Stop it, or choose another folder with --data DIR.`);

  const database = openDatabase(join(options.dataDir, 'muster.db'), lock);
  const store = new SqliteStore(database, rulebook);
  const epochs = new Epochs(options.dataDir, nowMs);
  const organizations = new Organizations({ store, rulebook, epochs, nowMs, log });
  organizations.continueRestored();
  const metrics = new Metrics({ connections: () => fanOut.size, heads: () => store.heads() });
  const fanOut = new FanOut(organizations, metrics);
  organizations.onAppended((_no, written, durationMs) =>
    metrics.committed(
      written.map(({ row }) => row.outcome),
      durationMs,
    ),
  );
  const auth = new AuthService({
    accounts: new AccountStore(database),
    tokens: new AccessTokens(loadSigningKey(options.dataDir), nowMs),
    organizations,
    nowMs,
  });
  const sync = new SyncService(organizations, fanOut, metrics, nowMs);
  const presence = new Presence(organizations, fanOut, nowMs);

  const app = createApp({ log, metrics });
  addSecurityHeaders(app);
  addSyncRoutes(app, auth, sync);
  await addAuthRoutes(app, auth, options.authPerMinute ?? 60);
  addOperationsRoutes(app, store, rulebook, metrics);
  if (typeof options.staticDir === 'string') await addClientRoutes(app, options.staticDir);
  const heartbeatMs = options.heartbeatMs ?? LIMITS.heartbeatMs;
  const streams = new Streams({ auth, sync, fanOut, presence, metrics, log, nowMs, heartbeatMs });
  streams.attach(app.server);

  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    store.close();
    lock.release();
    throw listenError(error, host, options.port);
  }
  const { port } = app.server.address() as AddressInfo;
  const epochTimer = setInterval(() => epochs.write(store.heads()), EPOCH_FILE_MS);
  epochTimer.unref();

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/`,
    port,
    admin: new LocalAdmin(organizations, auth, fanOut),
    close: async () => {
      clearInterval(epochTimer);
      presence.close();
      streams.close();
      await app.close();
      organizations.close();
      store.close();
      lock.release();
    },
  };
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new StartError(`The data folder ${dataDir} cannot be written. Choose another with --data DIR, or change its rights.`);
  }
}

function openDatabase(path: string, lock: FolderLock): Database {
  try {
    const database = new Database(path);
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    lock.release();
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`The database ${path} cannot be opened (${why}). Stop another server that uses it, or restore it from a backup.`);
  }
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is in use. Stop what uses it, or choose another with --port N.`);
  if (code === 'EACCES') return new StartError(`Port ${port} may not be used by this account. Choose one above 1023 with --port N.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}. Choose another with --host.`);
  return error instanceof Error ? error : new Error(String(error));
}
