import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import { openHousehold } from '../assemble.ts';
import { newId } from '../sequencer/server-events.ts';
import { Presence } from '../stream/presence.ts';
import { temporaryFolder } from '../testing/world.ts';
import { runTimePolicies } from './time-policies.ts';

const START = Date.parse('2026-06-01T08:00:00.000Z');
const MINUTE = 60_000;

async function openPlan() {
  const dataDir = temporaryFolder();
  const clock = { now: START - 60 * MINUTE };
  const nowMs = (): number => clock.now;
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const household = await openHousehold({ dataDir, rulebook: RULEBOOK, nowMs, log: quiet, exclusive: true });
  const { admin, organizations, fanOut, store } = household;
  const [organizationId, siteId, ownerId, memberId, shiftId, invitationId] = [newId(1), newId(1), newId(1), newId(1), newId(1), newId(1)];
  await admin.createOrganization({
    organizationId,
    organization: { name: 'A', kind: 'agency', zone: 'UTC', currency: 'EUR', sites: [{ id: siteId, name: 'Depot', zone: 'UTC' }] },
    owner: { memberId: ownerId, name: 'Olga', email: 'olga@example.org' },
  });
  const period = {
    start: '2026-06-01T08:00:00.000Z',
    end: '2026-06-01T12:00:00.000Z',
    zone: 'UTC',
    startLocal: '2026-06-01T08:00',
    endLocal: '2026-06-01T12:00',
  };
  const results = await admin.runAs(ownerId, [
    {
      name: 'member.create',
      input: {
        memberId,
        name: 'Sam',
        email: null,
        phone: null,
        role: 'staff',
        hasLogin: true,
        homeSiteId: siteId,
        skills: [],
        certificates: [],
        maxMinutesPerWeek: null,
        notes: '',
      },
    },
    {
      name: 'shift.create',
      input: {
        shiftId,
        bookingId: null,
        needId: null,
        locationId: null,
        siteId,
        role: 'Host',
        skills: [],
        period,
        assigneeId: memberId,
        overrideReason: null,
        notes: '',
      },
    },
    { name: 'shift.publish', input: { shiftId } },
    {
      name: 'invitation.invite',
      input: {
        invitationId,
        email: 'new@example.org',
        name: 'New',
        role: 'staff',
        homeSiteId: siteId,
        expiresAt: new Date(START).toISOString(),
      },
    },
  ]);
  const { organizationNo } = organizations.byId(organizationId) ?? { organizationNo: 0 };
  const device = await store.createDevice({ deviceId: newId(1), organizationNo, memberId, siteId, name: 'phone' }, period.start);
  const presence = new Presence(organizations, fanOut, nowMs);
  return {
    results,
    /** The clock goes on; the site is heard then, or not. */
    at: async (minutes: number, heard: boolean) => {
      clock.now = START + minutes * MINUTE;
      if (heard) await store.noteSeen(device.deviceNo, new Date(clock.now).toISOString(), null);
      await runTimePolicies({ organizations, presence, nowMs });
    },
    shift: () => admin.reader(organizationId).get('shift', shiftId)?.state.status,
    invitation: () => admin.reader(organizationId).get('invitation', invitationId)?.state.status,
    head: () => admin.organizations()[0]?.head,
    problems: async () => (await admin.verify(organizationId)).problems,
    close: async () => {
      presence.close();
      await household.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

test('somebody who did not come is noted once, and only when their site was heard since', async () => {
  const plan = await openPlan();
  expect(plan.shift()).toBe('confirmed');
  await plan.at(60, false);
  expect(plan.shift()).toBe('confirmed');
  await plan.at(15, true);
  expect(plan.shift()).toBe('confirmed');
  await plan.at(25, true);
  expect(plan.shift()).toBe('no_show');
  const head = plan.head();
  await plan.at(30, true);
  expect(plan.head()).toBe(head);
  expect(await plan.problems()).toEqual([]);
  await plan.close();
});

test('an invitation ends when its time has come', async () => {
  const plan = await openPlan();
  await plan.at(-1, false);
  expect(plan.invitation()).toBe('pending');
  await plan.at(1, false);
  expect(plan.invitation()).toBe('expired');
  await plan.close();
});
