import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../sequencer/server-events.ts';
import { startServer, type RunningServer } from '../../server.ts';
import { TestDevice, type TestStream } from '../../testing/device.ts';
import { bookingCreated, bookingEdited, noteAdded } from '../../testing/events.ts';
import { asSuperuser, emptyDatabase } from '../../testing/postgres.ts';
import { startWorld, temporaryFolder, type World } from '../../testing/world.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: string;
let world: World;
let other: RunningServer;
let manager: string;
const otherFolder = temporaryFolder();
beforeAll(async () => {
  database = await emptyDatabase();
  world = await startWorld({ database });
  manager = await world.addMember('manager');
  other = await startServer({ dataDir: otherFolder, database, port: 0, log: quiet, authPerMinute: 10_000 });
});
afterAll(async () => {
  await world.close();
  await other.close();
  rmSync(otherFolder, { recursive: true, force: true });
});

/** The same device, talking to another process. */
function at(url: string, device: TestDevice): TestDevice {
  const { accessToken, refreshToken, session } = device;
  const elsewhere = new TestDevice(url, { accessToken, refreshToken, expiresIn: 900, session });
  elsewhere.epoch = device.epoch;
  elsewhere.lastDeviceSeq = device.lastDeviceSeq;
  return elsewhere;
}

async function follow(device: TestDevice): Promise<TestStream> {
  const stream = await device.openStream();
  stream.send({ kind: 'subscribe', epoch: device.epoch, cursor: 0, credit: 8 });
  stream.socket.on('message', (data) => {
    if (String(data).startsWith('{"kind":"page"')) stream.send({ kind: 'credit', pages: 1 });
  });
  return stream;
}

const logIn = (url: string): Promise<Record<string, unknown>[]> =>
  asSuperuser(url, 'SELECT seq, hash, prev_hash, id, device_id, device_seq, txn_id FROM event_store ORDER BY seq');

test('two processes push at once: one gapless order, every number once, and readers of both miss nothing', async () => {
  const devices = await Promise.all([0, 1, 2, 3].map(() => world.enrol(manager)));
  const streams = await Promise.all([follow(await world.enrol(manager)), follow(at(other.url, await world.enrol(manager)))]);
  await Promise.all(
    devices.map(async (device, index) => {
      const writer = index % 2 === 0 ? device : at(other.url, device);
      for (let round = 0; round < 15; round += 1) {
        const id = newId(Date.now());
        await writer.submit([bookingCreated(world.siteId, id), noteAdded(id, `round ${round}`)]);
      }
    }),
  );
  const rows = await logIn(database);
  expect(rows.map((row) => Number(row['seq']))).toEqual(rows.map((_row, index) => index + 1));
  for (const [index, row] of rows.entries()) expect(row['prev_hash']).toBe(index === 0 ? '0'.repeat(64) : rows[index - 1]?.['hash']);
  for (const device of devices) {
    const own = rows.filter((row) => row['device_id'] === device.session.deviceId).map((row) => Number(row['device_seq']));
    expect(own).toEqual(Array.from({ length: 30 }, (_value, index) => index + 1));
  }
  for (const stream of streams) {
    await stream.until((s) => (s.pages().at(-1)?.to ?? 0) >= rows.length);
    expect(stream.events().map((event) => event.id)).toEqual(rows.map((row) => row['id']));
    stream.close();
  }
  for (const server of [world.server, other]) {
    await expect.poll(() => server.admin.organizations()[0]?.head).toBe(rows.length);
    expect((await server.admin.verify(world.organizationId)).problems).toEqual([]);
  }
});

test('the same batch at two processes at once is stored once and answered twice alike', async () => {
  const device = await world.enrol(manager);
  const batch = device.batch(device.write([bookingCreated(world.siteId)]));
  const answers = await Promise.all([device.post('/v1/sync/push', batch), at(other.url, device).post('/v1/sync/push', batch)]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  const [a, b] = answers.map((answer) => answer.body as { outcomes: unknown; lastDeviceSeq: number });
  expect(a?.outcomes).toEqual(b?.outcomes);
  expect(b?.lastDeviceSeq).toBe(1);
});

test('whoever was answered by one process is never told by the other that the log was restored', async () => {
  const device = await world.enrol(manager);
  for (let round = 0; round < 20; round += 1) {
    const reply = await device.submit([bookingCreated(world.siteId)]);
    const elsewhere = at(other.url, device);
    const page = await elsewhere.pull(reply.head);
    expect(page).toMatchObject({ epoch: device.epoch, from: reply.head, events: [] });
    expect((await elsewhere.hello()).lastDeviceSeq).toBe(reply.lastDeviceSeq);
  }
});

test('sessions, codes and revocations hold at every process', async () => {
  const device = await TestDevice.enrol(other, await world.server.admin.createEnrolCode(manager), 'phone');
  const stream = await follow(at(world.server.url, device));
  await stream.until((s) => s.pages()[0]);
  await other.admin.revokeDevice(device.session.deviceId);
  const answer = await at(world.server.url, device).get(`/v1/sync/pull?epoch=${device.epoch}&cursor=0`);
  expect(answer.body).toMatchObject({ error: { kind: 'REVOKED' } });
  await stream.until((s) => s.closed);
  expect(stream.frames).toContainEqual(expect.objectContaining({ kind: 'error', error: expect.objectContaining({ kind: 'REVOKED' }) }));
});

test('two people who edit the same field at two processes get one value and one conflict', async () => {
  const [a, b] = await Promise.all([world.enrol(manager), world.enrol(manager)]);
  const id = newId(Date.now());
  await a.submit([bookingCreated(world.siteId, id)]);
  const basisSeq = (await a.hello()).head;
  const elsewhere = at(other.url, b);
  const replies = await Promise.all([
    a.submit([bookingEdited(id, 'contactName', 'Carla', 'Anton')], { basisSeq }),
    elsewhere.submit([bookingEdited(id, 'contactName', 'Carla', 'Berta')], { basisSeq }),
  ]);
  expect(replies.map((reply) => reply.outcomes[0]?.outcome).sort()).toEqual(['accepted', 'rejected']);
});

test('with the notifications gone, the other process still has everything within its next look', async () => {
  await asSuperuser(
    database,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
  );
  const reader = await follow(at(other.url, await world.enrol(manager)));
  const device = await world.enrol(manager);
  const { head } = await device.submit([bookingCreated(world.siteId)]);
  await reader.until((s) => (s.pages().at(-1)?.to ?? 0) >= head);
  reader.close();
});

test('a claim that only the database knows is kept out by it: nothing is stored, and the server says so loudly', async () => {
  const [memberId, shiftId] = [await world.addMember('staff', 'Sam'), newId(Date.now())];
  const period = {
    start: '2031-05-01T08:00:00.000Z',
    end: '2031-05-01T16:00:00.000Z',
    zone: 'UTC',
    startLocal: '2031-05-01T08:00',
    endLocal: '2031-05-01T16:00',
  };
  await asSuperuser(database, `INSERT INTO claims SELECT organization_no, $1, $2, $3, 'shift', $4, FALSE FROM organization_heads`, [
    `member:${memberId}`,
    Date.parse(period.start),
    Date.parse(period.end),
    newId(1),
  ]);
  const before = world.server.admin.organizations()[0]?.head;
  const input = { shiftId, bookingId: null, needId: null, locationId: null, siteId: world.siteId, role: 'Host', skills: [], period };
  const assigned = world.server.admin.runAs(world.ownerId, [
    { name: 'shift.create', input: { ...input, assigneeId: memberId, overrideReason: null, notes: '' } },
    { name: 'shift.publish', input: { shiftId } },
  ]);
  await expect(assigned).rejects.toThrow('failed');
  expect(world.server.admin.organizations()[0]?.head).toBe(before);
  expect(world.lines.some(({ level, fields }) => level === 'error' && String(fields['err']).includes('claims_never_overlap'))).toBe(true);
});

test('a process killed in the middle of its commits leaves whole transactions, and the other goes on at once', async () => {
  const folder = temporaryFolder();
  const device = await world.enrol(manager);
  const acknowledged = new Set<string>();
  for (let life = 0; life < 4; life += 1) {
    const child = spawn(process.execPath, [MAIN, '--data', folder, '--port', '0'], {
      env: { ...process.env, MUSTER_DATABASE: database, MUSTER_LOG: 'error' },
    });
    const url = await ready(child);
    const writer = at(url, device);
    await writer.hello();
    setTimeout(() => child.kill('SIGKILL'), 100 + life * 60);
    for (;;) {
      const id = newId(Date.now());
      const events = writer.write([bookingCreated(world.siteId, id), noteAdded(id, 'n'), noteAdded(id, 'm')]);
      try {
        const answer = await writer.post('/v1/sync/push', writer.batch(events));
        if (answer.status !== 200) break;
      } catch {
        break;
      }
      for (const event of events) acknowledged.add(event.id);
      writer.lastDeviceSeq += 3;
    }
    await device.hello();
    expect((await device.submit([bookingCreated(world.siteId)])).outcomes[0]?.outcome).toBe('accepted');
  }
  const rows = await logIn(database);
  const stored = new Set(rows.map((row) => row['id']));
  expect(acknowledged.size).toBeGreaterThan(0);
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  expect(rows.map((row) => Number(row['seq']))).toEqual(rows.map((_row, index) => index + 1));
  const own = rows.filter((row) => row['device_id'] === device.session.deviceId);
  expect(own.map((row) => Number(row['device_seq']))).toEqual(own.map((_row, index) => index + 1));
  expect((await other.admin.verify(world.organizationId)).problems).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (data: Buffer) => {
      said += String(data);
      const url = /muster server ready (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr?.on('data', (data: Buffer) => void (said += String(data)));
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
}
