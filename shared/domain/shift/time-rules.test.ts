import { expect, test } from 'vitest';
import { aShift, PERIOD } from '../testing/fixtures.ts';
import { SITE_ID, testId } from '../testing/memory-reader.ts';
import { dayNumber, shiftLocal, weekNumber } from './local-time.ts';
import { dueNoShows } from './no-shows.ts';

test('wall time moves over midnight, month and year without a zone', () => {
  expect(shiftLocal('2026-12-31T23:30', 45)).toBe('2027-01-01T00:15');
  expect(shiftLocal('2026-03-01T01:00', -120)).toBe('2026-02-28T23:00');
});

test('weeks begin on Monday', () => {
  const sunday = '2026-06-07T23:59';
  const monday = '2026-06-08T00:00';
  expect(weekNumber(monday) - weekNumber(sunday)).toBe(1);
  expect(weekNumber('2026-06-14T12:00')).toBe(weekNumber(monday));
  expect(dayNumber(monday) - dayNumber(sunday)).toBe(1);
});

const settings = { lateGraceMinutes: 10, noShowMinutes: 20 };
const shift = aShift();
const due = (now: string, heard: string | null, over = shift) => dueNoShows(now, { [SITE_ID]: heard }, [over], settings);

test('nobody is late within the grace', () => {
  expect(PERIOD.start).toBe('2026-06-10T08:00:00.000Z');
  expect(due('2026-06-10T08:09:59.999Z', '2026-06-10T08:09:59.999Z')).toEqual([]);
});

test('late after ten minutes, not there after twenty, if the site was heard since', () => {
  expect(due('2026-06-10T08:10:00.000Z', '2026-06-10T08:10:00.000Z')).toEqual([{ kind: 'late', shiftId: shift.id, minutesLate: 10 }]);
  expect(due('2026-06-10T08:20:00.000Z', '2026-06-10T08:20:00.000Z')).toEqual([
    { kind: 'no-show', shiftId: shift.id, minutesLate: 20, command: { command: 'shift.record_no_show', input: { shiftId: shift.id } } },
  ]);
  // heard after the grace but not since: late is all that is known
  expect(due('2026-06-10T09:00:00.000Z', '2026-06-10T08:15:00.000Z')).toMatchObject([{ kind: 'late', minutesLate: 60 }]);
});

test('of a silent site nothing is known', () => {
  expect(due('2026-06-10T12:00:00.000Z', '2026-06-10T07:30:00.000Z')).toEqual([
    { kind: 'unknown', shiftId: shift.id, siteId: SITE_ID, offlineSince: '2026-06-10T07:30:00.000Z' },
  ]);
  expect(due('2026-06-10T12:00:00.000Z', null)).toMatchObject([{ kind: 'unknown', offlineSince: null }]);
});

test('only a confirmed shift without arrival can be missed', () => {
  const late = '2026-06-10T12:00:00.000Z';
  for (const status of ['draft', 'open', 'offered', 'checked_in', 'completed', 'no_show', 'cancelled'] as const) {
    expect(due(late, late, aShift({ id: testId('x'), status }))).toEqual([]);
  }
});
