import { expect, test } from 'vitest';
import type { BookingState } from '../booking/schema.ts';
import type { MemberState } from '../member/schema.ts';
import type { OrganizationSettings } from '../organization/schema.ts';
import { aBooking, aLocation, aMember, aShift, LATER, PERIOD } from '../testing/fixtures.ts';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { aKit, anOrganization } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import type { ShiftState } from './schema.ts';

const BOOKING = testId('booking');
const NEED = testId('staff need');
const manager = actorOf('manager');
const person = (name: string, over: Partial<MemberState> = {}): MemberState => aMember({ id: testId(name), name, ...over });
const need = (count: number, skills: string[] = []) => ({ id: NEED, role: 'Demonstrator', count, skills });

function stage(people: readonly MemberState[], booking: Partial<BookingState> = {}, settings: Partial<OrganizationSettings> = {}): Stage {
  return new Stage()
    .put('organization', anOrganization(settings))
    .put('location', aLocation())
    .put('kit', aKit())
    .put('member', aMember({ id: manager.memberId, name: 'Mia', role: 'manager' }), ...people)
    .put('booking', aBooking({ status: 'pending_approval', ...booking }));
}
function approve(on: Stage): void {
  const result = on.run('booking.approve', { bookingId: BOOKING });
  if (!result.ok) throw new Error(result.error.code);
}
const shiftsOf = (on: Stage): readonly ShiftState[] => on.all('shift', `booking:${BOOKING}`).filter(({ status }) => status !== 'cancelled');
const summary = (on: Stage): readonly string[] =>
  shiftsOf(on)
    .map(({ status, assigneeId }) => `${status} ${assigneeId === null ? '—' : on.state('member', assigneeId).name}`)
    .toSorted();
/** Takes the booking back to approval the way a material edit does. */
function change(on: Stage, over: Partial<BookingState>): void {
  on.put('booking', { ...on.state('booking', BOOKING), status: 'pending_approval', ...over });
}

test('an approved booking gets a shift for every person it needs, each with somebody else', () => {
  const on = stage([person('Ana'), person('Bo'), person('Cy')]);
  approve(on);
  const shifts = shiftsOf(on);
  expect(shifts).toHaveLength(2);
  expect(new Set(shifts.map(({ assigneeId }) => assigneeId)).size).toBe(2);
  for (const shift of shifts) {
    expect(shift).toMatchObject({
      status: 'confirmed',
      needId: NEED,
      period: PERIOD,
      locationId: testId('location'),
      role: 'Demonstrator',
    });
    expect(shift.candidates[0]?.memberId).toBe(shift.assigneeId);
  }
  expect(shifts.map(({ candidates }) => candidates.length).toSorted()).toEqual([2, 3]);
});

test('where nobody fits the shift stays open and the planners hear of it once', () => {
  const on = stage([person('Ana')], { staffNeeds: [need(3)] });
  approve(on);
  expect(summary(on)).toEqual(['confirmed Ana', 'open —', 'open —']);
  const messages = on.all('notification', `member:${manager.memberId}`).filter(({ code }) => code === 'notification.people-missing');
  expect(messages).toMatchObject([
    { params: { count: 2, total: 3, what: 'Summer tasting' }, severity: 'attention', about: { type: 'booking', id: BOOKING } },
  ]);
});

test('a person busy elsewhere, on leave or without the skill is passed over', () => {
  const on = stage(
    [person('Busy', { skills: ['Bar'] }), person('Away', { skills: ['Bar'] }), person('New'), person('Fit', { skills: ['Bar'] })],
    { staffNeeds: [need(2, ['Bar'])] },
  );
  on.put('shift', aShift({ id: testId('other'), bookingId: null, assigneeId: testId('Busy') }));
  on.put('availability', { id: testId('leave'), memberId: testId('Away'), kind: 'leave', period: PERIOD, note: '', removed: false });
  approve(on);
  expect(summary(on)).toEqual(['confirmed Fit', 'open —']);
});

test('with offers people are asked, without automatic publishing nobody is', () => {
  const offers = stage([person('Ana')], { staffNeeds: [need(1)] }, { autoAcceptAssignments: false });
  approve(offers);
  expect(summary(offers)).toEqual(['offered Ana']);
  const drafts = stage([person('Ana')], { staffNeeds: [need(1)] }, { autoPublish: false });
  approve(drafts);
  expect(summary(drafts)).toEqual(['draft —']);
});

test('approved again unchanged, nothing is doubled and nobody is moved', () => {
  const on = stage([person('Ana'), person('Bo'), person('Cy')]);
  approve(on);
  const before = shiftsOf(on);
  change(on, {});
  approve(on);
  expect(shiftsOf(on)).toEqual(before);
});

test('approved again after a move, people who can come move along and the others are replaced', () => {
  const on = stage([person('Ana'), person('Bo'), person('Cy')]);
  approve(on);
  const [first, second] = shiftsOf(on);
  if (typeof first?.assigneeId !== 'string' || typeof second?.assigneeId !== 'string') throw new Error('both are planned');
  on.put('availability', { id: testId('leave'), memberId: first.assigneeId, kind: 'leave', period: LATER, note: '', removed: false });
  change(on, { period: LATER });
  approve(on);
  expect(shiftsOf(on)).toHaveLength(2);
  expect(on.state('shift', second.id)).toMatchObject({ period: LATER, assigneeId: second.assigneeId, status: 'confirmed' });
  const replaced = on.state('shift', first.id);
  expect(replaced).toMatchObject({ period: LATER, status: 'confirmed' });
  expect([first.assigneeId, second.assigneeId]).not.toContain(replaced.assigneeId);
});

test('approved again for fewer people, the least certain shift goes; for more, one comes', () => {
  const on = stage([person('Ana')], { staffNeeds: [need(2)] });
  approve(on);
  expect(summary(on)).toEqual(['confirmed Ana', 'open —']);
  change(on, { staffNeeds: [need(1)] });
  approve(on);
  expect(summary(on)).toEqual(['confirmed Ana']);
  on.put('member', person('Bo'));
  change(on, { staffNeeds: [need(3)] });
  approve(on);
  expect(summary(on)).toEqual(['confirmed Ana', 'confirmed Bo', 'open —']);
});

test('work that began is never taken out by a later approval', () => {
  const on = stage([person('Ana')], { staffNeeds: [need(1)] });
  approve(on);
  const [shift] = shiftsOf(on);
  if (shift === undefined) throw new Error('one shift');
  on.put('shift', { ...shift, status: 'checked_in' });
  change(on, { staffNeeds: [], period: LATER });
  approve(on);
  expect(on.state('shift', shift.id)).toMatchObject({ status: 'checked_in', period: PERIOD });
});

test('two approved bookings at one time never share a person', () => {
  const on = stage([person('Ana'), person('Bo'), person('Cy')]);
  on.put('booking', aBooking({ id: testId('second'), status: 'pending_approval' }));
  approve(on);
  on.run('booking.approve', { bookingId: testId('second') });
  const planned = [...on.all('shift', `booking:${BOOKING}`), ...on.all('shift', `booking:${testId('second')}`)].flatMap(
    ({ assigneeId }) => assigneeId ?? [],
  );
  expect(planned).toHaveLength(3);
  expect(new Set(planned).size).toBe(3);
});

test('the same approval plans the same people and the same ids wherever it is worked out', () => {
  const plan = (): readonly ShiftState[] => {
    const on = stage([person('Ana'), person('Bo'), person('Cy')]);
    approve(on);
    return shiftsOf(on);
  };
  expect(plan()).toEqual(plan());
});
