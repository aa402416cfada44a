import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { FakeServer } from './testing/fake-server.ts';
import { eventually, memorySecrets, newDatabasePath, openDevice, type Device } from './testing/open-device.ts';
import { bookingInput, STAFF_ID } from './testing/seed.ts';
import { RULEBOOK } from '../domain/rulebook.ts';
import { COLLECTIONS } from '../ipc/bridge.ts';

/** A signed-in device that has read the first log and then lost its network for good. */
async function openOffline(path = newDatabasePath(), setup: Parameters<typeof openDevice>[0] = {}): Promise<Device> {
  const server = new FakeServer(RULEBOOK);
  const device = await openDevice({ path, network: server.network() });
  expect((await device.core.call('session.enrol', { code: 'code-of-some-length' })).ok).toBe(true);
  await eventually(
    () => device.core.call('sync.status', undefined),
    (status) => status.phase === 'live' && status.cursor === server.log.length,
  );
  await device.core.close();
  return openDevice({ ...setup, path });
}

const newId = (): string => crypto.randomUUID();

test('a command is durable when it answers: another connection finds its events in the log', async () => {
  const { run, path } = await openOffline();
  const bookingId = newId();
  const reply = await run('booking.create', bookingInput(bookingId));
  expect(reply).toMatchObject({ ok: true, value: { noop: false } });
  const rows = new DatabaseSync(path, { readOnly: true }).prepare('SELECT device_seq, body FROM own_log').all();
  expect(rows).toHaveLength(1);
  expect(JSON.parse(String(rows[0]!['body']))).toMatchObject({
    aggregateId: bookingId,
    type: 'booking.created',
    deviceSeq: 1,
    offline: true,
  });
});

test('running the same command again answers the first receipt and writes nothing', async () => {
  const { run, driver } = await openOffline();
  const commandId = newId();
  const input = bookingInput(newId());
  const [first, second] = await Promise.all([run('booking.create', input, commandId), run('booking.create', input, commandId)]);
  const third = await run('booking.create', input, commandId);
  expect(first.ok).toBe(true);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  expect(driver.prepare('SELECT count(*) AS n FROM own_log').get()).toMatchObject({ n: 1 });
});

test('invalid input is refused with the path of the field', async () => {
  const { run } = await openOffline();
  const bad = await run(
    'booking.create',
    bookingInput(newId(), { period: { ...(bookingInput('')['period'] as object), end: '2026-07-01' } }),
  );
  expect(bad).toMatchObject({ ok: false, error: { kind: 'invalid-input', field: 'period.end' } });
  const extra = await run('booking.create', { ...bookingInput(newId()), surprise: 1 });
  expect(extra).toMatchObject({ ok: false, error: { kind: 'invalid-input', field: 'surprise' } });
  expect(await run('booking.explode', {})).toMatchObject({ ok: false, error: { kind: 'invalid-input', field: 'name' } });
  expect(await run('booking.create', bookingInput(newId()), 'not-an-id')).toMatchObject({
    ok: false,
    error: { kind: 'invalid-input', field: 'commandId' },
  });
});

test('a refused command leaves no trace', async () => {
  const { run, driver, rows } = await openOffline();
  const before = await rows();
  expect(await run('booking.approve', { bookingId: newId() })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  expect(driver.prepare('SELECT (SELECT count(*) FROM own_log) + (SELECT count(*) FROM pending) AS n').get()).toMatchObject({ n: 0 });
  expect(await rows()).toEqual(before);
});

test('commands waiting at the same moment share one transaction', async () => {
  let transactions = 0;
  const { run } = await openOffline(undefined, {
    wrapDriver: (driver) => ({
      ...driver,
      transaction: (work) => {
        transactions += 1;
        return driver.transaction(work);
      },
    }),
  });
  transactions = 0;
  const replies = await Promise.all(Array.from({ length: 50 }, () => run('booking.create', bookingInput(newId()))));
  expect(replies.every((reply) => reply.ok)).toBe(true);
  expect(transactions).toBe(1);
});

test('events get contiguous numbers, the cursor as basis and the pending transactions they build on', async () => {
  const { run, driver } = await openOffline();
  const bookingId = newId();
  await run('booking.create', bookingInput(bookingId));
  await run('booking.edit', { bookingId, changes: { title: 'Winter launch' } });
  await run('booking.create', bookingInput(newId()));
  const events = driver
    .prepare('SELECT body FROM own_log ORDER BY position')
    .all<{ body: string }>()
    .map((row) => JSON.parse(row.body));
  expect(events.map((event) => event.deviceSeq)).toEqual([1, 2, 3]);
  expect(events[1].dependsOn).toEqual([events[0].txnId]);
  expect(events[2].dependsOn).toEqual([]);
  expect(new Set(events.map((event) => event.basisSeq))).toEqual(new Set([3]));
});

test('a commit that fails is reported as not saved, and nothing more is accepted until the file is opened again', async () => {
  const path = newDatabasePath();
  let failing = false;
  const device = await openOffline(path, {
    wrapDriver: (driver) => ({
      ...driver,
      transaction: (work) =>
        driver.transaction(() => {
          const result = work();
          if (failing) throw new Error('database or disk is full');
          return result;
        }),
    }),
  });
  const kept = newId();
  expect((await device.run('booking.create', bookingInput(kept))).ok).toBe(true);
  failing = true;
  expect(await device.run('booking.create', bookingInput(newId()))).toMatchObject({ ok: false, error: { kind: 'not-saved' } });
  failing = false;
  expect(await device.run('booking.create', bookingInput(newId()))).toMatchObject({ ok: false, error: { kind: 'not-saved' } });
  await device.core.close();
  const reopened = await openDevice({ path });
  expect((await reopened.rows()).filter((row) => row.collection === 'bookings').map((row) => row.id)).toEqual([kept]);
  expect((await reopened.run('booking.create', bookingInput(newId()))).ok).toBe(true);
});

test('what was saved offline is shown as saved, counted, and there after a restart', async () => {
  const path = newDatabasePath();
  const device = await openOffline(path);
  const bookingId = newId();
  await device.run('booking.create', bookingInput(bookingId));
  await device.run('booking.edit', { bookingId, changes: { notes: 'Bring ice' } });
  expect(await device.row(bookingId)).toMatchObject({ sync: { state: 'saved', pending: 2, seq: 0 }, state: { notes: 'Bring ice' } });
  expect(await device.core.call('sync.status', undefined)).toMatchObject({ pending: 2, sent: 0, pendingByType: { booking: 1 } });
  const before = await device.rows();
  await device.core.close();
  const again = await openDevice({ path });
  expect(await again.rows()).toEqual(before);
  expect(again.core.exportUnsent().trim().split('\n')).toHaveLength(2);
});

test('the feed gives every row once, in steps, and its counts agree with the rows', async () => {
  const { run, core } = await openOffline();
  for (let index = 0; index < 25; index += 1) await run('booking.create', bookingInput(newId()));
  const seen = new Map<string, number>();
  let afterRev = 0;
  let generation = '';
  for (;;) {
    const page = await core.call('view.feed', { generation, afterRev, limit: 7 });
    if (!page.ok) throw new Error(page.error.code);
    expect(page.value.reset).toBe(false);
    for (const row of page.value.rows) seen.set(row.id, row.rev);
    ({ generation } = page.value);
    afterRev = page.value.toRev;
    if (afterRev === page.value.headRev) {
      expect(page.value.counts).toEqual({
        ...Object.fromEntries(COLLECTIONS.map((name) => [name, 0])),
        organizations: 1,
        members: 2,
        bookings: 25,
      });
      break;
    }
  }
  expect(seen.size).toBe(28);
});

test('a cache of another generation, or one that is ahead, is told to start over', async () => {
  const { run, core } = await openOffline();
  await run('booking.create', bookingInput(newId()));
  const own = await core.call('view.feed', { generation: '', afterRev: 0, limit: 1 });
  if (!own.ok) throw new Error(own.error.code);
  const { generation, headRev } = own.value;
  expect(await core.call('view.feed', { generation: 'other', afterRev: 1, limit: 10 })).toMatchObject({
    value: { reset: true, rows: [], toRev: 0, generation },
  });
  expect(await core.call('view.feed', { generation, afterRev: headRev + 1, limit: 10 })).toMatchObject({
    value: { reset: true, toRev: 0 },
  });
  expect(await core.call('view.feed', { generation, afterRev: headRev, limit: 10 })).toMatchObject({ value: { reset: false, rows: [] } });
});

test('the first window brings what happens in it and the reference rows, and does not move the position', async () => {
  const { run, core } = await openOffline();
  const inside = newId();
  const outside = newId();
  await run('booking.create', bookingInput(inside));
  const later = {
    start: '2026-09-01T08:00:00.000Z',
    end: '2026-09-01T16:00:00.000Z',
    zone: 'Europe/Berlin',
    startLocal: '2026-09-01T10:00',
    endLocal: '2026-09-01T18:00',
  };
  await run('booking.create', bookingInput(outside, { period: later }));
  const page = await core.call('view.feed', {
    generation: '',
    afterRev: 0,
    limit: 100,
    window: { from: '2026-06-30T22:00:00.000Z', to: '2026-07-01T22:00:00.000Z' },
  });
  if (!page.ok) throw new Error(page.error.code);
  const ids = page.value.rows.map((row) => row.id);
  expect(ids).toContain(inside);
  expect(ids).toContain(STAFF_ID);
  expect(ids).not.toContain(outside);
  expect(page.value.toRev).toBe(0);
});

test('without a session nothing is shown and nothing runs', async () => {
  const { core, run } = await openDevice();
  expect(await core.call('session.current', undefined)).toBeNull();
  expect(await run('booking.create', bookingInput(newId()))).toMatchObject({ ok: false, error: { kind: 'not-signed-in' } });
  expect(await core.call('view.feed', { generation: '', afterRev: 0, limit: 10 })).toMatchObject({
    ok: false,
    error: { kind: 'not-signed-in' },
  });
});

test('signing out with unsent work is refused, unless it is left on purpose, and the work stays', async () => {
  const { core, run } = await openOffline();
  await run('booking.create', bookingInput(newId()));
  expect(await core.call('session.signOut', { leaveUnsent: false })).toMatchObject({
    ok: false,
    error: { kind: 'unsent-work', params: { events: 1 } },
  });
  expect(await core.call('session.signOut', { leaveUnsent: true })).toMatchObject({ ok: true });
  expect(await core.call('sync.status', undefined)).toMatchObject({ pending: 1 });
  expect(core.exportUnsent()).toContain('booking.created');
});

test('history tells what waits before what is confirmed, newest first, page by page', async () => {
  const { core, run } = await openOffline();
  const bookingId = newId();
  await run('booking.create', bookingInput(bookingId));
  for (let index = 0; index < 4; index += 1) await run('booking.add_note', { bookingId, noteId: newId(), text: `Note ${index}` });
  const types: string[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(before);
    types.push(...page.entries.map((entry) => `${entry.type} ${entry.outcome}`));
    before = page.next;
  } while (before !== null);
  async function readPage(position: string | null) {
    const page = await core.call('history.read', { about: null, before: position, limit: 2 });
    if (!page.ok) throw new Error(page.error.code);
    return page.value;
  }
  expect(types).toEqual([
    ...Array.from({ length: 4 }, () => 'booking.note_added waiting'),
    'booking.created waiting',
    'member.created accepted',
    'member.created accepted',
    'organization.created accepted',
  ]);
});

test('an access token lives in memory; the refresh token is the only secret kept', async () => {
  const secrets = memorySecrets();
  const server = new FakeServer(RULEBOOK);
  const device = await openDevice({ network: server.network(), secrets });
  await device.core.call('session.enrol', { code: 'code-of-some-length' });
  expect(await secrets.read()).toBe('refresh-token-of-some-length');
  await device.core.call('session.signOut', { leaveUnsent: false });
  expect(await secrets.read()).toBeNull();
});
