import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../../shared/sync/wire.ts';
import { startServer } from '../server.ts';

/** One more server process on a database that another one has filled. `joining-server.ts DEVICES DATABASE` */
const quiet = { info: () => undefined, warn: console.error, error: console.error };
const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const server = await startServer({ dataDir, port: 0, log: quiet, database: process.argv[3], batchEvents: LIMITS.batchEventsCeiling });
process.send?.({ url: `${server.url.replace('http', 'ws')}v1/sync/stream` });
