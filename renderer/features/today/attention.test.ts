import { expect, test } from 'vitest';
import { mattersOf, type DayRows } from './attention.ts';

const NOW = '2026-11-24T12:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();

/** Rows as far as the control room reads them. */
const row = (id: string, state: object): never => ({ id, state }) as never;
const booking = (id: string, status: string, from = -1, until = 4): never =>
  row(id, { status, period: { start: at(from), end: at(until) } });
const shift = (id: string, changes: object): never =>
  row(id, {
    bookingId: 'b',
    siteId: 'berlin',
    assigneeId: null,
    role: 'Host',
    status: 'open',
    period: { start: at(1), end: at(5) },
    ...changes,
  });
const allocation = (changes: object, hours = 2): never =>
  row('a', { bookingId: 'b', kitKind: 'Bar', kitId: 'k', status: 'assigned', usage: { start: at(hours), end: at(hours + 4) }, ...changes });
const heard = (hours: number): never => ({ siteId: 'berlin', lastSeenAt: at(hours) }) as never;

const kinds = (rows: Partial<DayRows>): string[] =>
  mattersOf({ bookings: [booking('b', 'approved')], shifts: [], allocations: [], sites: [], graceMinutes: 15, ...rows }, NOW).map(
    ({ kind, count }) => (count === 1 ? kind : `${kind} ×${count}`),
  );

test.each([
  ['a shift nobody has', { shifts: [shift('s', {})] }, ['gap']],
  ['a draft of one', { shifts: [shift('s', { status: 'draft' })] }, ['gap']],
  ['two alike at one booking', { shifts: [shift('s', {}), shift('t', {})] }, ['gap ×2']],
  ['two of different kinds', { shifts: [shift('s', {}), shift('t', { role: 'Cook' })] }, ['gap', 'gap']],
  ['one that is over', { shifts: [shift('s', { period: { start: at(-5), end: at(-1) } })] }, []],
  ['one of a booking that was called off', { bookings: [booking('b', 'cancelled')], shifts: [shift('s', {})] }, []],
  ['somebody who has arrived', { shifts: [shift('s', { status: 'checked_in', assigneeId: 'm' })] }, []],
] as const)('of people, %s is told as it is', (_name, rows, expected) => {
  expect(kinds(rows)).toEqual(expected);
});

const missing = shift('s', { status: 'confirmed', assigneeId: 'm', period: { start: at(-1), end: at(3) } });
test.each([
  ['late when their site was heard since', [missing], [heard(-0.1)], ['late']],
  ['unknown when their site has been silent', [missing], [heard(-2)], ['unknown']],
  ['unknown when nobody knows their site', [missing], [], ['unknown']],
  ['neither within the time of grace', [shift('s', { status: 'confirmed', period: { start: at(-0.2), end: at(3) } })], [heard(0)], []],
] as const)('somebody who has not checked in is %s', (_name, shifts, sites, expected) => {
  expect(kinds({ shifts, sites })).toEqual(expected);
});

test.each([
  ['a kit that nobody found', { allocations: [allocation({ status: 'requested', kitId: null })] }, ['short']],
  ['one that is needed today and not packed', { allocations: [allocation({})] }, ['unpacked']],
  ['one that is needed in two days', { allocations: [allocation({}, 48)] }, []],
  ['one that is packed', { allocations: [allocation({ status: 'packed' })] }, []],
  ['one of a booking that is over', { bookings: [booking('b', 'closed')], allocations: [allocation({})] }, []],
  ['a booking that waits for approval', { bookings: [booking('b', 'pending_approval')] }, ['approve']],
  ['a booking that should be over', { bookings: [booking('b', 'in_progress', -8, -1)] }, ['overdue']],
  ['a booking that runs', { bookings: [booking('b', 'in_progress')] }, []],
] as const)('%s is told as it is', (_name, rows, expected) => {
  expect(kinds(rows)).toEqual(expected);
});

test('what is missing comes before what is doubtful, and the earlier before the later', () => {
  const rows = {
    bookings: [booking('b', 'approved'), booking('c', 'pending_approval', 2, 6), booking('d', 'in_progress', -8, -1)],
    shifts: [shift('late', { period: { start: at(3), end: at(5) }, role: 'Cook' }), shift('soon', {}), missing],
  };
  expect(kinds(rows)).toEqual(['gap', 'gap', 'unknown', 'approve', 'overdue']);
  expect(mattersOf({ allocations: [], sites: [], graceMinutes: 15, ...rows }, NOW)[0]).toMatchObject({
    id: 'gap:soon',
    fixAt: '/bookings/b/people',
    siteId: 'berlin',
  });
});
