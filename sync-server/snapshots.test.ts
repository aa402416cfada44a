import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpReply } from '../shared/core/ports.ts';
import { eventually, newDatabasePath, openDevice, type Device, type DeviceSetup } from '../shared/core/testing/open-device.ts';
import type { ViewRow } from '../shared/ipc/bridge.ts';
import { hire, pastBooking, weekCommands } from './bench/busy-year.ts';
import { newId } from './sequencer/server-events.ts';
import { realNetwork, type CoreNetwork } from './testing/core-device.ts';
import { bookingCreated, bookingData, bookingEdited, noteAdded, transaction } from './testing/events.ts';
import { secretsIn } from './testing/first-fill.ts';
import { STORES } from './testing/stores.ts';
import { startWorld, temporaryFolder, type World } from './testing/world.ts';

const FIRST_FILL = fileURLToPath(new URL('testing/first-fill.ts', import.meta.url));

type Answer = (path: string, reply: HttpReply) => HttpReply | Promise<HttpReply>;

interface Watched extends Device {
  readonly network: CoreNetwork;
  readonly paths: string[];
}

/** A core on a real server; a test may look at its requests and change the answers. */
async function openWatched(world: World, setup: DeviceSetup & { readonly answer?: Answer } = {}): Promise<Watched> {
  const real = realNetwork(world.server.url);
  const paths: string[] = [];
  const network: CoreNetwork = {
    ...real,
    request: async (input) => {
      paths.push(input.path);
      const reply = await real.request(input);
      return setup.answer === undefined ? reply : setup.answer(input.path, reply);
    },
  };
  return { ...(await openDevice({ ...setup, network })), network, paths };
}

async function signIn(world: World, device: Watched, memberId: string): Promise<void> {
  const reply = await device.core.call('session.enrol', { code: await world.server.admin.createEnrolCode(memberId) });
  if (!reply.ok) throw new Error(reply.error.code);
}

const whole = (device: Device) =>
  eventually(
    () => device.core.call('sync.status', undefined),
    (status) => status.phase === 'live' && status.cursor === status.head && status.pending === 0 && status.olderLog === null,
    60_000,
  );

/** Everything a row says, in one order; its position in the feed is each device's own. */
async function picture(device: Device): Promise<Omit<ViewRow, 'rev'>[]> {
  const rows = await device.rows();
  const known = rows.filter(({ deleted }) => !deleted).map(({ rev: _rev, ...row }) => row);
  return known.sort((a, b) => (`${a.collection} ${a.id}` < `${b.collection} ${b.id}` ? -1 : 1));
}

const logOf = (device: Device) =>
  device.driver.prepare('SELECT position, body, prev_hash, hash FROM confirmed_log ORDER BY position').all();

const noSnapshot: Answer = (path, reply) =>
  path === '/v1/sync/hello' ? { ...reply, body: { ...(reply.body as object), snapshot: false } } : reply;

describe.each(STORES)('on %s', (_name, database) => {
  let world: World;
  let manager: string;
  let people: string[];

  beforeAll(async () => {
    // nothing becomes due while two devices are compared
    world = await startWorld({
      clockMs: 3_600_000,
      database: await database(),
      snapshots: { fromEvents: 1, partObjects: 20, staleEvents: 1 },
    });
    manager = await world.addMember('manager', 'Mara Manager');
    people = Array.from({ length: 14 }, () => newId(Date.now()));
    await run(people.map((memberId, index) => hire(memberId, index, world.siteId)));
    await work(6);
    await run(weekCommands(world.siteId, people, Date.now()));
  }, 60_000);
  afterAll(() => world.close());

  async function run(commands: readonly { name: string; input: object }[]): Promise<void> {
    const refused = (await world.server.admin.runAs(world.ownerId, commands)).find(({ ok }) => !ok);
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
  }

  /** Past bookings with their shifts, notes that leave no stamp, a conflict, and a booking that policies answer. */
  async function work(bookings: number): Promise<void> {
    const writer = await world.enrol(manager);
    for (let index = 0; index < bookings; index += 1) {
      const drafts = pastBooking(index, bookings, world.siteId, people, Date.now() - (bookings - index) * 86_400_000);
      await writer.push(drafts.flatMap((draft, n) => transaction(writer.author, writer.lastDeviceSeq + 1 + n, [draft])));
    }
    const [a, b] = await Promise.all([world.enrol(manager), world.enrol(manager)]);
    const id = newId(Date.now());
    await a.submit([bookingCreated(world.siteId, id)]);
    const basisSeq = (await a.hello()).head;
    await b.hello();
    await a.submit([bookingEdited(id, 'contactName', 'Carla', 'Anton')], { basisSeq });
    await b.submit([bookingEdited(id, 'contactName', 'Carla', 'Berta')], { basisSeq });
    await a.submit([noteAdded(id, 'The hall opens at nine.')]);
  }

  test('a device that signs in fresh sees exactly the rows of one that read the log, whenever its snapshot was taken', async () => {
    const reader = await openWatched(world, { answer: noSnapshot });
    await signIn(world, reader, manager);
    const fresh: Watched[] = [];
    for (let round = 0; round < 3; round += 1) {
      const device = await openWatched(world);
      await signIn(world, device, manager);
      await whole(device);
      fresh.push(device);
      await work(2);
    }
    await whole(reader);
    expect(reader.paths.some((path) => path.includes('/snapshot'))).toBe(false);
    const expected = await picture(reader);
    expect(expected.length).toBeGreaterThan(150);
    expect(expected.some(({ collection }) => collection === 'conflicts')).toBe(true);
    for (const device of fresh) {
      expect(device.paths.filter((path) => path.includes('/snapshot/part')).length).toBeGreaterThan(2);
      await eventually(
        () => device.core.call('sync.status', undefined),
        ({ cursor }) =>
          cursor === Number(reader.driver.prepare("SELECT value FROM meta WHERE key = 'cursor'").get<{ value: string }>()?.value),
      );
      expect(await picture(device)).toEqual(expected);
      expect(logOf(device)).toEqual(logOf(reader));
      await device.core.close();
      const again = await openWatched(world, { path: device.path });
      expect(await picture(again)).toEqual(expected);
      await again.core.close();
    }
    await reader.core.close();
  }, 60_000);

  test('today comes first, and what is done meanwhile counts from what the snapshot knows', async () => {
    const gate = Promise.withResolvers<void>();
    const device = await openWatched(world, {
      answer: async (path, reply) => {
        if (path.includes('part=1')) await gate.promise;
        return reply;
      },
    });
    await signIn(world, device, manager);
    const { filling } = await eventually(
      () => device.core.call('sync.status', undefined),
      (status) => (status.filling?.done ?? 0) > 0,
    );
    const rows = await device.rows();
    expect(filling?.total).toBeGreaterThan(rows.length);
    const today = new Date().toISOString().slice(0, 10);
    const server = world.server.admin.reader(world.organizationId);
    const shifts = people
      .flatMap((memberId) => server.find('shift', `member:${memberId}`))
      .filter(({ state }) => state.period.start.startsWith(today));
    expect(shifts.length).toBeGreaterThan(0);
    expect(shifts.filter(({ id }) => !rows.some((row) => row.id === id))).toEqual([]);

    const bookingId = newId(Date.now());
    const created = await device.run('booking.create', { ...bookingData(world.siteId), bookingId });
    expect(created.ok).toBe(true);
    expect((await device.row(bookingId))?.sync).toMatchObject({ state: 'saved', pending: 1 });
    const own = device.driver.prepare("SELECT body ->> 'basisSeq' AS basis FROM own_log").get<{ basis: number }>();
    expect(own?.basis).toBeGreaterThan(100);
    gate.resolve();
    await whole(device);
    expect((await device.row(bookingId))?.sync).toMatchObject({ state: 'confirmed', pending: 0 });
    await device.core.close();
  }, 60_000);

  test('what was not sent when a device has to begin anew outlives the snapshot and is confirmed once', async () => {
    let refusals = 0;
    const device = await openWatched(world, {
      answer: (path, reply) => {
        if (path !== '/v1/sync/hello' || refusals === 0) return reply;
        refusals -= 1;
        const error = { kind: 'RESYNC', message: 'too old', field: null, retryAfterMs: null, expected: null, floor: null, epoch: null };
        return { status: 409, headers: {}, body: { error } };
      },
    });
    await signIn(world, device, manager);
    await whole(device);
    device.network.goOffline();
    const bookingId = newId(Date.now());
    await device.run('booking.create', { ...bookingData(world.siteId), bookingId });
    refusals = 1;
    device.paths.length = 0;
    device.network.goOnline();
    await eventually(
      () => device.paths.length,
      () => device.paths.some((path) => path.includes('/snapshot/part')),
    );
    await whole(device);
    expect((await device.row(bookingId))?.sync).toMatchObject({ state: 'confirmed', pending: 0 });
    expect(
      device.driver
        .prepare('SELECT count(*) AS n FROM confirmed_log WHERE aggregate_id = ? AND type = ?')
        .get(bookingId, 'booking.created'),
    ).toEqual({
      n: 1,
    });
    expect(await picture(device)).toEqual(await readerPicture());
    await device.core.close();
  }, 60_000);

  test.each([
    [
      'altered',
      (part: SnapshotPart) => ({
        ...part,
        rows: part.rows.map((row) => row.map((value) => (typeof value === 'string' ? value.replace('Tasting', 'Testing') : value))),
      }),
    ],
    ['truncated', (part: SnapshotPart) => ({ ...part, rows: part.rows.slice(1) })],
    ['malformed', () => ({ rows: [[1, 2]] })],
  ])(
    'a part that is %s is refused by name, nothing of it stays, and the log is read instead',
    async (fault, spoil) => {
      const device = await openWatched(world, {
        answer: (path, reply) =>
          path.includes('part=2') && reply.status === 200 ? { ...reply, body: spoil(reply.body as SnapshotPart) } : reply,
      });
      await signIn(world, device, manager);
      await whole(device);
      expect(device.complaints.join('\n')).toContain(`part 2 of a snapshot cannot be used: ${fault}`);
      expect(device.paths.some((path) => path.includes('/sync/pull') && path.includes('cursor=0'))).toBe(true);
      expect(await picture(device)).toEqual(await readerPicture());
      await device.core.close();
    },
    60_000,
  );

  test('a manifest whose parts were exchanged, and a server without one, lead to the log', async () => {
    for (const answer of [
      ((path, reply) => {
        const body = reply.body as { readonly parts: readonly unknown[] };
        return /snapshot\?/.test(path) ? { ...reply, body: { ...body, parts: body.parts.toReversed() } } : reply;
      }) satisfies Answer,
      ((path, reply) => (/snapshot\?/.test(path) ? { ...reply, status: 500, body: undefined } : reply)) satisfies Answer,
    ]) {
      const device = await openWatched(world, { answer });
      await signIn(world, device, manager);
      await whole(device);
      expect(device.paths.some((path) => path.includes('/snapshot/part'))).toBe(false);
      expect(await picture(device)).toEqual(await readerPicture());
      await device.core.close();
    }
  }, 60_000);

  test('killed with SIGKILL at any step of its first fill, a device goes on where it stood', async () => {
    const expected = await readerPicture();
    // One that is made while devices read the one before would make them begin anew.
    const asking = await world.enrol(manager);
    const { head } = await asking.hello();
    await eventually(
      async () => (await asking.get(`/v1/sync/snapshot?epoch=${asking.epoch}`)).body as { readonly seq: number },
      ({ seq }) => seq === head,
    );
    for (const afterAnswers of [1, 2, 3, 5, 8, 11]) {
      const path = newDatabasePath();
      const secretFile = join(temporaryFolder(), 'secret');
      const code = await world.server.admin.createEnrolCode(manager);
      const seen = await fillAndKill([path, world.server.url, secretFile, code], afterAnswers);
      expect(seen).toBeGreaterThanOrEqual(afterAnswers);
      const device = await openWatched(world, { path, secrets: secretsIn(secretFile) });
      await whole(device);
      // Parts that were taken in are not asked for again.
      const parts = device.paths.filter((asked) => asked.includes('/snapshot/part'));
      if (afterAnswers >= 5) expect(parts.some((asked) => asked.endsWith('part=0'))).toBe(false);
      expect(await picture(device)).toEqual(expected);
      await device.core.close();
    }
  }, 120_000);

  async function readerPicture(): Promise<Omit<ViewRow, 'rev'>[]> {
    const reader = await openWatched(world, { answer: noSnapshot });
    await signIn(world, reader, manager);
    await whole(reader);
    const rows = await picture(reader);
    await reader.core.close();
    return rows;
  }
});

interface SnapshotPart {
  readonly rows: readonly (readonly unknown[])[];
}

/** Runs a device in a process of its own and kills it as soon as it has had so many answers. */
async function fillAndKill(args: readonly string[], afterAnswers: number): Promise<number> {
  const child = spawn(process.execPath, ['--no-warnings', FIRST_FILL, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let answers = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answers += text.split('\n').length - 1;
    if (answers >= afterAnswers) child.kill('SIGKILL');
  });
  await new Promise((resolve) => void child.on('close', resolve));
  return answers;
}
