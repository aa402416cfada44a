import { expect, test } from 'vitest';
import { durationWords, formatAgo, formatDay, formatMoney, formatPeriod, hoursWords, minutesWords } from './format-time.ts';

const now = new Date('2026-06-01T00:00:00Z');

test('a day at the place is said once, two days are both said', () => {
  const period = { start: '2026-07-01T07:30:00.000Z', end: '2026-07-01T15:00:00.000Z' };
  expect(formatPeriod(period, 'Europe/Berlin', now)).toBe('Wed 1 Jul, 09:30–17:00');
  expect(formatPeriod({ ...period, end: '2026-07-01T23:00:00.000Z' }, 'Europe/Berlin', now)).toBe('Wed 1 Jul, 09:30 – Thu 2 Jul, 01:00');
});

test('the year is said when it is not this one', () => {
  expect(formatDay('2027-01-01T12:00:00.000Z', 'UTC', now)).toBe('Fri 1 Jan 2027');
});

test('lengths and limits are said in the units people use', () => {
  expect(durationWords('2026-07-01T07:30:00.000Z', '2026-07-01T12:00:00.000Z')).toBe('4 h 30 min');
  expect(minutesWords(3000)).toBe('2 days 2 h');
  expect(hoursWords(2880)).toBe('48 h');
  expect(minutesWords(0)).toBe('0 min');
});

test('ages are rough when they are old and exact when they are fresh', () => {
  const at = Date.parse('2026-07-01T12:00:00.000Z');
  expect(formatAgo('2026-07-01T11:59:50.000Z', at)).toBe('just now');
  expect(formatAgo('2026-07-01T11:28:00.000Z', at)).toBe('32 min ago');
  expect(formatAgo('2026-07-01T08:40:00.000Z', at)).toBe('3 h ago');
  expect(formatAgo('2026-07-01T14:00:00.000Z', at)).toBe('in 2 h');
});

test('money follows its currency, also one without minor units', () => {
  expect(formatMoney(123_450, 'EUR')).toBe('€1,234.50');
  expect(formatMoney(5000, 'JPY')).toContain('5,000');
});
