import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../../shared/sync/wire.ts';
import { startServer } from '../server.ts';
import { send } from '../testing/device.ts';
import { foundOrganization } from '../testing/world.ts';

/**
 * The real server in its own process, with an organization and as many signed-in devices as asked for.
 *
 * `our-server.ts DEVICES [DATABASE]`
 */
const devices = Number(process.argv[2] ?? '1');
const database = process.argv[3];
const quiet = { info: () => undefined, warn: console.error, error: console.error };
const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const server = await startServer({
  dataDir,
  port: 0,
  log: quiet,
  authPerMinute: 100_000,
  database,
  batchEvents: LIMITS.batchEventsCeiling,
});
const { organizationId, siteId, ownerId } = await foundOrganization(server);
const sessions = [];
for (let count = 0; count < devices; count += 1) {
  const code = await server.admin.createEnrolCode(ownerId);
  sessions.push(
    (await send(server.url, 'POST', '/v1/auth/enrol', { code, device: { deviceId: randomUUID(), name: `site ${count}` } })).body,
  );
}
const epoch = server.admin.organizations()[0]?.epoch;
process.send?.({ url: `${server.url.replace('http', 'ws')}v1/sync/stream`, organizationId, siteId, ownerId, sessions, epoch });
