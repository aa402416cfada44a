import { expect, test } from 'vitest';
import type { DryRunFinding } from '../ipc/bridge.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { RULEBOOK, TIME_POLICIES } from '../domain/rulebook.ts';
import { smallOrganization } from '../conflict/testing/small-organization.ts';
import { id, ORGANIZATION } from '../conflict/testing/sequencer-model.ts';
import { DryRun } from './dry-run.ts';
import type { LocalData } from './local-data.ts';

/** Only what a dry run reads of a device: its log and who is signed in. */
function over(log: ReturnType<typeof smallOrganization>['server']['log']): DryRun {
  const part = {
    rulebook: RULEBOOK,
    session: { organizationId: ORGANIZATION },
    log: { lastSeq: log.length, missing: () => null, chunks: () => [log] },
  };
  return new DryRun(part as unknown as LocalData);
}

function all(dryRun: DryRun, policyId: string, period = { from: '2026-05-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' }) {
  const found: DryRunFinding[] = [];
  for (;;) {
    const reply = dryRun.next({ runId: id(policyId), policyId, stop: false, ...period });
    if (!reply.ok) throw new Error(reply.error.code);
    found.push(...reply.value.found);
    if (reply.value.isDone) return found;
  }
}

const CREATES = 'booking-approved-creates-shifts';
const shape = (found: readonly DryRunFinding[]) => found.flatMap(({ events }) => events.map(({ type }) => type));

test('a policy that was on is found to have done exactly what stands in the log', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  const before = JSON.stringify(server.log);
  const found = all(over(server.log), CREATES);
  expect(found).toMatchObject([{ happened: true, cause: { type: 'booking.status_changed', about: { type: 'booking', id: bookingId } } }]);
  expect(shape(found)).toContain('shift.created');
  expect(JSON.stringify(server.log)).toBe(before);
});

test('a policy that was off is told with what it would have done, and that nobody did it', () => {
  const { server, maya, bookingId } = smallOrganization();
  server.device('owner', 'owner').run('organization.change_settings', { changes: { disabledPolicies: [CREATES] } });
  maya.run('booking.approve', { bookingId });
  expect(server.state.find('shift', `booking:${bookingId}`)).toEqual([]);
  const found = all(over(server.log), CREATES);
  expect(found).toMatchObject([{ happened: false }]);
  expect(shape(found)).toContain('shift.created');
});

test('what an administrator did at the server in somebody’s name counts as that person’s', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  const log = server.log.map((event) => (event.actorId === id('maya') ? { ...event, deviceId: SERVER_DEVICE_ID, deviceSeq: 0 } : event));
  expect(shape(all(over(log), CREATES))).toContain('shift.created');
});

test('what lies outside the period is replayed and not told', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  expect(all(over(server.log), CREATES, { from: '2026-07-01T00:00:00.000Z', to: '2026-08-01T00:00:00.000Z' })).toEqual([]);
});

test('a rule of time is asked hour by hour, and tells each matter once', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  const found = all(over(server.log), 'shifts-are-remembered');
  expect(new Set(shape(found))).toEqual(new Set(['notification.created']));
  const ids = found.flatMap(({ events }) => events.map(({ about }) => about.id));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { at, happened } of found) {
    expect(at >= '2026-06-03' && at <= '2026-06-05T08:00:00.000Z').toBe(true);
    expect(happened).toBe(false);
  }
});

test('every policy that can be switched can be tried over history', () => {
  const { server, maya, bookingId } = smallOrganization();
  maya.run('booking.approve', { bookingId });
  for (const { id: policyId } of [...RULEBOOK.policies, ...TIME_POLICIES]) expect(() => all(over(server.log), policyId)).not.toThrow();
});

test('an unknown policy is refused, and a stopped run is forgotten', () => {
  const { server } = smallOrganization();
  const dryRun = over(server.log);
  const request = { runId: id('run'), policyId: CREATES, from: '2026-05-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z', stop: false };
  expect(dryRun.next({ ...request, policyId: 'no-such-rule' })).toMatchObject({ ok: false, error: { code: 'dry-run.unknown-policy' } });
  expect(dryRun.next(request)).toMatchObject({ ok: true, value: { isDone: false } });
  expect(dryRun.next({ ...request, stop: true })).toMatchObject({ ok: true, value: { isDone: true } });
});
