import { expect, test } from 'vitest';
import { aBooking, aLocation, aMember, anAllocation, aShift } from '../testing/fixtures.ts';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { Stage } from '../testing/stage.ts';
import type { BookingState } from './schema.ts';

const bookingId = testId('booking');
const person = testId('staff');
const staff = actorOf('staff');

function stageWith(booking: Partial<BookingState>): Stage {
  return new Stage()
    .put('location', aLocation())
    .put(
      'member',
      aMember({ id: person }),
      aMember({ id: testId('keeper'), role: 'warehouse' }),
      aMember({ id: testId('manager'), role: 'manager' }),
    )
    .put('booking', aBooking(booking));
}

const statusOf = (stage: Stage): string => stage.state('booking', bookingId).status;
const cancel = (stage: Stage): void => {
  expect(stage.run('booking.cancel', { bookingId, reason: 'Budget' })).toMatchObject({ ok: true });
};

test('cancelling a booking takes its people and kits out of the plan in the same transaction', () => {
  const stage = stageWith({ status: 'approved' });
  stage.put('shift', aShift({ assigneeId: person })).put('allocation', anAllocation({ status: 'packed' }));
  cancel(stage);
  expect(stage.state('shift', testId('shift'))).toMatchObject({ status: 'cancelled', statusReason: 'Budget' });
  expect(stage.state('allocation', testId('allocation'))).toMatchObject({ status: 'released', statusReason: 'Budget' });
  expect(stage.workspace.claims(`member:${person}`, 0, Number.MAX_SAFE_INTEGER)).toEqual([]);
});

test('a kit already out stays out and its keepers are told', () => {
  const stage = stageWith({ status: 'approved' }).put('allocation', anAllocation({ status: 'delivered' }));
  cancel(stage);
  expect(stage.state('allocation', testId('allocation')).status).toBe('delivered');
  for (const keeper of [testId('keeper'), testId('manager')]) {
    expect(stage.all('notification', `member:${keeper}`).map(({ code }) => code)).toContain('booking.cancelled-kit-out');
  }
});

test('C5 a check-in on a booking that was cancelled meanwhile completes it: the work was done', () => {
  const stage = stageWith({ status: 'approved' }).put('shift', aShift({ assigneeId: person }));
  const checkIn = stage.decide('shift.check_in', { shiftId: testId('shift'), memberId: null, method: 'manual' }, staff);
  cancel(stage);
  stage.submit(checkIn.ok ? checkIn.value : [], staff);
  expect(stage.state('booking', bookingId)).toMatchObject({ status: 'completed', workAfterCancel: true, statusReason: 'work_recorded' });
});

test('the first check-in starts an approved booking, the second leaves it running', () => {
  const stage = stageWith({ status: 'approved' }).put('shift', aShift({ assigneeId: person }));
  expect(stage.run('shift.check_in', { shiftId: testId('shift'), memberId: null, method: 'site_code' }, staff)).toMatchObject({ ok: true });
  expect(statusOf(stage)).toBe('in_progress');
  const { actualStart } = stage.state('booking', bookingId);
  expect(actualStart).toBe(stage.now);
  const second = testId('second person');
  stage.put('member', aMember({ id: second })).put('shift', aShift({ id: testId('second shift'), assigneeId: second }));
  stage.now = '2026-06-10T09:00:00.000Z';
  expect(
    stage.run('shift.check_in', { shiftId: testId('second shift'), memberId: null, method: 'manual' }, actorOf('staff', 'second person')),
  ).toMatchObject({ ok: true });
  expect(stage.state('booking', bookingId)).toMatchObject({ status: 'in_progress', actualStart });
});

test('a delivery starts an approved booking', () => {
  const stage = stageWith({ status: 'approved' }).put('allocation', anAllocation({ status: 'in_transit' }));
  expect(stage.run('allocation.deliver', { allocationId: testId('allocation'), note: '' }, staff)).toMatchObject({ ok: true });
  expect(statusOf(stage)).toBe('in_progress');
});

test('a report on a cancelled booking is kept and completes it', () => {
  const stage = stageWith({ status: 'cancelled' });
  const report = { bookingId, summary: 'We were there', visitors: 3, samplesGiven: 7, issues: '' };
  expect(stage.run('booking.submit_report', report, staff)).toMatchObject({ ok: true });
  expect(stage.state('booking', bookingId)).toMatchObject({ status: 'completed', workAfterCancel: true, report: { visitors: 3 } });
});

test('C1 two people edit different fields of one booking and both edits stand', () => {
  const stage = stageWith({});
  const a = stage.decide('booking.edit', { bookingId, changes: { contactPhone: '+49 1' } });
  const b = stage.decide('booking.edit', { bookingId, changes: { contactName: 'Leo' } });
  stage.submit(a.ok ? a.value : [], actorOf('manager'), { basisSeq: 0 });
  stage.submit(b.ok ? b.value : [], actorOf('manager', 'other'), { basisSeq: 0 });
  expect(stage.state('booking', bookingId)).toMatchObject({ contactPhone: '+49 1', contactName: 'Leo' });
});

test('C2 two people edit the same contact: the first stays and the second is kept as a conflict with both values', () => {
  const stage = stageWith({});
  const a = stage.decide('booking.edit', { bookingId, changes: { contactPhone: '+49 1' } });
  const b = stage.decide('booking.edit', { bookingId, changes: { contactPhone: '+49 2' } });
  stage.submit(a.ok ? a.value : [], actorOf('manager'), { basisSeq: 0 });
  stage.submit(b.ok ? b.value : [], actorOf('manager', 'other'), { basisSeq: 0 });
  expect(stage.state('booking', bookingId).contactPhone).toBe('+49 1');
  expect(stage.all('conflict', `booking:${bookingId}`)).toMatchObject([{ class: 'C2', status: 'open' }]);
});
