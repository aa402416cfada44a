import { createHash, getRandomValues } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCore } from '../../shared/core/open-core.ts';
import { nodeSqliteDriver } from '../../shared/core/sql/node-sqlite.ts';
import { createCoreHost } from './host.ts';
import { createNodeNetwork } from './network.ts';

/** The part of Electron's utility-process port this entry needs. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;
if (parentPort === undefined) throw new Error('the core runs only as a utility process');

let setOnline = (_online: boolean): void => undefined;

const receive = createCoreHost({
  post: (message) => parentPort.postMessage(message),
  setOnline: (online) => setOnline(online),
  // The port delivers in order; leaving in the same turn would drop what was just posted.
  exit: (code) => void setTimeout(() => process.exit(code), 50),
  openCore: (place, { secrets, log }) => {
    mkdirSync(dirname(place.databaseFile), { recursive: true, mode: 0o700 });
    const network = createNodeNetwork(place.serverUrl);
    setOnline = network.setOnline;
    return openCore({
      driver: nodeSqliteDriver(new DatabaseSync(place.databaseFile)),
      clock: { nowMs: () => Date.now(), zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone },
      timers: {
        set: (callback, delayMs) => setTimeout(callback, delayMs),
        clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
      },
      random: { bytes: (length) => getRandomValues(new Uint8Array(length)), float: () => Math.random() },
      network,
      secrets,
      deviceName: place.deviceName,
      serverUrl: place.serverUrl,
      log,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      soon: (callback) => void setImmediate(callback),
    });
  },
});
parentPort.on('message', (event) => receive(event.data));
