import { expect, test } from 'vitest';
import type { ConflictState } from '../../../shared/domain/conflict/schema.ts';
import { chosenOption, conflictSentence, urgency } from './conflict-words.ts';

const id = '0190f2a0-0000-7000-8000-000000000001';
const nowMs = Date.parse('2026-07-01T12:00:00.000Z');
const conflict: ConflictState = {
  id,
  class: 'C2',
  severity: 'review',
  status: 'open',
  about: { type: 'booking', id },
  bookingId: id,
  startsAt: '2026-07-01T18:00:00.000Z',
  code: 'conflict.same-field',
  params: { mine: 'Ana', theirs: 'Leo', what: 'Spring tasting', fields: 'contactPhone, contactName' },
  theirs: null,
  mine: {
    eventId: id,
    eventType: 'booking.details_changed',
    actorId: id,
    deviceId: id,
    siteId: id,
    occurredAt: '2026-07-01T10:00:00.000Z',
    offline: true,
    values: {},
  },
  basisSeq: 1,
  options: [
    { id: 'assign_other', code: 'option.assign-other', params: { subject: 'Mia' }, commands: [], recommended: true, notifies: [] },
    { id: 'assign_other', code: 'option.assign-other', params: { subject: 'Tom' }, commands: [], recommended: false, notifies: [] },
  ],
  claimedBy: null,
  resolvedBy: null,
  resolvedAt: null,
  choice: null,
  reason: null,
  detectedAt: '2026-07-01T11:00:00.000Z',
};

test('the sentence names people and fields, never field names of the program', () => {
  const words = {
    label: (field: string) => (field === 'contactPhone' ? 'Contact’s phone' : 'Contact'),
    value: (_field: string, value: unknown) => String(value),
  };
  expect(conflictSentence(conflict, words)).toBe(
    'Ana and Leo both changed contact’s phone, contact of Spring tasting. Leo was recorded first.',
  );
});

test('a blocking matter tomorrow comes before a review tonight, and what has begun before both', () => {
  const tonight = urgency(conflict, nowMs);
  const blockingLater = urgency({ ...conflict, severity: 'blocking', startsAt: '2026-07-01T22:00:00.000Z' }, nowMs);
  const begun = urgency({ ...conflict, severity: 'info', startsAt: '2026-07-01T11:00:00.000Z' }, nowMs);
  const timeless = urgency({ ...conflict, startsAt: null }, nowMs);
  expect([timeless, tonight, begun, blockingLater].toSorted((a, b) => a - b)).toEqual([begun, blockingLater, tonight, timeless]);
});

test('of two alternatives with the same id the chosen one is told apart', () => {
  expect(chosenOption({ ...conflict, choice: 'assign_other:1' })?.params['subject']).toBe('Tom');
});

test('a time in a sentence is written as screens write it, and keeps what tells two candidates apart', () => {
  const words = { label: (field: string) => field, value: (_field: string, value: unknown) => String(value) };
  const params = { what: 'Night fair', time: '2026-10-25 02:30', zone: 'Europe/Berlin' };
  const twice: ConflictState = { ...conflict, class: 'C8', code: 'conflict.time-comes-twice', params };
  expect(conflictSentence(twice, words)).toMatch(/^Night fair is planned for Sun 25 Oct[^-]*, 02:30, which comes twice/);
});
