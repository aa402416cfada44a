import { expect, test } from 'vitest';
import { aShift } from '../../../shared/domain/testing/fixtures.ts';
import { testId } from '../../../shared/domain/testing/memory-reader.ts';
import { crewOf, dayAxis, onSiteAt } from './day-axis.ts';

const DAY = { from: '2026-06-10T00:00:00.000Z', to: '2026-06-11T00:00:00.000Z' };
const at = (hour: string): string => `2026-06-10T${hour}:00.000Z`;
const [ana, bo] = [testId('Ana'), testId('Bo')];
const shift = (over: Parameters<typeof aShift>[0]) => ({ state: aShift(over) });

test('an instant stands at its share of the day, and what lies outside is held at the edge', () => {
  const axis = dayAxis(DAY, at('12:00'));
  expect(['2026-06-09T22:00:00.000Z', DAY.from, at('06:00'), at('18:00'), DAY.to, '2026-06-12T05:00:00.000Z'].map(axis.at)).toEqual([
    0, 0, 25, 75, 100, 100,
  ]);
});

test('hours are written every third hour, except where the time now is written', () => {
  expect(dayAxis(DAY, at('12:00')).hours.map((hour) => hour.slice(11, 13))).toEqual(['00', '03', '06', '09', '12', '15', '18', '21']);
  const written = (now: string): string[] => dayAxis(DAY, now).writtenHours.map((hour) => hour.slice(11, 13));
  expect(written(at('12:30'))).toEqual(['00', '03', '06', '09', '15', '18', '21']);
  expect(written(at('11:30'))).toEqual(['00', '03', '06', '09', '15', '18', '21']);
  expect(written(at('10:30'))).toEqual(['00', '03', '06', '12', '15', '18', '21']);
});

test('another day has no time now, and all its hours', () => {
  for (const now of [DAY.from, DAY.to, '2026-06-12T12:00:00.000Z']) {
    const axis = dayAxis(DAY, now);
    expect(axis.isToday).toBe(false);
    expect(axis.writtenHours).toEqual(axis.hours);
  }
  expect(dayAxis(DAY, at('00:01')).isToday).toBe(true);
});

test('the day the clocks change has the hours it really has', () => {
  const short = dayAxis({ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' }, at('12:00'));
  expect(short.hours).toHaveLength(8);
  expect(short.at('2026-03-29T10:30:00.000Z')).toBe(50);
});

test('a crew counts who is planned, who is there and what is open; cancelled shifts count for nothing', () => {
  const crew = crewOf([
    shift({ status: 'checked_in', assigneeId: ana }),
    shift({ status: 'confirmed', assigneeId: bo }),
    shift({ status: 'open', assigneeId: null }),
    shift({ status: 'draft', assigneeId: null }),
    shift({ status: 'cancelled', assigneeId: testId('Cy') }),
  ]);
  expect(crew).toEqual({ planned: 4, here: 1, open: 2, memberIds: [ana, bo] });
  expect(crewOf([])).toEqual({ planned: 0, here: 0, open: 0, memberIds: [] });
});

test('on site are those who checked in there, and nobody from elsewhere or on the way', () => {
  const [depot, harbour] = [testId('depot'), testId('harbour')];
  const shifts = [
    shift({ siteId: depot, status: 'checked_in', assigneeId: ana }),
    shift({ siteId: depot, status: 'completed', assigneeId: bo }),
    shift({ siteId: harbour, status: 'checked_in', assigneeId: bo }),
  ];
  expect(onSiteAt(depot, shifts)).toEqual([ana]);
  expect(onSiteAt(harbour, shifts)).toEqual([bo]);
  expect(onSiteAt(testId('airport'), shifts)).toEqual([]);
});
