import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually, memorySecrets, newDatabasePath, openDevice } from '../shared/core/testing/open-device.ts';
import { bookingInput } from '../shared/core/testing/seed.ts';
import { entryOf, laterRulebook } from '../shared/domain/testing/later-rulebook.ts';
import { ok } from '../shared/domain/kernel/result.ts';
import { RULEBOOK, type Rulebook } from '../shared/domain/rulebook.ts';
import { newId } from './sequencer/server-events.ts';
import { startServer, type ServerOptions } from './server.ts';
import { openCoreDevice, realNetwork, type CoreDevice } from './testing/core-device.ts';
import { TestDevice } from './testing/device.ts';
import { bookingCreated, noteAdded } from './testing/events.ts';
import { startWorld, type World } from './testing/world.ts';

const noted = entryOf('booking.note_added').definition;

const addNote = RULEBOOK.commands.get('booking.add_note');

/** A later version of the product: notes have a tone, written into the brief so that it shows, and bookings can be starred. */
const LATER: Rulebook = {
  ...laterRulebook(
    'booking.starred',
    {
      data: z.strictObject({ stars: z.int() }),
      evolve: (state, data) => ({ ...(state as object), brief: `${(data as { readonly stars: number }).stars} stars` }),
    },
    'booking.note_added',
    laterRulebook('booking.note_added', {
      version: 2,
      data: z.strictObject({ noteId: z.string(), text: z.string(), tone: z.string() }),
      upcasts: [(data) => ({ ...(data as object), tone: 'calm' })],
      evolve: (state, data, event, attachedAs) => {
        const { tone, ...note } = data as { readonly tone: string };
        return { ...(noted.evolve?.(state, note as never, event, attachedAs) as object), brief: tone };
      },
    }),
  ),
  commands: new Map(RULEBOOK.commands).set('booking.add_note', {
    ...addNote!,
    decide: (input, context) => {
      const decided = addNote!.decide(input, context);
      if (!decided.ok) return decided;
      return ok(decided.value.map((draft) => ({ ...draft, data: { ...(draft.data as object), tone: 'urgent' } })));
    },
  }),
};

let world: World;
let manager: string;
beforeEach(async () => {
  world = await startWorld();
  manager = await world.addMember('manager');
});
afterEach(() => world.close());

/** The same data under a server of another version, at the same address. */
async function become(options: Partial<ServerOptions>): Promise<void> {
  const { port } = world.server;
  await world.server.close();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ log, authPerMinute: 10_000, dataDir: world.dataDir, port, ...options });
  world = { ...world, server, close: () => server.close() };
}

const settled = (device: CoreDevice) =>
  eventually(device.status, (status) => status.phase === 'live' && status.pending === 0 && status.cursor === status.head, 25_000);

/** The same device after an update of its app. */
async function updated(device: CoreDevice, rulebook: Rulebook, secrets: ReturnType<typeof memorySecrets>): Promise<CoreDevice> {
  await device.core.close();
  const network = realNetwork(world.server.url);
  const next = await openDevice({ path: device.path, secrets, network, options: { rulebook } });
  return { ...next, network, status: () => next.core.call('sync.status', undefined) };
}

const writer = async () => TestDevice.enrol(world.server, await world.server.admin.createEnrolCode(manager), 'newer laptop');

const starred = (bookingId: string) => ({
  type: 'booking.starred',
  aggregateType: 'booking' as const,
  aggregateId: bookingId,
  data: { stars: 5 },
});

test('an old app keeps what it cannot read, byte for byte, holds its object still, and shows it once it is updated', async () => {
  await become({ rulebook: LATER });
  const secrets = memorySecrets();
  const old = await openCoreDevice(world, manager, { path: newDatabasePath(), secrets });
  const newer = await writer();
  const [bookingId, otherId] = [newId(Date.now()), newId(Date.now() + 1)];
  await newer.submit([bookingCreated(world.siteId, bookingId)]);
  await newer.submit([bookingCreated(world.siteId, otherId)]);
  await newer.submit([starred(bookingId)]);
  const toned = { ...noteAdded(otherId, 'Loud'), data: { noteId: newId(Date.now()), text: 'Loud', tone: 'urgent' } };
  await newer.push(newer.write([toned]).map((event) => ({ ...event, version: 2 })));
  await eventually(
    () => old.row(otherId),
    (row) => row?.readOnly === true,
  );
  expect(await old.row(bookingId)).toMatchObject({ readOnly: true, state: { brief: '' } });
  expect(await old.run('booking.edit', { bookingId, changes: { title: 'No' } })).toMatchObject({ ok: false });
  // Nothing else stands still.
  const ownId = newId(Date.now() + 2);
  expect(await old.run('booking.create', bookingInput(ownId, { siteId: world.siteId }))).toMatchObject({ ok: true });
  await settled(old);
  expect(await old.row(ownId)).toMatchObject({ sync: { state: 'confirmed' } });
  const raw = old.driver.prepare("SELECT body FROM confirmed_log WHERE type = 'booking.starred'").get<{ body: string }>();
  expect(raw?.body).toContain('"stars":5');
  expect((await newer.get(`/v1/sync/pull?epoch=${newer.epoch}&cursor=0&limit=500`)).text).toContain(raw?.body.slice(0, -1));

  const now = await updated(old, LATER, secrets);
  await settled(now);
  expect(await now.row(bookingId)).toMatchObject({ readOnly: false, state: { brief: '5 stars' } });
  expect(await now.row(otherId)).toMatchObject({ readOnly: false, state: { brief: 'urgent', noteLog: [{ text: 'Loud' }] } });
  expect(await now.run('booking.edit', { bookingId, changes: { title: 'Yes' } })).toMatchObject({ ok: true });
  await settled(now);
  await now.core.close();
});

test('a newer server takes what an old app writes in its own version, and old and new apps read it each in theirs', async () => {
  await become({ rulebook: LATER });
  const old = await openCoreDevice(world, manager);
  const fresh = await openCoreDevice(world, manager, { options: { rulebook: LATER } });
  const bookingId = newId(Date.now());
  await old.run('booking.create', bookingInput(bookingId, { siteId: world.siteId }));
  await old.run('booking.add_note', { bookingId, noteId: newId(Date.now()), text: 'From the old app' });
  await settled(old);
  await settled(fresh);
  expect(await old.row(bookingId)).toMatchObject({ readOnly: false, sync: { state: 'confirmed' }, state: { noteLog: [{}] } });
  expect(await fresh.row(bookingId)).toMatchObject({ readOnly: false, state: { brief: 'calm', noteLog: [{ text: 'From the old app' }] } });
  const stored = (await (await writer()).pullAll()).find(({ type }) => type === 'booking.note_added');
  expect(stored).toMatchObject({ version: 1, outcome: 'accepted', data: { text: 'From the old app' } });
  expect(stored?.data).not.toHaveProperty('tone');
  for (const device of [old, fresh]) await device.core.close();
});

test('an update over unsent work sends it as it was written and shows it by the new rules', async () => {
  const secrets = memorySecrets();
  const old = await openCoreDevice(world, manager, { path: newDatabasePath(), secrets });
  const bookingId = newId(Date.now());
  await old.run('booking.create', bookingInput(bookingId, { siteId: world.siteId }));
  await settled(old);
  old.network.goOffline();
  await old.run('booking.add_note', { bookingId, noteId: newId(Date.now()), text: 'In the cellar' });
  await become({ rulebook: LATER });
  const now = await updated(old, LATER, secrets);
  expect(await now.row(bookingId)).toMatchObject({ state: { brief: 'calm', noteLog: [{ text: 'In the cellar' }] } });
  await settled(now);
  expect(await now.row(bookingId)).toMatchObject({ readOnly: false, sync: { state: 'confirmed' }, state: { brief: 'calm' } });
  await now.core.close();
});

test('an old server sets a newer app’s work aside whole; nothing behind it waits, and it goes in once the server is updated', async () => {
  const fresh = await openCoreDevice(world, manager, { options: { rulebook: LATER } });
  const [first, second] = [newId(Date.now()), newId(Date.now() + 1)];
  await fresh.run('booking.create', bookingInput(first, { siteId: world.siteId }));
  await fresh.run('booking.add_note', { bookingId: first, noteId: newId(Date.now()), text: 'Keep me' });
  await fresh.run('booking.create', bookingInput(second, { siteId: world.siteId }));
  await settled(fresh);
  expect(await fresh.status()).toMatchObject({ parked: 1 });
  expect(await fresh.row(second)).toMatchObject({ sync: { state: 'confirmed' } });
  const parked = (await (await writer()).pullAll()).find(({ outcome }) => outcome === 'parked');
  expect(parked).toMatchObject({ type: 'booking.note_added', version: 2, data: { text: 'Keep me', tone: 'urgent' } });
  expect(fresh.core.exportUnsent()).toContain('Keep me');

  await become({ rulebook: LATER });
  const items = await fresh.core.call('setAside.read', undefined);
  const txnId = items.ok ? (items.value[0]?.txnId ?? '') : '';
  expect(await fresh.core.call('setAside.retry', { txnId })).toMatchObject({ ok: true });
  await settled(fresh);
  expect(await fresh.row(first)).toMatchObject({
    sync: { state: 'confirmed' },
    state: { brief: 'urgent', noteLog: [{ text: 'Keep me' }] },
  });
  await fresh.core.close();
});

test('a server that goes back a version serves what it cannot read unchanged and writes nothing on it; forward again, it folds it', async () => {
  await become({ rulebook: LATER });
  const newer = await writer();
  const bookingId = newId(Date.now());
  await newer.submit([bookingCreated(world.siteId, bookingId)]);
  await newer.submit([starred(bookingId)]);
  const before = await newer.pullAll();

  await become({ rulebook: RULEBOOK });
  // The first request may meet the socket of the server that ended.
  const after = await eventually(
    () => newer.pullAll().catch(() => []),
    (log) => log.length > 0,
  );
  expect(after.slice(0, before.length)).toEqual(before);
  const edit = { name: 'booking.edit', input: { bookingId, changes: { title: 'No' } } };
  expect(await world.server.admin.runAs(manager, [edit])).toMatchObject([{ ok: false }]);
  await world.server.admin.runAs(manager, [{ name: 'booking.create', input: bookingInput(newId(Date.now()), { siteId: world.siteId }) }]);

  await become({ rulebook: LATER });
  expect(await world.server.admin.runAs(manager, [edit])).toMatchObject([{ ok: true }]);
  expect((await world.server.admin.verify(world.organizationId)).problems).toEqual([]);
});

test('an app below the floor is told to update, goes on working, and keeps its unsent work for the file and for later', async () => {
  const secrets = memorySecrets();
  const old = await openCoreDevice(world, manager, { path: newDatabasePath(), secrets });
  await settled(old);
  old.network.goOffline();
  const bookingId = newId(Date.now());
  await old.run('booking.create', bookingInput(bookingId, { siteId: world.siteId }));
  await become({ protocolFloor: 2 });
  old.network.goOnline();
  const halted = await eventually(old.status, (status) => status.phase === 'halted');
  expect(halted).toMatchObject({ pending: 1, problem: { code: 'sync.upgrade-required', params: { floor: 2 } } });
  const later = newId(Date.now() + 1);
  expect(await old.run('booking.create', bookingInput(later, { siteId: world.siteId }))).toMatchObject({ ok: true });
  expect(old.core.exportUnsent().trim().split('\n')).toHaveLength(2);

  // The updated app speaks a protocol the server takes: here the same app, and a server that takes it.
  await become({ protocolFloor: 1 });
  const now = await updated(old, RULEBOOK, secrets);
  await settled(now);
  for (const id of [bookingId, later]) expect(await now.row(id)).toMatchObject({ sync: { state: 'confirmed' } });
  await now.core.close();
});
