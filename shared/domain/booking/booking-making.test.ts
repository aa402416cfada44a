import { describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/event.ts';
import { locationAggregate } from '../location/aggregate.ts';
import { booking, bookingId, client, code, lead, manager, staff, worldWith } from '../testing/booking-world.ts';
import { aLocation, LATER, PERIOD } from '../testing/fixtures.ts';
import { actorOf, given, testId, World } from '../testing/memory-reader.ts';
import { bookingAggregate } from './aggregate.ts';
import { referenceOf } from './evolve.ts';

const NEW = {
  bookingId,
  title: 'Summer tasting',
  clientName: 'Fizz',
  brand: '',
  siteId: testId('site'),
  locationId: testId('location'),
  period: PERIOD,
  staffNeeds: [],
  kitNeeds: [],
  contactName: '',
  contactPhone: '',
  brief: '',
  notes: '',
  tags: [],
  priceMinor: null,
  currency: 'EUR',
  copiedFrom: null,
};

describe('making a booking', () => {
  const empty = (): World => new World([bookingAggregate, locationAggregate], [given('location', aLocation({ status: 'draft' }), 'all')]);

  test('a client drafts one on a place that is not approved yet, and owns it', () => {
    const world = empty();
    expect(code(world.run('booking.create', NEW, client))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'draft', createdBy: client.memberId, reference: referenceOf(bookingId) });
  });

  test.each([staff, lead, actorOf('warehouse'), actorOf('auditor')])('a $role may not', (actor) => {
    expect(code(empty().run('booking.create', NEW, actor))).toBe('authority.not-allowed');
  });

  test('a place nobody knows, one that is archived, and needs under one id are refused with the field', () => {
    expect(empty().run('booking.create', { ...NEW, locationId: testId('nowhere') }, manager)).toMatchObject({
      refusal: { code: 'booking.location-unknown', field: 'locationId' },
    });
    const archived = new World([bookingAggregate, locationAggregate], [given('location', aLocation({ status: 'archived' }))]);
    expect(code(archived.run('booking.create', NEW, manager))).toBe('booking.location-archived');
    const need = { id: testId('need'), role: 'Host', count: 1, skills: [] };
    expect(empty().run('booking.create', { ...NEW, staffNeeds: [need, need] }, manager)).toMatchObject({
      refusal: { code: 'booking.need-repeated', field: 'staffNeeds' },
    });
  });

  test('an end before the start names the field', () => {
    expect(empty().run('booking.create', { ...NEW, period: { ...PERIOD, end: PERIOD.start } }, manager)).toMatchObject({
      refusal: { kind: 'invalid', field: 'period.end' },
    });
  });

  test('references are short, stable, and differ for ids made in the same moment', () => {
    const references = Array.from({ length: 500 }, (_, index) => referenceOf(`0197f3a0-0000-7000-8000-${String(index).padStart(12, '0')}`));
    for (const reference of references) expect(reference).toMatch(/^B-[2-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set(references).size).toBe(references.length);
    expect(referenceOf(bookingId)).toBe(referenceOf(bookingId));
  });
});

describe('what is whose', () => {
  const other: Actor = actorOf('client', 'another client');

  test.each([
    ['booking.submit', {}],
    ['booking.cancel', { reason: 'Changed plans' }],
    ['booking.edit', { changes: { title: 'Mine now' } }],
    ['booking.reschedule', { period: LATER }],
    ['booking.add_note', { noteId: testId('note'), text: 'Hello' }],
  ])('a client runs %s on their own booking only', (command, input) => {
    expect(code(worldWith({}).run(command, { bookingId, ...input }, other))).toBe('booking.not-yours');
    expect(code(worldWith({}).run(command, { bookingId, ...input }, client))).toBe('accepted');
  });
});
