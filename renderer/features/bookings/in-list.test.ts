import { expect, test } from 'vitest';
import { bookingRow } from '../../../shared/domain/booking/read-model.ts';
import type { BookingState, BookingStatus } from '../../../shared/domain/booking/schema.ts';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { aBooking, aLocation, anAllocation, aShift, LATER } from '../../../shared/domain/testing/fixtures.ts';
import { testId } from '../../../shared/domain/testing/memory-reader.ts';
import type { Row, TableName } from '../../view/hooks.ts';
import type { RowStates } from '../../view/rows.ts';
import { inList, type BookingFilter } from './in-list.ts';
import { isShort, readinessOf } from './readiness.ts';

const ME = testId('me');
const TODAY = '2026-06-10';
const BEFORE: Period = {
  start: '2026-06-08T08:00:00.000Z',
  end: '2026-06-08T16:00:00.000Z',
  zone: 'Europe/Berlin',
  startLocal: '2026-06-08T10:00',
  endLocal: '2026-06-08T18:00',
};
const LONG_AGO: Period = { ...BEFORE, start: '2026-05-01T08:00:00.000Z', end: '2026-05-01T16:00:00.000Z', startLocal: '2026-05-01T10:00' };

const sync = {
  state: 'confirmed',
  predicted: false,
  pending: 0,
  seq: 1,
  reason: null,
  openConflicts: 0,
  changedAt: '',
  changedBy: '',
} as const;
const shell = { rev: 1, status: '', startsAt: '', endsAt: '', parentId: '', searchText: '', anomalies: [], readOnly: false, sync };
function row<T extends TableName>(collection: Exclude<T, 'invitations'>, state: RowStates[T] & { readonly id: string }) {
  return { ...shell, collection, id: state.id, state };
}
function booking(name: string, over: Partial<BookingState>): Row<'bookings'> {
  const state = aBooking({ id: testId(name), title: name, ...over });
  return { ...shell, collection: 'bookings', id: state.id, ...bookingRow(state), state };
}

const ROWS = [
  booking('later draft', { status: 'draft', period: LATER }),
  booking('waiting', { status: 'pending_approval', createdBy: ME }),
  booking('approved short', { status: 'approved', period: LATER }),
  booking('approved full', { status: 'approved' }),
  booking('still running', { status: 'in_progress', period: BEFORE }),
  booking('done before', { status: 'completed', period: BEFORE, createdBy: ME }),
  booking('done long ago', { status: 'closed', period: LONG_AGO }),
  booking('called off', { status: 'cancelled' }),
];

const EXPECTED: Readonly<Record<BookingFilter, readonly string[]>> = {
  open: ['still running', 'waiting', 'approved full', 'later draft', 'approved short'],
  waiting: ['waiting'],
  gaps: ['approved short'],
  mine: ['done before', 'waiting'],
  past: ['done before', 'still running', 'done long ago'],
  all: ['done long ago', 'still running', 'done before', 'waiting', 'approved full', 'called off', 'later draft', 'approved short'],
};

test.each(Object.entries(EXPECTED) as [BookingFilter, readonly string[]][])(
  'the filter “%s” shows what belongs to it, in order',
  (filter, titles) => {
    const shortOnes = new Set(['approved short', 'waiting', 'still running', 'done before']);
    const shown = inList(ROWS, { filter, memberId: ME, today: TODAY, isShort: ({ state }) => shortOnes.has(state.title) });
    expect(shown.map(({ state }) => state.title)).toEqual(titles);
  },
);

const person = (name: string, status: 'confirmed' | 'open' | 'cancelled') =>
  row<'shifts'>('shifts', aShift({ id: testId(name), status, assigneeId: status === 'confirmed' ? testId(name) : null }));
const kit = (status: 'assigned' | 'requested' | 'lost' | 'released') =>
  row<'allocations'>('allocations', anAllocation({ status, kitId: status === 'requested' ? null : testId('kit') }));
const place = (status: 'approved' | 'pending_approval' | 'archived') => row<'locations'>('locations', aLocation({ status }));
const ready = {
  status: 'approved' as BookingStatus,
  shifts: [person('a', 'confirmed'), person('b', 'confirmed')],
  kits: [kit('assigned')],
  place: place('approved'),
};

test.each([
  ['everything is there', ready, ['ready', 'ready', 'ready'], false],
  [
    'one of two people is missing',
    { ...ready, shifts: [person('a', 'confirmed'), person('b', 'open')] },
    ['partial', 'ready', 'ready'],
    true,
  ],
  ['nobody is there', { ...ready, shifts: [person('a', 'open'), person('b', 'open')] }, ['missing', 'ready', 'ready'], true],
  [
    'a cancelled shift does not count as staffed',
    { ...ready, shifts: [person('a', 'confirmed'), person('b', 'cancelled')] },
    ['partial', 'ready', 'ready'],
    true,
  ],
  ['no kit could be found', { ...ready, kits: [kit('requested')] }, ['ready', 'missing', 'ready'], true],
  ['the kit was lost', { ...ready, kits: [kit('lost')] }, ['ready', 'missing', 'ready'], true],
  ['a kit that was given back is asked for again', { ...ready, kits: [kit('released')] }, ['ready', 'missing', 'ready'], true],
  ['the place waits for its approval', { ...ready, place: place('pending_approval') }, ['ready', 'ready', 'partial'], true],
  ['the place is not to be had any more', { ...ready, place: place('archived') }, ['ready', 'ready', 'missing'], true],
  [
    'before the approval people and kits are not missing',
    { ...ready, status: 'draft' as const, shifts: [], kits: [] },
    ['none', 'none', 'ready'],
    false,
  ],
])('readiness: %s', (_title, given, parts, short) => {
  const readiness = readinessOf(booking('one', { status: given.status }), given.shifts, given.kits, given.place);
  expect([readiness.people, readiness.kit, readiness.place].map((part) => part.readiness)).toEqual(parts);
  expect(isShort(readiness)).toBe(short);
});

test('a booking that needs nobody and nothing is short of nothing; without a place it is, and a brief is no gap', () => {
  const bare = booking('bare', { status: 'approved', staffNeeds: [], kitNeeds: [], brief: '' });
  const readiness = readinessOf(bare, [], [], place('approved'));
  expect([readiness.people.readiness, readiness.kit.readiness, readiness.brief.readiness]).toEqual(['none', 'none', 'partial']);
  expect(isShort(readiness)).toBe(false);
  expect(
    isShort(readinessOf(booking('nowhere', { status: 'approved', staffNeeds: [], kitNeeds: [], locationId: null }), [], [], null)),
  ).toBe(true);
});
