import { expect, test } from 'vitest';
import { occurrences, periodInZone, periodStartingAt, toPeriod, toWallTime } from './wall-time.ts';

test('what people type at a place becomes the instant its clock shows', () => {
  expect(toPeriod('2026-07-01T09:30', '2026-07-01T17:00', 'Europe/Berlin')).toEqual({
    start: '2026-07-01T07:30:00.000Z',
    end: '2026-07-01T15:00:00.000Z',
    zone: 'Europe/Berlin',
    startLocal: '2026-07-01T09:30',
    endLocal: '2026-07-01T17:00',
  });
  expect(toWallTime('2026-07-01T07:30:00.000Z', 'America/Phoenix')).toBe('2026-07-01T00:30');
});

test('the nights the clocks change are recognised', () => {
  expect(occurrences('2026-03-29T02:30', 'Europe/Berlin')).toBe('never');
  expect(occurrences('2026-10-25T02:30', 'Europe/Berlin')).toBe('twice');
  expect(occurrences('2026-10-25T02:30', 'America/Phoenix')).toBe('once');
});

test('a booking that moves to another place keeps its time on the wall', () => {
  const berlin = toPeriod('2026-07-01T09:30', '2026-07-01T17:00', 'Europe/Berlin');
  const denver = periodInZone(berlin, 'America/Denver');
  expect(denver.startLocal).toBe('2026-07-01T09:30');
  expect(denver.start).toBe('2026-07-01T15:30:00.000Z');
});

test('moving the start keeps the length on the wall clock, also across a clock change', () => {
  const period = toPeriod('2026-10-23T20:00', '2026-10-24T02:00', 'Europe/Berlin');
  expect(periodStartingAt(period, '2026-10-24T22:00').endLocal).toBe('2026-10-25T04:00');
});
