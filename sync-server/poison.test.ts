import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookingInput } from '../shared/core/testing/seed.ts';
import { eventually } from '../shared/core/testing/open-device.ts';
import type { DomainEvent } from '../shared/domain/kernel/event.ts';
import { newId } from './sequencer/server-events.ts';
import { openCoreDevice, type CoreDevice, type Spoil } from './testing/core-device.ts';
import { startWorld, type World } from './testing/world.ts';

let world: World;
let manager: string;
beforeAll(async () => {
  world = await startWorld();
  failCommits(world.dataDir);
  manager = await world.addMember('manager');
});
afterAll(() => world.close());

const POISON = 'poison';
const FAILS = 'the commit fails';

/** A database that refuses to store a certain text: the commit of its group fails, again and again. */
function failCommits(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'muster.db'));
  database.exec(`CREATE TRIGGER failing BEFORE INSERT ON event_store WHEN new.event_data LIKE '%${FAILS}%'
    BEGIN SELECT RAISE(ABORT, 'as the test wants it'); END`);
  database.close();
}

const isPoison = (event: DomainEvent): boolean => JSON.stringify(event.data).includes(POISON);

/** What may be wrong with one transaction, each refused by the real server in its own way. */
const SPOILS: Readonly<Record<string, Spoil>> = {
  'too large': (event) => (isPoison(event) ? { ...event, data: { ...(event.data as object), notes: 'x'.repeat(70_000) } } : event),
  'too large for any batch': (event) =>
    isPoison(event) ? { ...event, data: { ...(event.data as object), notes: 'x'.repeat(600_000) } } : event,
  'a payload that does not fit': (event) => (isPoison(event) ? { ...event, data: { title: 5 } } : event),
  'a type of a newer app': (event) => (isPoison(event) ? { ...event, type: 'booking.teleported' } : event),
  'a version of a newer app': (event) => (isPoison(event) ? { ...event, version: 7 } : event),
  'a broken envelope': (event) => (isPoison(event) ? { ...event, zone: '' } : event),
  'the name of a colleague': (event) => (isPoison(event) ? { ...event, actorId: world.ownerId } : event),
  'a commit that fails': (event) => (isPoison(event) ? { ...event, data: { ...(event.data as object), brief: FAILS } } : event),
};

async function offlineWork(device: CoreDevice, titles: readonly string[]): Promise<string[]> {
  device.network.goOffline();
  await eventually(device.status, (status) => status.phase === 'offline');
  const ids: string[] = [];
  for (const title of titles) {
    const bookingId = newId(Date.now());
    ids.push(bookingId);
    const reply = await device.run('booking.create', bookingInput(bookingId, { title, siteId: world.siteId }));
    if (!reply.ok) throw new Error(reply.error.code);
  }
  device.network.goOnline();
  return ids;
}

const settled = (device: CoreDevice): Promise<unknown> =>
  eventually(device.status, (status) => status.phase === 'live' && status.pending === 0, 25_000);

const ownLog = async (deviceId: string) => (await (await world.enrol(manager)).pullAll()).filter((event) => event.deviceId === deviceId);

async function items(device: CoreDevice) {
  const reply = await device.core.call('setAside.read', undefined);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
}

test.each(Object.keys(SPOILS))('%s: one transaction is set aside, kept here and shown; everything else is confirmed', async (name) => {
  const spoil = SPOILS[name];
  if (spoil === undefined) throw new Error('no such spoil');
  const device = await openCoreDevice(world, manager, { spoil });
  const ids = await offlineWork(device, ['one', 'two', POISON, 'four', 'five']);
  await settled(device);
  const rows = await Promise.all(ids.map((id) => device.row(id)));
  expect(rows.map((row) => row?.sync.state)).toEqual(['confirmed', 'confirmed', 'parked', 'confirmed', 'confirmed']);
  expect(rows[2]).toMatchObject({ deleted: false, state: { title: POISON } });
  expect(rows[2]?.sync.reason).not.toBeNull();
  expect(await device.status()).toMatchObject({ parked: 1, pending: 0, phase: 'live' });
  expect(await items(device)).toMatchObject([{ about: { type: 'booking', id: ids[2] }, types: ['booking.created'] }]);
  expect(device.core.exportUnsent()).toContain(POISON);
  const log = await ownLog((await device.core.call('session.current', undefined))?.deviceId ?? '');
  expect(log.map((event) => event.deviceSeq)).toEqual([1, 2, 3, 4, 5]);
  expect(log.map((event) => event.outcome)).toEqual(['accepted', 'accepted', 'parked', 'accepted', 'accepted']);
  expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
  await device.core.close();
});

test(
  'wherever the poison stands and however the work is cut, numbers are contiguous and nothing is lost',
  { timeout: 120_000 },
  async () => {
    const scripts = fc.record({
      before: fc.nat(12),
      poisons: fc.integer({ min: 1, max: 3 }),
      between: fc.nat(4),
      after: fc.nat(12),
      how: fc.constantFrom(
        'too large',
        'a payload that does not fit',
        'a broken envelope',
        'the name of a colleague',
        'a commit that fails',
      ),
    });
    await fc.assert(
      fc.asyncProperty(scripts, async ({ before, poisons, between, after, how }) => {
        const spoil = SPOILS[how];
        const device = await openCoreDevice(world, manager, spoil === undefined ? {} : { spoil });
        const deviceId = (await device.core.call('session.current', undefined))?.deviceId ?? '';
        const good = (count: number): string[] => Array.from({ length: count }, () => 'good');
        const titles = [...good(before), ...Array.from({ length: poisons }, () => [POISON, ...good(between)]).flat(), ...good(after)];
        const ids = await offlineWork(device, titles);
        await settled(device);
        const log = await ownLog(deviceId);
        expect(log.map((event) => event.deviceSeq)).toEqual(titles.map((_title, index) => index + 1));
        expect(log.map((event) => event.outcome)).toEqual(titles.map((title) => (title === POISON ? 'parked' : 'accepted')));
        const kept = await device.rows();
        expect(ids.every((id) => kept.some((row) => row.id === id && !row.deleted))).toBe(true);
        expect((await items(device)).map((item) => item.about.id)).toEqual(ids.filter((_id, index) => titles[index] === POISON));
        await device.core.close();
      }),
      { numRuns: 12 },
    );
  },
);

test('what builds on it waits with it, and goes out with it when it is tried again; other work passes both', async () => {
  let isOld = true;
  const device = await openCoreDevice(world, manager, {
    spoil: (event) => (isOld && isPoison(event) ? { ...event, version: 7 } : event),
  });
  const [made = '', other = ''] = await offlineWork(device, [POISON, 'other']);
  const shiftId = newId(Date.now());
  expect(await device.run('booking.edit', { bookingId: made, changes: { brief: 'Bring ice' } })).toMatchObject({ ok: true });
  const shift = await device.run('shift.create', {
    shiftId,
    bookingId: made,
    needId: null,
    locationId: null,
    siteId: world.siteId,
    role: 'Host',
    skills: [],
    period: bookingInput('')['period'],
    assigneeId: null,
    overrideReason: null,
    notes: '',
  });
  expect(shift).toMatchObject({ ok: true });
  expect(await device.run('booking.edit', { bookingId: other, changes: { brief: 'Bring cups' } })).toMatchObject({ ok: true });
  await settled(device);
  expect((await device.row(other))?.sync.state).toBe('confirmed');
  expect(await device.row(made)).toMatchObject({ sync: { state: 'parked' }, state: { brief: 'Bring ice' } });
  expect((await device.row(shiftId))?.sync.state).toBe('parked');
  const waiting = await items(device);
  expect(waiting.map((item) => item.reason?.code)).toEqual(['event.unknown-type', 'sync.dependency-parked', 'sync.dependency-parked']);

  isOld = false;
  const retried = await device.core.call('setAside.retry', { txnId: waiting[0]?.txnId ?? '' });
  expect(retried).toEqual({ ok: true, value: { events: 3 } });
  await settled(device);
  expect(await items(device)).toEqual([]);
  expect(await device.row(made)).toMatchObject({ sync: { state: 'confirmed' }, state: { brief: 'Bring ice' } });
  expect((await device.row(shiftId))?.sync.state).toBe('confirmed');
  expect(await device.core.call('setAside.retry', { txnId: waiting[0]?.txnId ?? '' })).toMatchObject({ ok: false });
  await device.core.close();
});

test('tried again while nothing has changed, it is set aside again and blocks nothing; given up, it is gone from the screen and stays in the log', async () => {
  const spoil = SPOILS['a broken envelope'];
  const device = await openCoreDevice(world, manager, spoil === undefined ? {} : { spoil });
  const [made = ''] = await offlineWork(device, [POISON]);
  await settled(device);
  const [first] = await items(device);
  await device.core.call('setAside.retry', { txnId: first?.txnId ?? '' });
  await settled(device);
  const [second, ...more] = await items(device);
  expect(more).toEqual([]);
  expect(second).toMatchObject({ about: { id: made } });
  expect(second?.txnId).not.toBe(first?.txnId);
  await device.core.call('setAside.dismiss', { txnId: second?.txnId ?? '' });
  expect(await items(device)).toEqual([]);
  expect(await device.status()).toMatchObject({ parked: 0 });
  expect((await device.row(made))?.deleted).toBe(true);
  expect(device.driver.prepare('SELECT count(*) AS n FROM own_log').get()).toEqual({ n: 2 });
  await device.core.close();
});
