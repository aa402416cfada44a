import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { RULEBOOK, type Rulebook } from '../shared/domain/rulebook.ts';
import { LIMITS } from '../shared/sync/wire.ts';
import type { ServerAdmin } from './admin/server-admin.ts';
import { openHousehold } from './assemble.ts';
import { StartError } from './start-error.ts';
import { Chores } from './chores/chores.ts';
import { createApp } from './http/app.ts';
import { addAuthRoutes } from './http/auth-routes.ts';
import { addClientRoutes, addSecurityHeaders } from './http/client-routes.ts';
import { addOperationsRoutes } from './http/operations-routes.ts';
import { addSyncRoutes } from './http/sync-routes.ts';
import type { SequencerLog } from './sequencer/sequencer.ts';
import { Snapshots, type SnapshotOptions } from './snapshots.ts';
import { Presence } from './stream/presence.ts';
import { Streams } from './stream/streams.ts';
import { SyncService } from './sync-service.ts';

export { StartError };
export type { ServerAdmin } from './admin/server-admin.ts';

export interface ServerOptions {
  readonly dataDir: string;
  /** Address of a PostgreSQL that several servers share; without it the data folder holds everything. */
  readonly database?: string | undefined;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Folder of the browser client; null serves none. */
  readonly staticDir?: string | null;
  readonly log?: SequencerLog;
  readonly clock?: { nowMs(): number };
  readonly rulebook?: Rulebook;
  /** How often the server looks whether something has become due; every 30 seconds unless told otherwise. */
  readonly clockMs?: number;
  /** Sign-in attempts per minute and address. */
  readonly authPerMinute?: number;
  readonly heartbeatMs?: number;
  /** Events a batch may hold; devices learn it from `hello`. */
  readonly batchEvents?: number;
  readonly snapshots?: Partial<SnapshotOptions>;
  /** Oldest protocol that is still spoken to. */
  readonly protocolFloor?: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly admin: ServerAdmin;
  close(): Promise<void>;
}

/** How often derived state and the side file follow the log. */
const SETTLE_MS = 5000;

/**
 * Starts one sync server on one data folder.
 * @throws StartError with a sentence for the person who starts it
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? pino({ level: 'info' });
  const { dataDir, clock = { nowMs: () => Date.now() }, rulebook = RULEBOOK } = options;
  const nowMs = (): number => clock.nowMs();
  const household = await openHousehold({ dataDir, database: options.database, rulebook, nowMs, log, exclusive: true });
  const { organizations, store, metrics, fanOut, auth, admin } = household;
  const sync = new SyncService(
    organizations,
    fanOut,
    metrics,
    nowMs,
    Math.min(options.batchEvents ?? LIMITS.batchEvents, LIMITS.batchEventsCeiling),
    new Snapshots(organizations, nowMs, options.snapshots),
    options.protocolFloor,
  );
  const presence = new Presence(organizations, fanOut, nowMs);
  const chores = new Chores({ organizations, presence, auth, dataDir, nowMs, log, clockMs: options.clockMs });

  const app = createApp({ log, metrics });
  addSecurityHeaders(app);
  addSyncRoutes(app, auth, sync);
  await addAuthRoutes(app, auth, options.authPerMinute ?? 60);
  addOperationsRoutes(app, () => store.isWritable(), rulebook, metrics);
  if (typeof options.staticDir === 'string') await addClientRoutes(app, options.staticDir);
  const streams = new Streams({
    auth,
    sync,
    fanOut,
    presence,
    metrics,
    log,
    nowMs,
    heartbeatMs: options.heartbeatMs ?? LIMITS.heartbeatMs,
  });
  streams.attach(app.server);

  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    streams.close();
    await household.close();
    throw listenError(error, host, options.port);
  }
  const { port } = app.server.address() as AddressInfo;
  chores.start();
  const settling = setInterval(() => {
    organizations
      .settle()
      .catch((error: unknown) => log.error({ err: error }, 'derived state could not be written down; the log is complete'));
  }, SETTLE_MS);
  settling.unref();

  return {
    url: `http://${reachable(host)}:${port}/`,
    port,
    admin,
    close: async () => {
      clearInterval(settling);
      await chores.stop();
      presence.close();
      streams.close();
      await app.close();
      await household.close();
    },
  };
}

/** Opens a data folder or a shared database without serving it, for the command line. */
export function openOffline(
  dataDir: string,
  exclusive: boolean,
  database?: string,
): Promise<{ readonly admin: ServerAdmin; close(): Promise<void> }> {
  return openHousehold({
    dataDir,
    database,
    rulebook: RULEBOOK,
    nowMs: () => Date.now(),
    log: pino({ level: 'warn' }, pino.destination(2)),
    exclusive,
  });
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} is in use. Stop what uses it, or choose another with --port N.`);
  if (code === 'EACCES') return new StartError(`Port ${port} may not be used by this account. Choose one above 1023 with --port N.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`This machine has no address ${host}. Choose another with --host.`);
  return error instanceof Error ? error : new Error(String(error));
}
