import { OPEN_COLLECTIONS } from 'rxdb/plugins/core';
import { afterEach, expect, test } from 'vitest';
import { derivedId } from '../../shared/domain/kernel/ids.ts';
import { bookingInput, MANAGER_ID } from '../../shared/core/testing/seed.ts';
import { eventually } from '../../shared/core/testing/open-device.ts';
import { COLLECTIONS } from '../../shared/ipc/bridge.ts';
import { deviceView, until, type DeviceView } from './testing/device-view.ts';
import type { View } from './view.ts';

const ready = (view: View): Promise<void> => until(view, (status) => status.phase === 'ready');
const bookingAt = (index: number): string => derivedId('view-test', index);
const open: View[] = [];

afterEach(async () => {
  for (const view of open.splice(0)) await view.close();
});

async function signedIn(): Promise<{ setup: DeviceView; view: View }> {
  const setup = await deviceView();
  const reply = await setup.device.core.call('session.enrol', { code: 'code-of-some-length' });
  expect(reply.ok).toBe(true);
  const view = await opened(setup);
  return { setup, view };
}

async function opened(setup: DeviceView): Promise<View> {
  const view = await setup.open();
  open.push(view);
  await ready(view);
  return view;
}

/** Every living row of the core and of the view, by name and version. */
async function bothSides({ device }: DeviceView, view: View): Promise<{ core: string[]; shown: string[] }> {
  const core = (await device.rows()).filter((row) => !row.deleted);
  const shown = await Promise.all([...COLLECTIONS, 'invitations' as const].map((table) => view.readRows(table, {})));
  const name = (row: { collection: string; id: string; rev: number }): string => `${row.collection}/${row.id}@${row.rev}`;
  return { core: core.map(name).sort(), shown: shown.flat().map(name).sort() };
}

async function settled(setup: DeviceView, view: View): Promise<void> {
  await eventually(
    () => bothSides(setup, view),
    ({ core, shown }) => core.join() === shown.join(),
  );
}

test('the view shows exactly what the core holds', async () => {
  const { setup, view } = await signedIn();
  await settled(setup, view);
  const { shown } = await bothSides(setup, view);
  expect(shown.length).toBeGreaterThan(2);
});

test('the view keeps eleven collections open at most, also after it was dropped and filled by another core, and none once it is closed', async () => {
  const { setup, view } = await signedIn();
  const names = (): string[] => [...OPEN_COLLECTIONS].map(({ name }) => name).sort();
  expect(names()).toEqual([...COLLECTIONS].sort());
  expect(names().length).toBeLessThanOrEqual(11);

  const other = await deviceView();
  setup.switchTo(other.device);
  await other.device.core.call('session.enrol', { code: 'code-of-some-length' });
  await other.device.run('booking.create', bookingInput(bookingAt(1)));
  const live = view.liveRows('bookings', {});
  const stop = live.subscribe(() => undefined);
  await eventually(
    () => live.current(),
    ({ rows }) => rows.length === 1,
  );
  stop();
  expect(names()).toEqual([...COLLECTIONS].sort());

  for (const one of open.splice(0)) await one.close();
  expect(names()).toEqual([]);
});

test('a command that is done can be read in the view at once', async () => {
  const { view } = await signedIn();
  const reply = await view.runCommand('booking.create', bookingInput(bookingAt(1)));
  expect(reply).toMatchObject({ ok: true });
  const [row] = await view.readRows('bookings', { ids: [bookingAt(1)] });
  expect(row).toMatchObject({ status: 'draft', state: { title: 'Summer launch' } });
});

test('a refused command reaches the caller with its reason and changes nothing', async () => {
  const { view } = await signedIn();
  const reply = await view.runCommand('booking.approve', { bookingId: bookingAt(404) });
  expect(reply).toMatchObject({ ok: false });
  expect(await view.readRows('bookings', {})).toEqual([]);
});

test('a device that is not signed in shows an empty view, and fills it after signing in', async () => {
  const setup = await deviceView();
  const view = await setup.open();
  open.push(view);
  await setup.device.core.call('session.enrol', { code: 'code-of-some-length' });
  await ready(view);
  await settled(setup, view);
  expect((await view.readRows('members', {})).map((row) => row.id)).toContain(MANAGER_ID);
});

test('a live answer keeps its rows until one of them changes, and then replaces only that one', async () => {
  const { view } = await signedIn();
  for (const index of [1, 2, 3]) await view.runCommand('booking.create', bookingInput(bookingAt(index), { title: `Booking ${index}` }));
  const live = view.liveRows('bookings', { sort: 'id' });
  let told = 0;
  const stop = live.subscribe(() => (told += 1));
  await eventually(
    () => live.current(),
    ({ rows }) => rows.length === 3 && rows.every(({ sync }) => sync.state === 'confirmed'),
  );
  const before = live.current();
  expect(Object.isFrozen(before.rows[0]?.state)).toBe(true);

  await view.runCommand('member.edit', { memberId: MANAGER_ID, changes: { notes: 'prefers mornings' } });
  expect(live.current()).toBe(before);

  const toldBefore = told;
  await view.runCommand('booking.edit', { bookingId: bookingAt(2), changes: { title: 'Renamed' } });
  await eventually(
    () => live.current(),
    ({ rows }) => rows.some((row) => row.state.title === 'Renamed'),
  );
  const same = live.current().rows.filter((row) => before.rows.includes(row));
  expect(same.map((row) => row.id).sort()).toEqual([bookingAt(1), bookingAt(3)].sort());
  expect(told - toldBefore).toBeLessThanOrEqual(2);
  stop();
});

test('asking the same again gives the same live answer, whoever asks', async () => {
  const { view } = await signedIn();
  expect(view.liveRows('bookings', { status: 'draft' })).toBe(view.liveRows('bookings', { status: 'draft' }));
  expect(view.liveRows('bookings', { status: 'draft' })).not.toBe(view.liveRows('bookings', { status: 'approved' }));
});

test('questions about time, status, belonging and text find their rows', async () => {
  const { view } = await signedIn();
  const period = (day: string) => ({
    start: `2026-07-${day}T08:00:00.000Z`,
    end: `2026-07-${day}T16:00:00.000Z`,
    zone: 'Europe/Berlin',
    startLocal: `2026-07-${day}T10:00`,
    endLocal: `2026-07-${day}T18:00`,
  });
  await view.runCommand('booking.create', bookingInput(bookingAt(1), { title: 'Alpha (summer)', period: period('01') }));
  await view.runCommand('booking.create', bookingInput(bookingAt(2), { title: 'Beta', period: period('02') }));
  await view.runCommand('booking.create', bookingInput(bookingAt(3), { title: 'Gamma', period: period('03') }));
  await view.runCommand('booking.cancel', { bookingId: bookingAt(3), reason: 'rain' });
  const ask = async (query: Parameters<View['readRows']>[1]): Promise<string[]> =>
    (await view.readRows('bookings', query)).map((row) => row.id);

  expect(await ask({ during: { from: '2026-07-01T16:00:00.000Z', to: '2026-07-02T09:00:00.000Z' } }), 'half-open on both sides').toEqual([
    bookingAt(2),
  ]);
  expect(await ask({ status: 'cancelled' })).toEqual([bookingAt(3)]);
  expect(await ask({ status: ['draft', 'cancelled'], sort: '-startsAt' })).toEqual([bookingAt(3), bookingAt(2), bookingAt(1)]);
  expect(await ask({ sort: '-startsAt', limit: 1 })).toEqual([bookingAt(3)]);
  expect(await ask({ text: 'ALPHA (sum' }), 'signs are text, not a pattern').toEqual([bookingAt(1)]);
  expect(await ask({ ids: [bookingAt(1), bookingAt(3)], status: 'draft' })).toEqual([bookingAt(1)]);
  expect(await ask({ status: [] })).toEqual([]);
});

test('members and invitations are told apart though they share a collection', async () => {
  const { view } = await signedIn();
  const invitationId = bookingAt(77);
  const input = {
    invitationId,
    email: 'jo@example.test',
    name: 'Jo',
    role: 'staff',
    homeSiteId: bookingAt(78),
    expiresAt: '2031-01-01T00:00:00.000Z',
  };
  expect(await view.runCommand('invitation.invite', input)).toMatchObject({ ok: true });
  const invitations = await view.readRows('invitations', { status: 'pending' });
  expect(invitations.map(({ id, state }) => [id, state.email])).toEqual([[invitationId, 'jo@example.test']]);
  const members = await view.readRows('members', {});
  expect(members.length).toBeGreaterThan(0);
  expect(members.every((row) => 'skills' in row.state)).toBe(true);
  expect(await view.readRows('members', { status: 'pending' })).toEqual([]);
});

test('counting is live', async () => {
  const { view } = await signedIn();
  const count = view.liveCount('bookings', { status: 'draft' });
  const stop = count.subscribe(() => undefined);
  expect(
    await eventually(
      () => count.current(),
      (value) => value !== undefined,
    ),
  ).toBe(0);
  await view.runCommand('booking.create', bookingInput(bookingAt(1)));
  expect(
    await eventually(
      () => count.current(),
      (value) => value !== 0,
    ),
  ).toBe(1);
  stop();
});

test('when another core stands behind the bridge, the view drops what it had, and live answers follow', async () => {
  const { setup, view } = await signedIn();
  await view.runCommand('booking.create', bookingInput(bookingAt(1)));
  const live = view.liveRows('bookings', {});
  const stop = live.subscribe(() => undefined);
  await eventually(
    () => live.current(),
    ({ rows }) => rows.length === 1,
  );

  const other = await deviceView();
  setup.switchTo(other.device);
  await other.device.core.call('session.enrol', { code: 'code-of-some-length' });
  await other.device.run('booking.create', bookingInput(bookingAt(2)));
  const after = await eventually(
    () => live.current(),
    ({ rows }) => rows.some((row) => row.id === bookingAt(2)),
  );
  expect(after.rows.map((row) => row.id)).toEqual([bookingAt(2)]);
  await settled(other, view);
  stop();
});
