import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventually } from '../shared/core/testing/open-device.ts';
import { newId } from './sequencer/server-events.ts';
import { send, TestDevice, type Answer } from './testing/device.ts';
import { bookingCreated } from './testing/events.ts';
import { asSuperuser, emptyDatabase } from './testing/postgres.ts';
import { command, ended, launch } from './testing/server-process.ts';
import { startWorld, temporaryFolder } from './testing/world.ts';

/** Blocks of 512 bytes: room for opening the database and some dozen commits. */
const ALMOST_FULL = 1500;

const ready = (url: string): Promise<Answer> => send(url, 'GET', '/readyz');
const alive = (url: string): Promise<Answer> => send(url, 'GET', '/healthz');
const NOT_READY = { error: { kind: 'UNAVAILABLE', retryAfterMs: 5000, message: expect.stringContaining('cannot write its data') } };

test('a server whose disk is full lives, is not ready, keeps what it acknowledged, and goes on when there is room', async () => {
  const dataDir = temporaryFolder();
  const made = await command(['create-organization', '--data', dataDir, '--name', 'Fair & Square', '--email', 'olga@example.org']);
  const full = await launch(dataDir, 0, ALMOST_FULL);
  expect((await ready(full.url)).status).toBe(200);
  const device = await TestDevice.enrol(full, /enrol code (\S+)/.exec(made.out)?.[1] ?? '', 'laptop');
  const acknowledged: string[] = [];
  const [refused, unsent] = await (async () => {
    for (;;) {
      const events = device.write([bookingCreated(device.session.siteId, newId(Date.now()), { notes: 'x'.repeat(4000) })]);
      const answer = await device.post('/v1/sync/push', device.batch(events));
      if (answer.status !== 200) return [answer, events] as const;
      device.lastDeviceSeq += 1;
      acknowledged.push(...events.map(({ id }) => id));
    }
  })();
  expect(refused).toMatchObject({ status: 503, body: { error: { kind: 'RETRY' } } });
  expect(acknowledged.length).toBeGreaterThan(3);

  const answer = await eventually(
    () => ready(full.url),
    ({ status }) => status !== 200,
  );
  expect(answer).toMatchObject({ status: 503, body: NOT_READY });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect((await alive(full.url)).status).toBe(200);
  expect((await device.pullAll()).map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
  full.child.kill('SIGTERM');
  await ended(full.child);

  const { url, child } = await launch(dataDir, 0);
  expect((await ready(url)).status).toBe(200);
  const { accessToken, refreshToken, session } = device;
  const again = new TestDevice(url, { accessToken, refreshToken, expiresIn: 900, session });
  await again.hello();
  expect(again.lastDeviceSeq).toBe(acknowledged.length);
  expect((await again.push(unsent)).outcomes[0]?.outcome).toBe('accepted');
  const ids = (await again.pullAll()).map(({ id }) => id);
  expect([...acknowledged, ...unsent.map(({ id }) => id)].filter((id) => !ids.includes(id))).toEqual([]);
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(0);
  expect(await command(['verify', '--data', dataDir])).toMatchObject({ code: 0 });
  rmSync(dataDir, { recursive: true, force: true });
});

test('a server whose PostgreSQL takes no connections lives, is not ready, and is again once it takes them', async () => {
  const database = await emptyDatabase();
  const world = await startWorld({ database });
  expect((await ready(world.server.url)).status).toBe(200);
  const elsewhere = new URL(database);
  const name = elsewhere.pathname.slice(1);
  elsewhere.pathname = '/postgres';

  await asSuperuser(elsewhere.href, `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await asSuperuser(elsewhere.href, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  const answer = await eventually(
    () => ready(world.server.url),
    ({ status }) => status !== 200,
  );
  expect(answer).toMatchObject({ status: 503, body: NOT_READY });
  expect((await alive(world.server.url)).status).toBe(200);

  await asSuperuser(elsewhere.href, `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
  await eventually(
    () => ready(world.server.url),
    ({ status }) => status === 200,
  );
  await world.close();
});
