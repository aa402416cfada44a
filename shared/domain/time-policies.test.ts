import { expect, test } from 'vitest';
import { addMinutes } from './kernel/time.ts';
import { stageOf } from './kernel/time-policy.ts';
import { TIME_POLICIES } from './rulebook.ts';
import { strike } from './testing/clock.ts';
import { aBooking, aLocation, aMember, anAllocation, aShift, PERIOD } from './testing/fixtures.ts';
import { actorOf, testId } from './testing/memory-reader.ts';
import { aKit, anOrganization } from './testing/nouns.ts';
import { Stage } from './testing/stage.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

function stage(): Stage {
  return new Stage()
    .put('organization', anOrganization())
    .put('location', aLocation())
    .put('booking', aBooking({ status: 'approved' }))
    .put('member', aMember(), aMember({ id: testId('manager'), name: 'Maya', role: 'manager' }));
}
const codes = (on: Stage, name: string): readonly string[] =>
  on.all('notification', `member:${testId(name)}`).map(({ code }) => code.replace('notification.', ''));
const before = (minutes: number): string => addMinutes(PERIOD.start, -minutes);
const after = (minutes: number): string => addMinutes(PERIOD.end, minutes);

test('a countdown is at its closest stage that has begun, never at one slept through', () => {
  const stages = [
    { name: 'day', minutes: DAY },
    { name: 'soon', minutes: 2 * HOUR },
  ];
  expect(stageOf(stages, DAY + 1)).toBeNull();
  expect(stageOf(stages, DAY)?.name).toBe('day');
  expect(stageOf(stages, 2 * HOUR)?.name).toBe('soon');
  expect(stageOf(stages, 0)?.name).toBe('soon');
  expect(stageOf(stages, -1)).toBeNull();
});

test('7: a person is reminded a day, two hours and half an hour ahead, each once, and not when on the way', () => {
  const on = stage().put('shift', aShift());
  strike(on, TIME_POLICIES, before(25 * HOUR));
  expect(codes(on, 'member')).toEqual([]);
  for (const minutes of [24 * HOUR, 23 * HOUR, 2 * HOUR, HOUR, 30, 29]) strike(on, TIME_POLICIES, before(minutes));
  expect(codes(on, 'member').toSorted()).toEqual(['shift-reminder', 'shift-reminder', 'time-to-leave']);
  const moving = stage().put('shift', aShift({ onMyWayAt: before(40) }));
  strike(moving, TIME_POLICIES, before(29));
  expect(codes(moving, 'member')).toEqual([]);
});

test('7 and 14: an offer nobody answered two days ahead runs out, and the next person is asked', () => {
  const on = stage()
    .put('member', aMember({ id: testId('Bo'), name: 'Bo' }))
    .put('shift', aShift({ status: 'offered' }));
  expect(strike(on, TIME_POLICIES, before(49 * HOUR))).toEqual([]);
  strike(on, TIME_POLICIES, before(48 * HOUR));
  expect(on.state('shift', testId('shift'))).toMatchObject({ assigneeId: testId('Bo'), turnedDown: [testId('member')] });
});

test('9: a kit that is not packed a day ahead, or not there half an hour ahead, is said once each', () => {
  const on = stage().put('kit', aKit()).put('allocation', anAllocation());
  strike(on, TIME_POLICIES, before(DAY + 1));
  expect(codes(on, 'manager')).toEqual([]);
  strike(on, TIME_POLICIES, before(DAY));
  strike(on, TIME_POLICIES, before(DAY - 1));
  expect(codes(on, 'manager')).toEqual(['kit-not-packed']);
  strike(on, TIME_POLICIES, before(30));
  expect(codes(on, 'manager').toSorted()).toEqual(['kit-not-delivered', 'kit-not-packed']);
});

test('10: a kit that is late back is said after two hours and then once a day, until it is back', () => {
  const on = stage()
    .put('kit', aKit())
    .put('allocation', anAllocation({ status: 'delivered' }));
  strike(on, TIME_POLICIES, after(HOUR));
  expect(codes(on, 'manager')).toEqual([]);
  for (const hours of [2, 3, 25, 26, 49]) strike(on, TIME_POLICIES, after(hours * HOUR));
  expect(codes(on, 'manager')).toEqual(['kit-late', 'kit-late', 'kit-late']);
  on.run('allocation.return', { allocationId: testId('allocation'), lines: [] });
  expect(strike(on, TIME_POLICIES, after(80 * HOUR))).toEqual([]);
});

test('15: a missing report is asked of who was there after half a day and of the planners after a day', () => {
  const checkIn = {
    memberId: testId('member'),
    at: PERIOD.start,
    method: 'manual' as const,
    verified: false,
    deviceId: testId('d'),
    checkedOutAt: PERIOD.end,
  };
  const on = stage()
    .put('booking', aBooking({ status: 'completed' }))
    .put('shift', aShift({ status: 'completed', checkIn, checkedOutAt: PERIOD.end }));
  strike(on, TIME_POLICIES, after(11 * HOUR));
  expect(codes(on, 'member')).toEqual([]);
  strike(on, TIME_POLICIES, after(12 * HOUR));
  expect([codes(on, 'member'), codes(on, 'manager')]).toEqual([['report-missing'], []]);
  strike(on, TIME_POLICIES, after(25 * HOUR));
  expect([codes(on, 'member'), codes(on, 'manager')]).toEqual([['report-missing'], ['report-missing']]);
});

test('12: papers that run out reach their owner and the planners in stages, and flag the shift that needs them', () => {
  const certificates = [{ name: 'Food hygiene', validUntil: PERIOD.startLocal.slice(0, 10).replace('-10', '-09') }];
  const on = stage()
    .put('member', aMember({ certificates }))
    .put('shift', aShift({ skills: ['Food hygiene'] }));
  strike(on, TIME_POLICIES, before(61 * DAY));
  expect(codes(on, 'member')).toEqual([]);
  for (const days of [59, 58, 29, 28]) strike(on, TIME_POLICIES, before(days * DAY));
  expect(codes(on, 'member')).toEqual(['certificate-expires', 'certificate-expires']);
  strike(on, TIME_POLICIES, before(6 * DAY));
  expect(codes(on, 'member')).toContain('certificate-before-shift');
  expect(on.state('shift', testId('shift')).assigneeId).toBe(testId('member'));
});

test('6: a place whose approval runs out reaches the planners of the sites that still plan there', () => {
  const on = stage().put('location', aLocation({ approvedUntil: '2026-06-20' }));
  for (const now of ['2026-05-01T08:00:00.000Z', '2026-05-22T08:00:00.000Z', '2026-06-07T08:00:00.000Z', '2026-06-07T09:00:00.000Z'])
    strike(on, TIME_POLICIES, now);
  expect(codes(on, 'manager')).toEqual(['place-expires', 'place-expires']);
});

test('18: an invitation nobody answered for three days is said to whoever sent it, once', () => {
  const on = stage();
  on.now = '2026-06-01T08:00:00.000Z';
  const invited = on.run(
    'invitation.invite',
    {
      invitationId: testId('invitation'),
      email: 'new@northlight.example',
      name: 'Nia',
      role: 'staff',
      homeSiteId: on.state('member', testId('member')).homeSiteId,
      expiresAt: '2026-06-15T08:00:00.000Z',
    },
    actorOf('manager'),
  );
  expect(invited.ok).toBe(true);
  strike(on, TIME_POLICIES, '2026-06-03T08:00:00.000Z');
  expect(codes(on, 'manager')).toEqual([]);
  strike(on, TIME_POLICIES, '2026-06-04T08:00:00.000Z');
  strike(on, TIME_POLICIES, '2026-06-05T08:00:00.000Z');
  expect(codes(on, 'manager')).toEqual(['invitation-silent']);
});

test('19: a conflict nobody settles goes to the planners again and then to the administrators', () => {
  const on = stage()
    .put('location', aLocation({ status: 'approved' }))
    .put('member', aMember({ id: testId('admin'), name: 'Ada', role: 'admin' }));
  on.now = before(10 * DAY);
  on.run('location.suspend', { locationId: testId('location'), reason: 'Storm' });
  const waits = (name: string): number => codes(on, name).filter((code) => code === 'conflict-waits').length;
  strike(on, TIME_POLICIES, addMinutes(before(10 * DAY), 3 * HOUR));
  expect(waits('manager')).toBe(0);
  strike(on, TIME_POLICIES, addMinutes(before(10 * DAY), 5 * HOUR));
  expect(waits('manager')).toBe(1);
  strike(on, TIME_POLICIES, addMinutes(before(10 * DAY), 9 * HOUR));
  strike(on, TIME_POLICIES, addMinutes(before(10 * DAY), 10 * HOUR));
  expect([waits('manager'), waits('admin')]).toEqual([1, 2]);
});
