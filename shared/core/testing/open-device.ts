import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ViewRow } from '../../ipc/bridge.ts';
import { openCore, type CoreOptions } from '../open-core.ts';
import type { Network, SecretStore, SqlDriver, Timers } from '../ports.ts';
import { nodeSqliteDriver } from '../sql/node-sqlite.ts';

/** Real timers, of which none keeps the process alive. */
export const realTimers: Timers = {
  set: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

export function memorySecrets(): SecretStore {
  let secret: string | null = null;
  return {
    read: async () => secret,
    write: async (value) => {
      secret = value;
    },
    clear: async () => {
      secret = null;
    },
  };
}

/** A place for one device's database in a temporary folder. */
export const newDatabasePath = (): string => join(mkdtempSync(join(tmpdir(), 'muster-core-')), 'core.sqlite');

export interface DeviceSetup {
  readonly path?: string;
  readonly network?: Network | null;
  readonly secrets?: SecretStore;
  readonly options?: Partial<CoreOptions>;
  readonly wrapDriver?: (driver: SqlDriver) => SqlDriver;
}

/** Opens a core on a real SQLite file. */
export async function openDevice(setup: DeviceSetup = {}) {
  const path = setup.path ?? newDatabasePath();
  const raw = nodeSqliteDriver(new DatabaseSync(path));
  const driver = setup.wrapDriver?.(raw) ?? raw;
  const complaints: string[] = [];
  const core = await openCore({
    driver,
    clock: { nowMs: () => Date.now(), zone: () => 'Europe/Berlin' },
    timers: realTimers,
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)), float: () => 0.01 },
    network: setup.network ?? null,
    secrets: setup.secrets ?? memorySecrets(),
    deviceName: 'Test device',
    serverUrl: 'http://127.0.0.1:1/',
    soon: (callback) => void setImmediate(callback),
    log: ({ level, message, fields }) => {
      if (level === 'warn' || level === 'error') complaints.push(`${message} ${JSON.stringify(fields ?? {})}`);
    },
    ...setup.options,
  });
  const run = (name: string, input: unknown, commandId: string = crypto.randomUUID()) =>
    core.call('command.run', { commandId, name, input });
  const rows = async (): Promise<ViewRow[]> => {
    const page = await core.call('view.feed', { generation: '', afterRev: 0, limit: 5000 });
    if (!page.ok) throw new Error(page.error.code);
    return [...page.value.rows];
  };
  const row = async (id: string): Promise<ViewRow | undefined> => (await rows()).find((candidate) => candidate.id === id);
  return { core, driver, path, complaints, run, rows, row };
}

/** Waits until something holds, looking often; fails with the last value it saw. */
export async function eventually<T>(read: () => T | Promise<T>, holds: (value: T) => boolean, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`did not come to hold, last seen: ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A device that is open and has its helpers around it. */
export type Device = Awaited<ReturnType<typeof openDevice>>;
