import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, memorySecrets, newDatabasePath, openDevice } from '../shared/core/testing/open-device.ts';
import { bookingInput } from '../shared/core/testing/seed.ts';
import { laterRulebook } from '../shared/domain/testing/later-rulebook.ts';
import { newId } from './sequencer/server-events.ts';
import { openCoreDevice, realNetwork, type CoreDevice } from './testing/core-device.ts';
import { bookingCreated } from './testing/events.ts';
import { startWorld, type World } from './testing/world.ts';

let world: World;
let manager: string;
beforeAll(async () => {
  world = await startWorld();
  manager = await world.addMember('manager');
});
afterAll(() => world.close());

const DIFFERS = 'this device made something else of the log than the server';
const differences = (device: CoreDevice): readonly string[] => device.complaints.filter((line) => line.startsWith(DIFFERS));
const settled = (device: CoreDevice) =>
  eventually(device.status, (status) => status.phase === 'live' && status.pending === 0 && status.cursor === status.head);
const meta = (device: CoreDevice, key: string) =>
  device.driver.prepare('SELECT value FROM meta WHERE key = ?').get<{ value: string }>(key)?.value;
/** Until the state was found equal to the server's. */
const equal = (device: CoreDevice) =>
  eventually(
    () => [meta(device, 'digest_seq'), meta(device, 'digest_repairs')],
    ([seq, repairs]) => seq !== undefined && repairs === undefined,
  );

/** A device with a booking of its own, closed; it can be damaged and opened again. */
async function closedDevice() {
  const [path, secrets, bookingId] = [newDatabasePath(), memorySecrets(), newId(Date.now())];
  const device = await openCoreDevice(world, manager, { path, secrets });
  await device.run('booking.create', bookingInput(bookingId, { siteId: world.siteId, title: 'Mine' }));
  await settled(device);
  return { device, path, secrets, bookingId };
}

async function reopened({ path, secrets }: Awaited<ReturnType<typeof closedDevice>>, damage: (device: CoreDevice) => unknown) {
  const network = realNetwork(world.server.url);
  network.goOffline();
  const opened = await openDevice({ path, secrets, network });
  const device: CoreDevice = { ...opened, network, status: () => opened.core.call('sync.status', undefined) };
  await damage(device);
  network.goOnline();
  return device;
}

test('a healthy device is compared when it connects, and nothing is repaired', async () => {
  const { device } = await closedDevice();
  await equal(device);
  expect(differences(device)).toEqual([]);
  await device.core.close();
});

const DAMAGES: Readonly<Record<string, string>> = {
  'a row that is gone': "DELETE FROM entity_state WHERE type = 'booking' AND id = ?",
  'a row that missed an event': "UPDATE entity_state SET seq = seq - 1 WHERE type = 'booking' AND id = ?",
  'a row that should not be there':
    "INSERT INTO entity_state (type, id, seq, body) SELECT type, 'ffffffff-ffff-4fff-8fff-ffffffffffff', seq, body FROM entity_state WHERE id = ?",
};

test.each(Object.entries(DAMAGES))('%s is built anew from the log of the device, unsent work untouched', async (_name, sql) => {
  const before = await closedDevice();
  await before.device.core.close();
  const later = newId(Date.now());
  const device = await reopened(before, async (opened) => {
    opened.driver.prepare(sql).run(before.bookingId);
    await opened.run('booking.create', bookingInput(later, { siteId: world.siteId, title: 'Not sent yet' }));
  });
  await settled(device);
  await eventually(
    () => differences(device).length,
    (count) => count > 0,
  );
  await equal(device);
  expect(differences(device)).toHaveLength(1);
  expect(await device.row(before.bookingId)).toMatchObject({ state: { title: 'Mine' }, sync: { state: 'confirmed' } });
  expect(await device.row(later)).toMatchObject({ state: { title: 'Not sent yet' }, sync: { state: 'confirmed' } });
  expect((await device.status()).problem).toBeNull();
  expect(world.lines.some(({ message }) => message.startsWith('a device made something else'))).toBe(true);
  await device.core.close();
});

test('what its own log does not mend is read again from the server; when that does not help either, both digests are told', async () => {
  const before = await closedDevice();
  await before.device.core.close();
  // A server that insists on another picture, as a rule that folds differently there would make it.
  const real = realNetwork(world.server.url);
  let asked = 0;
  let insists = true;
  const network: typeof real = {
    ...real,
    request: async (input) => {
      const reply = await real.request(input);
      if (!input.path.startsWith('/v1/sync/digest')) return reply;
      asked += 1;
      const body = reply.body as { readonly digest: string | null };
      return { ...reply, body: { ...body, digest: insists && body.digest !== null ? '0123456789abc' : body.digest } };
    },
  };
  const opened = await openDevice({ path: before.path, secrets: before.secrets, network });
  const device: CoreDevice = { ...opened, network, status: () => opened.core.call('sync.status', undefined) };
  const told = await eventually(device.status, (status) => status.problem?.code === 'sync.diverged');
  expect(told.problem?.params).toMatchObject({ theirs: '0123456789abc' });
  expect(told.problem?.params['ours']).toMatch(/^[0-9a-f]{13}$/);
  expect(differences(device)).toHaveLength(3);
  expect(meta(device, 'era')).toBe('1');
  // It is said and not done again and again; everything goes on.
  const later = newId(Date.now());
  await device.run('booking.create', bookingInput(later, { siteId: world.siteId }));
  await settled(device);
  expect(asked).toBe(3);
  expect(await device.row(before.bookingId)).toMatchObject({ state: { title: 'Mine' }, sync: { state: 'confirmed' } });
  insists = false;
  await device.core.close();
  const healed = await reopened(before, () => undefined);
  await equal(healed);
  expect((await healed.status()).problem).toBeNull();
  await healed.core.close();
});

test('a device of another version is not compared: it folds some events differently and is right to', async () => {
  const rulebook = laterRulebook('booking.starred', {}, 'booking.note_added');
  const before = await closedDevice();
  await before.device.core.close();
  const asked: string[] = [];
  const real = realNetwork(world.server.url);
  const network: typeof real = {
    ...real,
    request: (input) => {
      asked.push(input.path);
      return real.request(input);
    },
  };
  const device = await openDevice({ path: before.path, secrets: before.secrets, network, options: { rulebook } });
  device.driver.exec("DELETE FROM entity_state WHERE type = 'booking'");
  await eventually(
    () => asked.filter((path) => path.startsWith('/v1/sync/digest')).length,
    (count) => count > 0,
  );
  await settled({ ...device, network, status: () => device.core.call('sync.status', undefined) });
  expect(device.complaints.filter((line) => line.startsWith(DIFFERS))).toEqual([]);
  await device.core.close();
});

test('a device is compared again after every thousand events, on a log that moves on', async () => {
  const device = await openCoreDevice(world, manager);
  await equal(device);
  const writer = await world.enrol(manager);
  const first = Number(meta(device, 'digest_seq'));
  while (Number(meta(device, 'cursor')) < (Math.floor(first / 1000) + 1) * 1000) {
    const drafts = Array.from({ length: 50 }, () => bookingCreated(world.siteId));
    await writer.submit(drafts);
    await eventually(
      async () => [(await device.status()).cursor, (await writer.pull(0, 1)).head],
      ([cursor, head]) => cursor === head,
    );
  }
  await eventually(
    () => Number(meta(device, 'digest_seq')),
    (seq) => seq >= Math.floor(first / 1000) * 1000 + 1000,
  );
  expect(differences(device)).toEqual([]);
  await device.core.close();
});
