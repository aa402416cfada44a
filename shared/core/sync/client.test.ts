import { expect, test } from 'vitest';
import { RULEBOOK } from '../../domain/rulebook.ts';
import type { RecordedEvent } from '../../domain/kernel/event.ts';
import { derivedId } from '../../domain/kernel/ids.ts';
import { makeEvent } from '../../events/testing/make-event.ts';
import type { SyncStatus } from '../../ipc/bridge.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { eventually, memorySecrets, newDatabasePath, openDevice, realTimers, type Device } from '../testing/open-device.ts';
import { bookingInput, ORGANIZATION_ID, seedDrafts } from '../testing/seed.ts';

const newId = (): string => crypto.randomUUID();

async function connect(server: FakeServer, setup: Parameters<typeof openDevice>[0] = {}) {
  const network = server.network();
  const device = await openDevice({ network, ...setup });
  await device.core.call('session.enrol', { code: 'code-of-some-length' });
  await live(device, server);
  return { ...device, network };
}

const status = (device: Pick<Device, 'core'>): Promise<SyncStatus> => device.core.call('sync.status', undefined);
const live = (device: Pick<Device, 'core'>, server: FakeServer): Promise<SyncStatus> =>
  eventually(
    () => status(device),
    (now) => now.phase === 'live' && now.cursor === server.log.length && now.pending === 0,
  );

const isGivenUp = (now: SyncStatus): boolean => now.phase === 'offline' && now.problem?.code === 'sync.log-damaged';

/** Changes the newest event behind its hash; returns what it was. */
function damageLast(server: FakeServer): RecordedEvent {
  const last = server.log.at(-1)!;
  server.log[server.log.length - 1] = { ...last, actorId: derivedId('somebody', 'else') };
  return last;
}

const stateOf = (server: FakeServer, id: string): unknown => server.state.get('booking', id)?.state;

test('work done here is confirmed by the log, and others see it', async () => {
  const server = new FakeServer(RULEBOOK);
  const [a, b] = [await connect(server), await connect(server)];
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await eventually(
    () => b.row(bookingId),
    (row) => row !== undefined,
  );
  expect((await b.row(bookingId))?.state).toEqual(stateOf(server, bookingId));
  await live(a, server);
  expect(await a.row(bookingId)).toMatchObject({ sync: { state: 'confirmed', pending: 0, seq: server.log.length } });
});

test('a device that was offline sends everything on return, in order, and ends with the same picture', async () => {
  const server = new FakeServer(RULEBOOK);
  const [a, b] = [await connect(server), await connect(server)];
  a.network.goOffline();
  await eventually(
    () => status(a),
    (now) => now.phase === 'offline',
  );
  const ids = Array.from({ length: 130 }, newId);
  for (const id of ids) await a.run('booking.create', bookingInput(id));
  expect(await status(a)).toMatchObject({ pending: 130, sent: 0, phase: 'offline' });
  expect((await status(a)).offlineSince).not.toBeNull();
  a.network.goOnline();
  await live(a, server);
  await live(b, server);
  const own = server.log.filter((event) => event.type === 'booking.created');
  expect(own.map((event) => event.deviceSeq)).toEqual(ids.map((_, index) => index + 1));
  const shown = (rows: Awaited<ReturnType<Device['rows']>>) =>
    rows.map(({ id, state, status: text }) => ({ id, state, text })).sort((x, y) => (x.id < y.id ? -1 : 1));
  expect(shown(await a.rows())).toEqual(shown(await b.rows()));
});

test('a lost answer to a push does not double the work', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  server.loseNextPushReply = true;
  await a.run('booking.create', bookingInput(newId()));
  await live(a, server);
  expect(server.log.filter((event) => event.type === 'booking.created')).toHaveLength(1);
});

test('where no WebSocket passes, work still goes out and comes in', async () => {
  const server = new FakeServer(RULEBOOK);
  server.noStreams = true;
  const a = await connect(server);
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await eventually(
    () => a.row(bookingId),
    (row) => row?.sync.state === 'confirmed',
  );
  server.append([
    { type: 'booking.note_added', aggregateType: 'booking', aggregateId: bookingId, data: { noteId: newId(), text: 'From the office' } },
  ]);
  await a.core.call('sync.now', undefined);
  await live(a, server);
});

test('a refusal takes the work back, keeps it in the history, and says why', async () => {
  const server = new FakeServer(RULEBOOK);
  const [a, b] = [await connect(server), await connect(server)];
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await eventually(
    () => b.row(bookingId),
    (row) => row !== undefined,
  );
  b.network.goOffline();
  await b.run('booking.edit', { bookingId, changes: { contactName: 'Bo' } });
  expect(await b.row(bookingId)).toMatchObject({ state: { contactName: 'Bo' } });
  await a.run('booking.edit', { bookingId, changes: { contactName: 'Ann' } });
  await live(a, server);
  b.network.goOnline();
  await live(b, server);
  const row = await b.row(bookingId);
  expect(row).toMatchObject({ state: { contactName: 'Ann' }, sync: { pending: 0, openConflicts: 1, state: 'conflict' } });
  expect(row?.sync.reason?.code).toBe('event.field-changed-meanwhile');
  expect(await status(b)).toMatchObject({ openConflicts: 1, refused: 1 });
  const history = await b.core.call('history.read', { about: { type: 'booking', id: bookingId }, before: null, limit: 10 });
  expect(history.ok && history.value.entries.map((entry) => entry.outcome)).toContain('rejected');
});

test('a server that went back to yesterday is read from the start and gets back what it lost', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  const ids = [newId(), newId(), newId()];
  for (const id of ids) await a.run('booking.create', bookingInput(id));
  await live(a, server);
  const { generation } = await eventually(
    () => a.core.call('view.feed', { generation: '', afterRev: 0, limit: 1 }),
    (page) => page.ok,
  ).then((page) => (page.ok ? page.value : never()));
  server.restore(4, 'epoch-2');
  expect(server.log.filter((event) => event.type === 'booking.created')).toHaveLength(1);
  await live(a, server);
  await eventually(
    () => server.log.filter((event) => event.type === 'booking.created').length,
    (count) => count === 3,
  );
  await live(a, server);
  for (const id of ids) expect((await a.row(id))?.sync.state).toBe('confirmed');
  const page = await a.core.call('view.feed', { generation, afterRev: 1, limit: 1 });
  expect(page.ok && page.value.reset).toBe(true);
});

test.each(['EPOCH_CHANGED', 'AHEAD_OF_SERVER', 'RESYNC'] as const)('%s: the log is read again and unsent work survives', async (kind) => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  const kept = newId();
  await a.run('booking.create', bookingInput(kept));
  await live(a, server);
  a.network.goOffline();
  const unsent = newId();
  await a.run('booking.create', bookingInput(unsent));
  server.refusals.push({ path: '/v1/sync/pull', kind });
  a.network.goOnline();
  await live(a, server);
  expect((await a.row(kept))?.sync.state).toBe('confirmed');
  expect((await a.row(unsent))?.sync.state).toBe('confirmed');
});

test('GAP: what the server lacks is offered again', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  await a.run('booking.create', bookingInput(newId()));
  await live(a, server);
  server.refusals.push({ path: '/v1/sync/push', kind: 'GAP', detail: { expected: 2 } });
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await live(a, server);
  expect(server.log.filter((event) => event.type === 'booking.created')).toHaveLength(2);
});

test('DEVICE_FORK: the device takes a new id, keeps its work and asks for a sign-in; nothing is doubled after it', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  server.refusals.push({ path: '/v1/sync/push', kind: 'DEVICE_FORK' });
  const before = (await a.core.call('session.current', undefined))?.deviceId;
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  const stopped = await eventually(
    () => status(a),
    (now) => now.phase === 'authNeeded',
  );
  expect(stopped).toMatchObject({ pending: 1, problem: { code: 'sync.device-copied' } });
  await a.core.call('session.enrol', { code: 'code-of-some-length' });
  await live(a, server);
  expect((await a.core.call('session.current', undefined))?.deviceId).not.toBe(before);
  expect(server.log.filter((event) => event.aggregateId === bookingId)).toHaveLength(1);
});

test('a restored disk whose numbers lag behind the server becomes a new device', async () => {
  const server = new FakeServer(RULEBOOK);
  const path = newDatabasePath();
  const secrets = memorySecrets();
  const a = await connect(server, { path, secrets });
  const { deviceId } = (await a.core.call('session.current', undefined))!;
  a.network.goOffline();
  server.lastDeviceSeq.set(deviceId, 40);
  a.network.goOnline();
  await eventually(
    () => status(a),
    (now) => now.phase === 'authNeeded' && now.problem?.code === 'sync.device-copied',
  );
});

test('work sent under a former device id, and under numbers a copy used since, is offered again when a backup has lost it', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  const made = async (): Promise<string> => {
    const bookingId = newId();
    await a.run('booking.create', bookingInput(bookingId));
    return bookingId;
  };
  const former = [await made(), await made()];
  await live(a, server);
  server.refusals.push({ path: '/v1/sync/push', kind: 'DEVICE_FORK' });
  const ids = [...former, await made()];
  await eventually(
    () => status(a),
    (now) => now.phase === 'authNeeded',
  );
  await a.core.call('session.enrol', { code: 'code-of-some-length' });
  await live(a, server);
  const { deviceId } = (await a.core.call('session.current', undefined))!;
  server.restore(seedDrafts().length, 'epoch-2');
  // A copy of this machine was there first, with work of its own under the same number.
  server.appendRaw({
    ...JSON.parse(JSON.stringify(server.log[0])),
    id: newId(),
    type: 'booking.note_pinned',
    deviceId,
    deviceSeq: 1,
  });
  server.lastDeviceSeq.set(deviceId, 1);
  server.hangUp();
  const has = (id: string): boolean => server.log.some((event) => event.type === 'booking.created' && event.aggregateId === id);
  await eventually(
    () => ids.filter(has),
    (found) => found.length === ids.length,
  );
  await live(a, server);
  for (const id of ids) {
    expect((await a.row(id))?.sync.state).toBe('confirmed');
    expect(server.log.filter((event) => event.type === 'booking.created' && event.aggregateId === id)).toHaveLength(1);
  }
});

test.each(['AUTH', 'REVOKED'] as const)('%s: work goes on, sending pauses until a sign-in, nothing is lost', async (kind) => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  a.network.goOffline();
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  // An access token that ended early is renewed once without asking, so only the second AUTH counts.
  for (let times = kind === 'AUTH' ? 2 : 1; times > 0; times -= 1) server.refusals.push({ path: '/v1/sync/hello', kind });
  a.network.goOnline();
  await eventually(
    () => status(a),
    (now) => now.phase === 'authNeeded',
  );
  expect((await a.run('booking.create', bookingInput(newId()))).ok).toBe(true);
  expect(await status(a)).toMatchObject({ pending: 2 });
  await a.core.call('session.enrol', { code: 'code-of-some-length' });
  await live(a, server);
  expect(server.log.filter((event) => event.type === 'booking.created')).toHaveLength(2);
});

test('UPGRADE_REQUIRED: sync halts with the reason, local work goes on', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  server.refusals.push({ path: '/v1/sync/hello', kind: 'UPGRADE_REQUIRED', detail: { floor: 2 } });
  server.hangUp();
  const halted = await eventually(
    () => status(a),
    (now) => now.phase === 'halted',
  );
  expect(halted.problem).toEqual({ code: 'sync.upgrade-required', params: { floor: 2 } });
  expect((await a.run('booking.create', bookingInput(newId()))).ok).toBe(true);
});

test('TOO_LARGE: the batch is halved until it passes', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  a.network.goOffline();
  for (let index = 0; index < 40; index += 1) await a.run('booking.create', bookingInput(newId()));
  for (let index = 0; index < 3; index += 1) server.refusals.push({ path: '/v1/sync/push', kind: 'TOO_LARGE' });
  a.network.goOnline();
  await live(a, server);
  expect(server.log.filter((event) => event.type === 'booking.created')).toHaveLength(40);
});

test('where a server can set nothing aside, what it never takes holds sending up, says so, and is tried again on request', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  for (let index = 0; index < 3; index += 1) server.refusals.push({ path: '/v1/sync/push', kind: 'TOO_LARGE' });
  await a.run('booking.create', bookingInput(newId()));
  const blocked = await eventually(
    () => status(a),
    (now) => now.phase === 'pushBlocked',
  );
  expect(blocked).toMatchObject({ pending: 1, problem: { code: 'sync.too-large' } });
  await a.core.call('sync.now', undefined);
  await live(a, server);
  expect((await status(a)).problem).toBeNull();
});

test('RETRY is obeyed and the connection comes back by itself', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  server.refusals.push({ path: '/v1/sync/hello', kind: 'RETRY', detail: { retryAfterMs: 30 } });
  server.hangUp();
  await eventually(
    () => status(a),
    (now) => now.phase === 'offline',
  );
  await live(a, server);
});

test('a page with a broken hash is not applied', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  const bookingId = newId();
  server.append([{ type: 'booking.note_added', aggregateType: 'booking', aggregateId: bookingId, data: { noteId: newId(), text: 'x' } }]);
  await live(a, server);
  damageLast(server);
  const b = await openDevice({ network: server.network() });
  await b.core.call('session.enrol', { code: 'code-of-some-length' });
  const waiting = await eventually(() => status(b), isGivenUp, 20_000);
  expect(waiting.problem).toMatchObject({ code: 'sync.log-damaged', params: { seq: server.log.length } });
  expect(waiting.cursor).toBe(0);
});

test('a log that stays broken is tried again now and then and on request; work goes on, is kept, and goes out once it is mended', async () => {
  const server = new FakeServer(RULEBOOK);
  const delays: number[] = [];
  const recording = { ...realTimers, set: (work: () => void, ms: number) => (delays.push(ms), realTimers.set(work, ms)) };
  const a = await connect(server, { options: { timers: recording } });
  a.network.goOffline();
  server.append([{ type: 'booking.note_added', aggregateType: 'booking', aggregateId: newId(), data: { noteId: newId(), text: 'x' } }]);
  const whole = damageLast(server);
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  a.network.goOnline();
  await eventually(() => status(a), isGivenUp, 20_000);
  expect(delays.filter((ms) => ms >= 45_000 && ms <= 75_000)).not.toEqual([]);

  // Work goes on, and the file for the administrator has it.
  const second = newId();
  expect((await a.run('booking.create', bookingInput(second))).ok).toBe(true);
  expect(a.core.exportUnsent().trim().split('\n')).toHaveLength(2);

  // Asked while nothing is mended, it tries the whole road again and says the same.
  const asked = server.requests.length;
  await a.core.call('sync.now', undefined);
  await eventually(
    () => server.requests.slice(asked).filter((line) => line === 'POST /v1/sync/hello').length,
    (greetings) => greetings >= 3,
    20_000,
  );
  await eventually(() => status(a), isGivenUp, 20_000);
  expect(await status(a)).toMatchObject({ pending: 2 });

  server.log[server.log.length - 1] = whole;
  await a.core.call('sync.now', undefined);
  await live(a, server);
  expect((await status(a)).problem).toBeNull();
  expect(server.log.filter((event) => event.type === 'booking.created').map((event) => event.aggregateId)).toEqual([bookingId, second]);
});

test('an event type this build does not know is stored raw, and its object becomes read-only', async () => {
  const server = new FakeServer(RULEBOOK);
  const a = await connect(server);
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await live(a, server);
  server.appendRaw(
    makeEvent({ type: 'booking.teleported', aggregateId: bookingId, organizationId: ORGANIZATION_ID, data: { to: 'Mars' } }),
  );
  const row = await eventually(
    () => a.row(bookingId),
    (now) => now?.readOnly === true,
  );
  expect(row?.sync.seq).toBe(server.log.length);
  expect(a.driver.prepare("SELECT body FROM confirmed_log WHERE type = 'booking.teleported'").get<{ body: string }>()?.body).toContain(
    'Mars',
  );
  expect(await a.run('booking.edit', { bookingId, changes: { title: 'No' } })).toMatchObject({ ok: false });
});

test('pushes tell of new rows and of applied events once, never again after a restart', async () => {
  const server = new FakeServer(RULEBOOK);
  const path = newDatabasePath();
  const secrets = memorySecrets();
  const a = await connect(server, { path, secrets });
  const heard: string[] = [];
  a.core.onPush(
    ({ name, payload }) =>
      name === 'event.applied' &&
      heard.push(`${(payload as { type: string; origin: string }).type} ${(payload as { origin: string }).origin}`),
  );
  const bookingId = newId();
  await a.run('booking.create', bookingInput(bookingId));
  await live(a, server);
  server.append([{ type: 'booking.note_added', aggregateType: 'booking', aggregateId: bookingId, data: { noteId: newId(), text: 'x' } }]);
  await live(a, server);
  expect(heard.filter((line) => line.startsWith('booking.'))).toEqual(['booking.created local', 'booking.note_added remote']);
  expect(heard.filter((line) => line.endsWith(' local'))).toEqual(['booking.created local']);
  await a.core.close();
  const again = await openDevice({ path, secrets, network: server.network() });
  const later: unknown[] = [];
  again.core.onPush(({ name }) => name === 'event.applied' && later.push(name));
  await live(again, server);
  expect(later).toEqual([]);
});

function never(): never {
  throw new Error('unreachable');
}
