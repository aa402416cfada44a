import { expect, test } from 'vitest';
import { aBooking, aLocation, aMember, anAllocation, aShift } from './testing/fixtures.ts';
import { actorOf, SITE_ID, testId } from './testing/memory-reader.ts';
import { aKit, anOrganization } from './testing/nouns.ts';
import { Stage } from './testing/stage.ts';

const SHIFT = testId('shift');

function stage(settings = {}): Stage {
  return new Stage()
    .put('organization', anOrganization(settings))
    .put('location', aLocation())
    .put('booking', aBooking({ status: 'approved' }))
    .put('member', aMember(), aMember({ id: testId('manager'), name: 'Maya', role: 'manager' }));
}
const codes = (on: Stage, name: string): readonly string[] =>
  on.all('notification', `member:${testId(name)}`).map(({ code }) => code.replace('notification.', ''));
const ana = actorOf('staff', 'member');

test('14: when nobody is left to ask the shift stays open and the planners hear of it', () => {
  const on = stage().put('shift', aShift({ status: 'offered' }));
  on.run('shift.decline', { shiftId: SHIFT, reason: 'Exam' }, ana);
  expect(on.state('shift', SHIFT)).toMatchObject({ status: 'open', assigneeId: null, turnedDown: [testId('member')] });
  expect(codes(on, 'manager')).toContain('nobody-left');
});

test('14: the rule can be switched off, and then nobody is asked by itself', () => {
  const on = stage({ disabledPolicies: ['freed-shift-asks-next-candidate'] })
    .put('member', aMember({ id: testId('Bo'), name: 'Bo' }))
    .put('shift', aShift({ status: 'offered' }));
  on.run('shift.decline', { shiftId: SHIFT, reason: 'Exam' }, ana);
  expect(on.state('shift', SHIFT)).toMatchObject({ status: 'open', assigneeId: null });
});

test('13: planners hear once per person and week that the hours run out', () => {
  const on = stage()
    .put('member', aMember({ maxMinutesPerWeek: 8 * 60 }))
    .put('shift', aShift({ status: 'open', assigneeId: null }));
  on.run('shift.assign', { shiftId: SHIFT, memberId: testId('member'), overrideReason: null });
  on.run('shift.unassign', { shiftId: SHIFT, reason: null });
  on.run('shift.assign', { shiftId: SHIFT, memberId: testId('member'), overrideReason: null });
  expect(codes(on, 'manager')).toEqual(['week-nearly-full']);
});

test('17: whoever is removed is taken off what has not begun; what they did stays theirs', () => {
  const on = stage().put('shift', aShift(), aShift({ id: testId('done'), status: 'completed', bookingId: null }));
  on.run('member.remove', { memberId: testId('member'), reason: 'Moved away' }, actorOf('admin'));
  expect(on.state('shift', SHIFT)).toMatchObject({ status: 'open', assigneeId: null });
  expect(on.state('shift', testId('done')).assigneeId).toBe(testId('member'));
});

test('11: crossing the reorder point is said once, whichever movement crosses it', () => {
  const on = stage();
  const itemId = testId('cups');
  const item = {
    name: 'Cups',
    sku: 'C',
    tracking: 'bulk',
    serialNumber: null,
    code: null,
    siteId: SITE_ID,
    unit: 'pieces',
    reorderPoint: 10,
  };
  on.run('item.create', { itemId, ...item });
  on.run('item.receive', { itemId, quantity: 12, note: '' });
  on.run('item.issue', { itemId, quantity: 1, bookingId: null, note: '' });
  expect(codes(on, 'manager')).toEqual([]);
  on.run('item.count', { itemId, counted: 9, note: '' });
  on.run('item.issue', { itemId, quantity: 2, bookingId: null, note: '' });
  expect(codes(on, 'manager')).toEqual(['low-stock']);
  on.run('item.receive', { itemId, quantity: 20, note: '' });
  on.run('item.adjust', { itemId, delta: -20, note: 'Wet' });
  expect(codes(on, 'manager')).toEqual(['low-stock', 'low-stock']);
});

test('16: what came back broken or not at all reaches the keepers, once per return', () => {
  const on = stage()
    .put('kit', aKit())
    .put('allocation', anAllocation({ status: 'delivered' }));
  const lineId = on.state('kit', testId('kit')).contents[0]?.id ?? testId('line');
  const back = { allocationId: testId('allocation'), lines: [{ lineId, ok: 0, used: 0, lost: 0, damaged: 1 }] };
  on.run('allocation.return', back);
  on.run('allocation.return', back);
  expect(codes(on, 'manager').filter((code) => code === 'kit-came-back-short')).toHaveLength(1);
});

test('1: a request reaches whoever may approve it, and says when its place is not approved', () => {
  const on = stage().put('booking', aBooking());
  on.run('booking.submit', { bookingId: testId('booking') }, actorOf('client', 'client'));
  expect(codes(on, 'manager')).toEqual(['approval-waiting']);
  const unplaced = stage().put('booking', aBooking({ locationId: null }));
  unplaced.run('booking.submit', { bookingId: testId('booking') }, actorOf('client', 'client'));
  expect(codes(unplaced, 'manager')).toEqual(['approval-waiting-place']);
});
