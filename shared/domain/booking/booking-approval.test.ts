import { describe, expect, test } from 'vitest';
import { booking, bookingId, client, code, manager, typesOf, worldWith } from '../testing/booking-world.ts';
import { aLocation, LATER, PERIOD } from '../testing/fixtures.ts';
import { given, testId } from '../testing/memory-reader.ts';

describe('approval', () => {
  const pending = { status: 'pending_approval' } as const;

  test('a booking on an approved place is approved and names who did', () => {
    const world = worldWith(pending);
    expect(code(world.run('booking.approve', { bookingId }, manager))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'approved', approvedBy: manager.memberId });
  });

  test.each([
    ['no place', { locationId: null }, {}, 'booking.location-missing'],
    ['an unknown place', { locationId: testId('nowhere') }, {}, 'booking.location-unknown'],
    ['a place not approved', {}, { status: 'pending_approval' }, 'booking.location-not-approved'],
    ['a suspended place', {}, { status: 'suspended' }, 'booking.location-not-approved'],
    ['an approval that ends before the booking', {}, { approvedUntil: '2026-06-09' }, 'booking.location-expired'],
    [
      'a licence that ends before the booking',
      {},
      { approvedUntil: '2027-01-01', licenceValidUntil: '2026-06-09' },
      'booking.location-expired',
    ],
    ['an approval that ends on the day', {}, { approvedUntil: '2026-06-10' }, 'accepted'],
    ['a night that ends at midnight', { period: { ...PERIOD, endLocal: '2026-06-11T00:00' } }, { approvedUntil: '2026-06-10' }, 'accepted'],
  ] as const)('with %s', (_name, over, location, expected) => {
    const world = worldWith({ ...pending, ...over }, given('location', aLocation(location), 'all'));
    expect(code(world.run('booking.approve', { bookingId }, manager))).toBe(expected);
    expect(booking(world).status).toBe(expected === 'accepted' ? 'approved' : 'pending_approval');
  });

  test('the refusal carries the name of the place for the sentence', () => {
    const world = worldWith(pending, given('location', aLocation({ status: 'draft' }), 'all'));
    expect(world.run('booking.approve', { bookingId }, manager)).toMatchObject({
      refusal: { kind: 'illegal-state', params: { location: 'Harbour hall', status: 'draft' }, field: 'locationId' },
    });
  });

  test('nobody approves a time they have not seen', () => {
    const world = worldWith(pending);
    const seenAt = world.seq;
    expect(code(world.run('booking.reschedule', { bookingId, period: LATER }, client))).toBe('accepted');
    const approval = { type: 'booking.status_changed', aggregateType: 'booking', aggregateId: bookingId } as const;
    const data = { from: 'pending_approval', to: 'approved', reason: null };
    expect(code(world.submit([{ ...approval, data }], manager, { basisSeq: seenAt }))).toBe('booking.changed-since');
    expect(code(world.run('booking.approve', { bookingId }, manager))).toBe('accepted');
  });

  test('only planners approve, return and reject; return and reject need words', () => {
    expect(code(worldWith(pending).run('booking.approve', { bookingId }, client))).toBe('authority.not-allowed');
    const world = worldWith(pending);
    expect(world.run('booking.return', { bookingId, reason: '  ' }, manager)).toMatchObject({
      refusal: { kind: 'invalid', field: 'reason' },
    });
    expect(code(world.run('booking.return', { bookingId, reason: 'Which hall?' }, manager))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'changes_requested', statusReason: 'Which hall?' });
  });

  test('an event without the reason is refused even when it did not come from the command', () => {
    const data = { from: 'pending_approval', to: 'rejected', reason: null };
    const draft = { type: 'booking.status_changed', aggregateType: 'booking', aggregateId: bookingId, data } as const;
    expect(worldWith(pending).submit([draft], manager)).toMatchObject({ refusal: { code: 'booking.reason-required', field: 'reason' } });
    const approved = { ...draft, data: { ...data, to: 'approved' } };
    expect(code(worldWith(pending).submit([approved], client))).toBe('booking.not-allowed');
  });

  test('a submit that arrives after the approval takes nothing back', () => {
    const world = worldWith({ status: 'approved' });
    const data = { from: 'draft', to: 'pending_approval', reason: null };
    world.submit([{ type: 'booking.status_changed', aggregateType: 'booking', aggregateId: bookingId, data }], client);
    expect(booking(world).status).toBe('approved');
  });
});

describe('material edits', () => {
  const need = { id: testId('kit need'), kitKind: 'Sampling bar', count: 3 };
  const edits: readonly [string, string, object][] = [
    ['booking.reschedule', 'booking.rescheduled', { period: LATER }],
    ['booking.change_location', 'booking.location_changed', { locationId: null }],
    ['booking.change_needs', 'booking.requirements_changed', { kitNeeds: [need] }],
  ];

  test.each(edits)('%s of an approved booking asks for approval again', (command, type, input) => {
    const world = worldWith({ status: 'approved', approvedBy: manager.memberId });
    expect(typesOf(world.run(command, { bookingId, ...input }, manager))).toEqual(['booking.status_changed', type]);
    expect(booking(world)).toMatchObject({ status: 'pending_approval', approvedBy: null, ...input });
  });

  test.each(edits)('%s by somebody who did not know of the approval re-opens it as well', (command, type, input) => {
    const world = worldWith({ status: 'pending_approval' });
    const twin = worldWith({ status: 'pending_approval' });
    const ran = twin.run(command, { bookingId, ...input }, client);
    expect(typesOf(ran)).toEqual([type]);
    expect(code(world.run('booking.approve', { bookingId }, manager))).toBe('accepted');
    world.submit(
      ran.ok ? ran.events.map(({ aggregateType, aggregateId, data }) => ({ type, aggregateType, aggregateId, data })) : [],
      client,
    );
    expect(booking(world).status).toBe('pending_approval');
  });

  test('the same time again changes nothing', () => {
    const world = worldWith({ status: 'approved' });
    const { zone, end, start, startLocal, endLocal } = PERIOD;
    expect(typesOf(world.run('booking.reschedule', { bookingId, period: { zone, end, start, startLocal, endLocal } }, manager))).toEqual(
      [],
    );
    expect(booking(world).status).toBe('approved');
  });

  test('words, tags and contacts leave the approval standing', () => {
    const world = worldWith({ status: 'approved' });
    expect(code(world.run('booking.edit', { bookingId, changes: { contactPhone: '+49 40 2', tags: ['vip'] } }, manager))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'approved', contactPhone: '+49 40 2', tags: ['vip'] });
  });

  test.each([
    ['in_progress', 'booking.already-started'],
    ['completed', 'booking.already-completed'],
    ['cancelled', 'booking.cancelled'],
    ['rejected', 'booking.rejected'],
  ] as const)('a booking that is %s keeps its time', (status, expected) => {
    expect(code(worldWith({ status }).run('booking.reschedule', { bookingId, period: LATER }, manager))).toBe(expected);
  });
});
