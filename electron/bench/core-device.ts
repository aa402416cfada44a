import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeReply, CommandReceipt, SyncStatus } from '../../shared/ipc/bridge.ts';
import { ROOT } from '../launch/build.ts';
import { CoreProcess, type CoreChild } from '../main/core-process.ts';
import { utilityProcess } from '../e2e/stand-in/utility-process.ts';
import { memoryOf } from './memory.ts';

/** The built core in its own process, spoken to as Electron's main process does. */
export interface CoreDevice {
  readonly databaseFile: string;
  run(name: string, input: unknown): Promise<BridgeReply<CommandReceipt>>;
  status(): Promise<SyncStatus>;
  /** Signs in; resolves when the core has everything, with how long every object took and the whole log behind them. */
  enrol(code: string): Promise<{ readonly objectsMs: number; readonly logMs: number }>;
  peakMegabytes(): number | null;
  stop(): Promise<void>;
}

export function startCoreDevice(serverUrl: string): CoreDevice {
  const databaseFile = join(mkdtempSync(join(tmpdir(), 'muster-bench-core-')), 'core.sqlite');
  let secret: string | null = null;
  let pid: number | undefined;
  let onStatus: (status: SyncStatus) => void = () => undefined;
  const core = new CoreProcess({
    fork: () => {
      const child = utilityProcess.fork(join(ROOT, 'dist/core/core.js'));
      pid = child.pid;
      return child as CoreChild;
    },
    open: { databaseFile, serverUrl: new URL(serverUrl).origin, deviceName: 'bench' },
    secrets: {
      read: async () => secret,
      write: async (value) => {
        secret = value;
      },
      clear: async () => {
        secret = null;
      },
    },
    onPush: (name, payload) => {
      if (name === 'sync.changed') onStatus(payload as SyncStatus);
    },
    log: (level, message, fields) => {
      if (level === 'error') process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
    },
    onFailed: (message) => {
      throw new Error(message);
    },
  });
  core.start();
  return {
    databaseFile,
    run: async (name, input) =>
      (await core.call('command.run', { commandId: crypto.randomUUID(), name, input })) as BridgeReply<CommandReceipt>,
    status: async () => valueOf(await core.call('sync.status', null)) as SyncStatus,
    enrol: async (code) => {
      const started = performance.now();
      let objectsMs: number | null = null;
      const complete = new Promise<{ readonly objectsMs: number; readonly logMs: number }>((resolve) => {
        onStatus = (status) => {
          if (status.head === 0 || status.cursor < status.head || status.phase !== 'live') return;
          objectsMs ??= performance.now() - started;
          if (status.olderLog === null) resolve({ objectsMs, logMs: performance.now() - started });
        };
      });
      valueOf(await core.call('session.enrol', { code }));
      return complete;
    },
    peakMegabytes: () => memoryOf(pid),
    stop: () => core.stop(5000),
  };
}

function valueOf<T>(reply: BridgeReply<T>): T {
  if (!reply.ok) throw new Error(`${reply.error.kind}: ${reply.error.code}`);
  return reply.value;
}
