import { expect, test } from 'vitest';
import type { DecideContext, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/ids.ts';
import { aBooking, aMember, anAllocation, aShift } from '../testing/fixtures.ts';
import { actorOf, given, memoryReader, NOW, ORGANIZATION_ID, SITE_ID, testId, type Given } from '../testing/memory-reader.ts';
import { bookingPolicies } from './policies.ts';

const bookingId = testId('booking');
const about = `booking:${bookingId}`;

function eventOf(type: string, aggregateType: DomainEvent['aggregateType'], aggregateId: string, data: unknown): DomainEvent {
  const id = testId(`event ${type}`);
  return {
    id,
    type,
    version: 1,
    kind: 'plan',
    aggregateType,
    aggregateId,
    data,
    txnId: id,
    txnIndex: 0,
    txnSize: 1,
    deviceId: testId('device'),
    deviceSeq: 1,
    basisSeq: 0,
    dependsOn: [],
    actorId: testId('manager'),
    siteId: SITE_ID,
    organizationId: ORGANIZATION_ID,
    occurredAt: NOW,
    zone: 'Europe/Berlin',
    correlationId: id,
    causationId: null,
    causationDepth: 0,
    offline: false,
  };
}

/** What every policy of bookings answers to an event, given what there is. */
function planned(event: DomainEvent, ...objects: readonly Given[]): readonly PolicyCommand[] {
  let made = 0;
  const context = (policy: Policy): DecideContext => ({
    reader: memoryReader(objects),
    actor: actorOf('policy'),
    organizationId: ORGANIZATION_ID,
    now: NOW,
    zone: 'Europe/Berlin',
    newId: () => derivedId(policy.id, event.id, made++),
    sequence: () => ({ ok: true, value: [] }),
  });
  return bookingPolicies.filter(({ on }) => on.includes(event.type)).flatMap((policy) => policy.plan(event, context(policy)));
}

const cancelled = eventOf('booking.status_changed', 'booking', bookingId, { from: 'approved', to: 'cancelled', reason: 'Budget' });
const shiftIn = (
  status: 'draft' | 'open' | 'offered' | 'confirmed' | 'checked_in' | 'completed' | 'approved' | 'no_show' | 'cancelled',
): Given => given('shift', aShift({ id: testId(status), status }), about);

test('a cancelled booking cancels the shifts that have not begun and no others', () => {
  const statuses = ['draft', 'open', 'offered', 'confirmed', 'checked_in', 'completed', 'approved', 'no_show', 'cancelled'] as const;
  const commands = planned(cancelled, given('booking', aBooking({ status: 'cancelled' })), ...statuses.map(shiftIn));
  expect(commands).toEqual(
    statuses.slice(0, 4).map((status) => ({ command: 'shift.cancel', input: { shiftId: testId(status), reason: 'Budget' } })),
  );
});

test('it releases kits that are still here and calls back those that are out', () => {
  const statuses = [
    'requested',
    'assigned',
    'packed',
    'in_transit',
    'delivered',
    'returning',
    'returned',
    'closed',
    'released',
    'lost',
  ] as const;
  const commands = planned(
    cancelled,
    given('booking', aBooking({ status: 'cancelled' })),
    ...statuses.map((status) => given('allocation', anAllocation({ id: testId(status), status }), about)),
    given('member', aMember({ id: testId('keeper'), role: 'warehouse' }), 'all'),
    given('member', aMember({ id: testId('gone'), role: 'warehouse', status: 'removed' }), 'all'),
    given('member', aMember({ id: testId('no login'), role: 'manager', hasLogin: false }), 'all'),
    given('member', aMember({ id: testId('hand'), role: 'staff' }), 'all'),
  );
  const released = commands.filter(({ command }) => command === 'allocation.release').map(({ input }) => input);
  expect(released).toEqual(statuses.slice(0, 3).map((status) => ({ allocationId: testId(status), reason: 'Budget' })));
  const messages = commands.filter(({ command }) => command === 'notification.create').map(({ input }) => input);
  expect(messages).toHaveLength(3);
  for (const message of messages) {
    expect(message).toMatchObject({ memberId: testId('keeper'), code: 'booking.cancelled-kit-out', params: { kit: 'Sampling bar' } });
  }
  expect(new Set(messages.map((message) => JSON.stringify(message))).size).toBe(3);
});

test('a cancellation that another event has already overtaken releases nothing', () => {
  expect(planned(cancelled, given('booking', aBooking({ status: 'completed' })), shiftIn('confirmed'))).toEqual([]);
});

test('a booking that moves elsewhere keeps its shifts', () => {
  const approved = eventOf('booking.status_changed', 'booking', bookingId, { from: 'pending_approval', to: 'approved', reason: null });
  expect(planned(approved, given('booking', aBooking({ status: 'approved' })), shiftIn('confirmed'))).toEqual([]);
});

const work = [
  eventOf('shift.checked_in', 'shift', testId('shift'), {}),
  eventOf('shift.checked_out', 'shift', testId('shift'), {}),
  eventOf('shift.unplanned_attendance_recorded', 'shift', testId('shift'), {}),
  eventOf('kit.delivered', 'allocation', testId('allocation'), {}),
  eventOf('booking.report_submitted', 'booking', bookingId, {}),
  eventOf('booking.status_changed', 'booking', bookingId, { from: 'approved', to: 'completed', reason: null }),
] as const;

test.each(work)('C5 work recorded by $type on a cancelled booking completes it', (event) => {
  const objects = [given('booking', aBooking({ status: 'cancelled' })), given('shift', aShift()), given('allocation', anAllocation())];
  expect(planned(event, ...objects)).toEqual([{ command: 'booking.record_work', input: { bookingId } }]);
});

test.each(work)('$type starts an approved booking only when it is the first check-in or delivery', (event) => {
  const objects = [given('booking', aBooking({ status: 'approved' })), given('shift', aShift()), given('allocation', anAllocation())];
  const starts = event.type === 'shift.checked_in' || event.type === 'kit.delivered';
  expect(planned(event, ...objects)).toEqual(starts ? [{ command: 'booking.start', input: { bookingId } }] : []);
});

test.each(work)('$type leaves a running booking alone', (event) => {
  const objects = [given('booking', aBooking({ status: 'in_progress' })), given('shift', aShift()), given('allocation', anAllocation())];
  expect(planned(event, ...objects)).toEqual([]);
});

test('a shift without a booking wakes nothing', () => {
  expect(planned(work[0], given('shift', aShift({ bookingId: null })))).toEqual([]);
});
