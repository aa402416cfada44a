import { expect, test } from 'vitest';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import type { ShiftState } from '../../../shared/domain/shift/schema.ts';
import { aShift } from '../../../shared/domain/testing/fixtures.ts';
import { testId } from '../../../shared/domain/testing/memory-reader.ts';
import type { Row } from '../../view/hooks.ts';
import { clashesWith, horizon, offersOf, weeksOf } from './my-shifts.ts';

const ZONE = 'Europe/Berlin';
const ME = testId('me');
/** A Wednesday in summer, ten in the morning in Berlin. */
const NOW = '2026-06-10T08:00:00.000Z';

function on(startLocal: string, endLocal: string): Period {
  const instant = (local: string): string => new Date(Date.parse(`${local}:00Z`) - 7_200_000).toISOString();
  return { start: instant(startLocal), end: instant(endLocal), zone: ZONE, startLocal, endLocal };
}

function row(name: string, period: Period, over: Partial<ShiftState> = {}): Row<'shifts'> {
  const state = aShift({ id: testId(name), period, status: 'confirmed', assigneeId: ME, ...over });
  return {
    collection: 'shifts',
    id: state.id,
    rev: 1,
    status: state.status,
    startsAt: period.start,
    endsAt: period.end,
    parentId: '',
    searchText: '',
    state,
    anomalies: [],
    readOnly: false,
    sync: { state: 'confirmed', predicted: false, pending: 0, seq: 1, reason: null, openConflicts: 0, changedAt: NOW, changedBy: ME },
  };
}

test('a schedule begins on Monday of this week in the zone of the person, also late on a Sunday', () => {
  expect(horizon('2026-06-14T22:30:00.000Z', ZONE).from).toBe('2026-06-14T22:00:00.000Z');
  expect(horizon('2026-06-14T21:30:00.000Z', ZONE).from).toBe('2026-06-07T22:00:00.000Z');
});

test('own shifts stand under their week and day with the hours of the week; those of others and drafts do not', () => {
  const weeks = weeksOf(
    [
      row('late', on('2026-06-11T14:00', '2026-06-11T18:00')),
      row('early', on('2026-06-11T08:00', '2026-06-11T12:00')),
      row('next', on('2026-06-15T08:00', '2026-06-15T16:30')),
      row('other', on('2026-06-12T08:00', '2026-06-12T12:00'), { assigneeId: testId('other') }),
      row('draft', on('2026-06-12T08:00', '2026-06-12T12:00'), { status: 'draft' }),
    ],
    ME,
    NOW,
    ZONE,
  );
  expect(weeks.map(({ minutes, days }) => [minutes, days.map(({ day, shifts }) => [day, shifts.map(({ id }) => id)])])).toEqual([
    [480, [['2026-06-11', [testId('early'), testId('late')]]]],
    [510, [['2026-06-15', [testId('next')]]]],
  ]);
});

test('this week and the next are shown even when they are empty, later ones only when they hold something', () => {
  expect(weeksOf([], ME, NOW, ZONE).map(({ later }) => later)).toEqual([0, 1]);
  expect(weeksOf([row('far', on('2026-07-02T08:00', '2026-07-02T12:00'))], ME, NOW, ZONE).map(({ later }) => later)).toEqual([0, 1, 3]);
});

test('a cancelled shift stays in sight and counts no hours', () => {
  const [week] = weeksOf([row('off', on('2026-06-11T08:00', '2026-06-11T12:00'), { status: 'cancelled' })], ME, NOW, ZONE);
  expect(week?.days).toHaveLength(1);
  expect(week?.minutes).toBe(0);
});

test('an offer stands apart until it is answered or over, and says what it would stand on top of', () => {
  const offer = row('offer', on('2026-06-12T08:00', '2026-06-12T12:00'), { status: 'offered' });
  const over = row('over', on('2026-06-09T08:00', '2026-06-09T12:00'), { status: 'offered' });
  const busy = row('busy', on('2026-06-12T11:00', '2026-06-12T15:00'));
  const after = row('after', on('2026-06-12T12:00', '2026-06-12T15:00'));
  expect(offersOf([over, offer, busy], ME, NOW)).toEqual([offer]);
  expect(weeksOf([offer], ME, NOW, ZONE).flatMap(({ days }) => days)).toEqual([]);
  expect(clashesWith(offer, [offer, busy, after], ME)).toEqual([busy]);
});
