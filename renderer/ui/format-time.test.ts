import { expect, test } from 'vitest';
import { durationWords, formatAgo, formatDay, formatDays, formatMoney, formatPeriod, hoursWords, minutesWords } from './format-time.ts';

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

test('a span of days names month and year once, and the year only where it is not this one', () => {
  const now = new Date('2026-11-24T12:00:00.000Z');
  const plain = (first: string, last: string): string =>
    formatDays(`${first}T12:00:00.000Z`, `${last}T12:00:00.000Z`, 'UTC', now).replaceAll(/\s*–\s*/g, '–');
  expect(plain('2026-11-23', '2026-11-29')).toBe('23–29 Nov');
  expect(plain('2026-11-30', '2026-12-06')).toBe('30 Nov–6 Dec');
  expect(plain('2026-12-28', '2027-01-03')).toBe('28 Dec 2026–3 Jan 2027');
});
