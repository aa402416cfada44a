import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CATALOG_VERSION } from '../shared/sync/wire.ts';
import { newId } from './sequencer/server-events.ts';
import { send, TestDevice } from './testing/device.ts';
import { bookingCreated, noteAdded } from './testing/events.ts';
import { command, ended, launch } from './testing/server-process.ts';
import { startWorld, temporaryFolder } from './testing/world.ts';

test('what was acknowledged survives kill -9 in the middle of pushes, and the device goes on where it was', async () => {
  const dataDir = temporaryFolder();
  const made = await command(['create-organization', '--data', dataDir, '--name', 'Fair & Square', '--email', 'olga@example.org']);
  const code = /enrol code (\S+)/.exec(made.out)?.[1] ?? '';
  let server = await launch(dataDir, 0);
  const device = await TestDevice.enrol(server, code, 'laptop');
  const acknowledged = new Set<string>();
  let next = 1;
  for (let life = 0; life < 5; life += 1) {
    const own = new TestDevice(server.url, {
      accessToken: device.accessToken,
      refreshToken: device.refreshToken,
      expiresIn: 900,
      session: device.session,
    });
    const { lastDeviceSeq } = await own.hello();
    next = lastDeviceSeq + 1;
    setTimeout(() => server.child.kill('SIGKILL'), 20 + Math.random() * 120);
    for (;;) {
      const id = newId(Date.now());
      const events = own
        .write([bookingCreated(own.session.siteId, id), noteAdded(id, 'n'), noteAdded(id, 'm')])
        .map((event, index) => ({ ...event, deviceSeq: next + index }));
      try {
        const answer = await own.post('/v1/sync/push', own.batch(events));
        expect(answer.status).toBe(200);
      } catch {
        break;
      }
      for (const event of events) acknowledged.add(event.id);
      next += 3;
    }
    await ended(server.child);
    server = await launch(dataDir, 0);
    const reader = new TestDevice(server.url, {
      accessToken: device.accessToken,
      refreshToken: '',
      expiresIn: 900,
      session: device.session,
    });
    expect((await reader.hello()).epoch).toBe(device.epoch);
    const log = await reader.pullAll();
    const stored = new Set(log.map((event) => event.id));
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    expect(log.map((event) => event.seq)).toEqual(log.map((_event, index) => index + 1));
    const byTransaction = Map.groupBy(log, (event) => event.txnId);
    for (const events of byTransaction.values()) expect(events).toHaveLength(events[0]?.txnSize ?? 0);
  }
  expect(acknowledged.size).toBeGreaterThan(0);
  server.child.kill('SIGTERM');
  expect(await ended(server.child)).toBe(0);
  const verified = await command(['verify', '--data', dataDir]);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.out).toContain('all well');
  rmSync(dataDir, { recursive: true, force: true });
});

test('a database from yesterday starts a new epoch, and the device offers again what it lacks', async () => {
  const dataDir = temporaryFolder();
  const first = await startWorld({ dataDir });
  const device = await first.enrol(first.ownerId);
  const early = device.write([bookingCreated(first.siteId)]);
  await device.push(early);
  await first.server.close();
  const backup = join(dataDir, 'backup.db');
  copyFileSync(join(dataDir, 'muster.db'), backup);

  const { startServer } = await import('./server.ts');
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const today = await startServer({ dataDir, port: 0, log: quiet });
  const again = new TestDevice(today.url, { accessToken: device.accessToken, refreshToken: '', expiresIn: 900, session: device.session });
  const { epoch } = await again.hello();
  const late = again.write([bookingCreated(first.siteId)]);
  await again.push(late);
  await today.close();

  for (const name of ['muster.db', 'muster.db-wal', 'muster.db-shm']) rmSync(join(dataDir, name), { force: true });
  copyFileSync(backup, join(dataDir, 'muster.db'));
  const restored = await startServer({ dataDir, port: 0, log: quiet });
  const back = new TestDevice(restored.url, { accessToken: device.accessToken, refreshToken: '', expiresIn: 900, session: device.session });
  const old = await back.get(`/v1/sync/pull?epoch=${epoch}&cursor=0`);
  expect(old.body).toMatchObject({ error: { kind: 'EPOCH_CHANGED' } });
  const hello = await back.hello();
  expect(hello.epoch).not.toBe(epoch);
  expect(hello.lastDeviceSeq).toBe(1);
  expect((await back.push(late)).outcomes[0]?.outcome).toBe('accepted');
  await restored.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a device that stands further than the log reveals a restored folder: everybody starts over, once', async () => {
  const world = await startWorld();
  const device = await world.enrol(world.ownerId);
  const request = {
    protocol: 1,
    catalogVersion: 1,
    rulesVersion: 1,
    deviceId: device.session.deviceId,
    scopeVersion: 0,
    clientTime: new Date().toISOString(),
  };
  const ahead = await device.post('/v1/sync/hello', { ...request, epoch: device.epoch, cursor: 500 });
  expect(ahead.body).toMatchObject({ error: { kind: 'AHEAD_OF_SERVER', expected: 2 } });
  const { epoch } = await device.hello();
  await device.post('/v1/sync/hello', { ...request, epoch, cursor: 500 });
  expect((await device.hello()).epoch).toBe(epoch);
  await world.close();
});

test('a busy port, a folder in use and a folder that cannot be written each give one sentence', async () => {
  const world = await startWorld();
  const folder = temporaryFolder();
  const busy = await command(['--data', folder, '--port', String(world.server.port)]);
  expect(busy).toMatchObject({
    code: 1,
    err: `Port ${world.server.port} is in use. Stop what uses it, or choose another with --port N.\n`,
  });
  const shared = await command(['--data', world.dataDir, '--port', '0']);
  expect(shared.code).toBe(1);
  expect(shared.err).toMatch(/^Another sync server runs on .+\n$/);
  const impossible = await command(['--data', join(world.dataDir, 'muster.db', 'inside'), '--port', '0']);
  expect(impossible.code).toBe(1);
  expect(impossible.err).toMatch(/^The data folder .+ cannot be written\. .+\n$/);
  const wrong = await command(['--port', 'abc']);
  expect(wrong).toMatchObject({ code: 1, err: '--port must be a number from 0 to 65535, not "abc".\n' });
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a code made on the command line beside a running server signs a device in', async () => {
  const world = await startWorld();
  const owner = world.server.admin.reader(world.organizationId).get('member', world.ownerId)?.state.email ?? '';
  const { out, code } = await command(['enrol', '--data', world.dataDir, '--email', owner]);
  expect(code).toBe(0);
  const device = await TestDevice.enrol(world.server, out.trim(), 'phone');
  expect(device.session.memberId).toBe(world.ownerId);
  await world.close();
});

test('health, readiness, metrics and catalog answer without a token, and tell nothing private', async () => {
  const world = await startWorld();
  const device = await world.enrol(world.ownerId);
  await device.submit([bookingCreated(world.siteId, undefined, { title: 'Very private title' })]);
  const answers = await Promise.all(['/healthz', '/readyz', '/metrics', '/v1/catalog'].map((path) => send(world.server.url, 'GET', path)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  expect(answers[2]?.text).toContain('muster_events_total{outcome="accepted"}');
  expect(answers[3]?.body).toMatchObject({ catalogVersion: CATALOG_VERSION });
  const { events } = answers[3]?.body as { events: { type: string; schema: { type: string } }[] };
  expect(events.find((event) => event.type === 'booking.created')?.schema.type).toBe('object');
  expect(JSON.stringify([answers.map((answer) => answer.text), world.lines])).not.toContain('Very private title');
  await world.close();
});

test('the browser client is served with its policy and headers, and nothing beside it', async () => {
  const staticDir = fileURLToPath(new URL('testing/client', import.meta.url));
  expect(existsSync(join(staticDir, 'index.html'))).toBe(true);
  const world = await startWorld({ staticDir });
  const page = await send(world.server.url, 'GET', '/');
  expect(page.text).toBe(readFileSync(join(staticDir, 'index.html'), 'utf8'));
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${world.server.port}`);
  for (const name of [
    'x-content-type-options',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'referrer-policy',
    'permissions-policy',
  ]) {
    expect(page.headers.get(name)).not.toBeNull();
  }
  expect(page.headers.get('cache-control')).toBe('no-cache');
  for (const path of ['/../muster.db', '/%2e%2e/world.ts', '/..%2fworld.ts', '/.hidden', '/nothing.js']) {
    const answer = await send(world.server.url, 'GET', path);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body).toMatchObject({ error: { kind: expect.stringMatching(/^(NOT_FOUND|INVALID|FORBIDDEN)$/) } });
  }
  await world.close();
});
