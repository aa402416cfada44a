import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookingInput } from '../shared/core/testing/seed.ts';
import { eventually, memorySecrets } from '../shared/core/testing/open-device.ts';
import { newId } from './sequencer/server-events.ts';
import { openCoreDevice, type CoreDevice } from './testing/core-device.ts';
import { startWorld, type World } from './testing/world.ts';

const DAY_MS = 86_400_000;
let world: World;
let manager: string;
let aheadMs = 0;
beforeAll(async () => {
  world = await startWorld({ clock: { nowMs: () => Date.now() + aheadMs }, heartbeatMs: 40 });
  manager = await world.addMember('manager');
});
afterAll(() => world.close());

async function work(device: CoreDevice): Promise<string> {
  const bookingId = newId(Date.now());
  const reply = await device.run('booking.create', bookingInput(bookingId, { siteId: world.siteId }));
  if (!reply.ok) throw new Error(reply.error.code);
  return bookingId;
}

const confirmed = (device: CoreDevice, id: string): Promise<unknown> =>
  eventually(
    () => device.row(id),
    (row) => row?.sync.state === 'confirmed',
  );
const enrol = async (device: CoreDevice, memberId: string) =>
  device.core.call('session.enrol', { code: await world.server.admin.createEnrolCode(memberId) });

test('an access token that ends is renewed without anybody noticing, however the clocks differ', async () => {
  const store = memorySecrets();
  let renewals = 0;
  const secrets = { ...store, write: (secret: string) => ((renewals += 1), store.write(secret)) };
  const device = await openCoreDevice(world, manager, { secrets });
  await confirmed(device, await work(device));
  const before = renewals;
  const phases = new Set<string>();
  device.core.onPush(({ name, payload }) => name === 'sync.changed' && phases.add((payload as { phase: string }).phase));
  aheadMs += 20 * 60_000;
  await eventually(
    () => renewals,
    (count) => count > before,
  );
  await confirmed(device, await work(device));
  expect(phases).not.toContain('authNeeded');
  await device.core.close();
});

test('a sign-in that has ended pauses sending and clears nothing; the same person signs in again and everything goes out', async () => {
  const device = await openCoreDevice(world, manager);
  const before = await work(device);
  await confirmed(device, before);
  aheadMs += 91 * DAY_MS;
  await eventually(device.status, (status) => status.phase === 'authNeeded');
  const unsent = await work(device);
  expect(await device.status()).toMatchObject({ pending: 1, problem: { code: 'sync.sign-in-needed' } });
  expect(await device.row(before)).toMatchObject({ deleted: false });
  expect(device.core.exportUnsent()).toContain(unsent);
  expect(await enrol(device, manager)).toMatchObject({ ok: true });
  await confirmed(device, unsent);
  await device.core.close();
});

test('another person is refused on a device that holds work, and the work is still the first one’s to send', async () => {
  const device = await openCoreDevice(world, manager);
  await confirmed(device, await work(device));
  device.network.goOffline();
  const unsent = await work(device);
  const refused = await device.core.call('session.signOut', { leaveUnsent: false });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'unsent-work', params: { events: 1 } } });
  expect(await device.core.call('session.signOut', { leaveUnsent: true })).toMatchObject({ ok: true });
  expect(device.core.exportUnsent()).toContain(unsent);
  device.network.goOnline();
  expect(await enrol(device, world.ownerId)).toMatchObject({ ok: false, error: { code: 'session.other-person' } });
  expect(device.core.exportUnsent()).toContain(unsent);
  expect(await enrol(device, manager)).toMatchObject({ ok: true });
  await confirmed(device, unsent);
  await device.core.close();
});

test('a stopped device says so, keeps working, and can hand over its unsent facts as a file', async () => {
  const device = await openCoreDevice(world, manager);
  const bookingId = await work(device);
  await confirmed(device, bookingId);
  await world.server.admin.runAs(world.ownerId, [{ name: 'member.suspend', input: { memberId: manager, reason: 'left' } }]);
  device.network.goOffline();
  const report = { bookingId, summary: 'All went well', visitors: 10, samplesGiven: 4, issues: '' };
  const reported = await device.run('booking.submit_report', report);
  const unsent = reported.ok ? bookingId : await work(device);
  device.network.goOnline();
  const stopped = await eventually(device.status, (status) => status.phase === 'authNeeded');
  expect(stopped.problem).toEqual({ code: 'sync.device-revoked', params: {} });
  expect(stopped.pending).toBeGreaterThan(0);
  expect(device.core.exportUnsent()).toContain(unsent);
  expect((await device.run('booking.add_note', { bookingId, noteId: newId(Date.now()), text: 'still here' })).ok).toBe(true);
  await world.server.admin.runAs(world.ownerId, [{ name: 'member.reinstate', input: { memberId: manager } }]);
  expect(await enrol(device, manager)).toMatchObject({ ok: true });
  await eventually(device.status, (status) => status.phase === 'live' && status.pending === 0);
  await device.core.close();
});
