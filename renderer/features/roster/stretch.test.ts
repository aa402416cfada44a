import { expect, test } from 'vitest';
import { toPeriod } from '../../ui/wall-time.ts';
import { gripAt, minutesFor, stretched } from './stretch.ts';

const BOX = { left: 100, right: 240 };
const period = toPeriod('2031-05-06T10:00', '2031-05-06T18:00', 'Europe/Berlin');

test('an end is taken near its edge, the whole anywhere else, and a finger has a wider grip', () => {
  expect(gripAt(103, BOX, 'fine', false)).toBe('start');
  expect(gripAt(238, BOX, 'fine', false)).toBe('end');
  expect(gripAt(170, BOX, 'fine', false)).toBe('whole');
  expect(gripAt(112, BOX, 'fine', false)).toBe('whole');
  expect(gripAt(112, BOX, 'coarse', false)).toBe('start');
});

test('from right to left the ends change sides and so does what the pointer means', () => {
  expect(gripAt(103, BOX, 'fine', true)).toBe('end');
  expect(minutesFor(-28, true)).toBe(60);
  expect(minutesFor(28, false)).toBe(60);
});

test('a block too narrow for two grips is only carried', () => {
  expect(gripAt(101, { left: 100, right: 120 }, 'fine', false)).toBe('whole');
});

test('either end moves in quarters of an hour, the other stays', () => {
  expect(stretched(period, 'end', 45)).toMatchObject({ startLocal: '2031-05-06T10:00', endLocal: '2031-05-06T18:45' });
  expect(stretched(period, 'start', -30)).toMatchObject({ startLocal: '2031-05-06T09:30', endLocal: '2031-05-06T18:00' });
  expect(stretched(period, 'end', 0)).toBe(period);
});

test('a shift is never pulled shorter than a quarter of an hour nor longer than a day', () => {
  expect(stretched(period, 'end', -5000).endLocal).toBe('2031-05-06T10:15');
  expect(stretched(period, 'start', 5000).startLocal).toBe('2031-05-06T17:45');
  expect(stretched(period, 'end', 5000).endLocal).toBe('2031-05-07T10:00');
});
