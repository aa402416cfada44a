import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { temporalOffset } from './testing/zones.ts';
import { candidate, keepingWallTime, periodFrom, readWallTime, wallTimeAt } from './wall-time.ts';

const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'UTC',
] as const;
const zones = fc.constantFrom(...ZONES);
/** Quarters of an hour, half of them in the small hours when clocks change. */
const walls = fc
  .tuple(
    fc.integer({ min: Date.UTC(2024, 0, 2) / 86_400_000, max: Date.UTC(2032, 0, 1) / 86_400_000 }),
    fc.oneof(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 16 })),
  )
  .map(([day, quarter]) => new Date(day * 86_400_000 + quarter * 900_000).toISOString().slice(0, 16));

const instant = (zoned: { readonly epochMilliseconds: number }): string => new Date(zoned.epochMilliseconds).toISOString();

/** Nights on which the clocks of some zone change, so that the property meets them. */
const CHANGES = ['2026-03-29T02:30', '2026-10-25T02:30', '2026-03-08T02:15', '2026-11-01T01:45', '2026-10-04T02:15', '2026-04-05T01:45'];

test('a wall time has the instants that Temporal gives it in every zone, whatever the clocks do that night', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(zones, fc.oneof(walls, fc.constantFrom(...CHANGES)), (zone, local) => {
      const plain = Temporal.PlainDateTime.from(local);
      const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
      const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
      const reading = readWallTime(local, zone, temporalOffset);
      const isThere = earlier.toPlainDateTime().equals(plain);
      const expected = instant(earlier) === instant(later) ? 'once' : isThere ? 'twice' : 'never';
      kinds.add(expected);
      expect(reading?.kind).toBe(expected);
      expect(reading?.instants).toEqual(expected === 'once' ? [instant(earlier)] : [instant(earlier), instant(later)]);
    }),
    { numRuns: 3000 },
  );
  expect([...kinds].toSorted()).toEqual(['never', 'once', 'twice']);
});

test('a corrected zone keeps every wall time that exists there, and one that does not comes right after the gap', () => {
  fc.assert(
    fc.property(
      zones,
      zones,
      fc.oneof(walls, fc.constantFrom(...CHANGES)),
      fc.integer({ min: 15, max: 1200 }),
      (from, to, startLocal, minutes) => {
        const start = Temporal.PlainDateTime.from(startLocal).toZonedDateTime(from);
        const period = periodFrom({ start: instant(start), end: instant(start.add({ minutes })) }, from, temporalOffset);
        if (period === null) throw new Error('a period that Temporal made has wall times');
        const kept = keepingWallTime(period, to, temporalOffset);
        const meant = [period.startLocal, period.endLocal].map((local) => Temporal.PlainDateTime.from(local).toZonedDateTime(to));
        const [first, last] = meant.map(instant);
        if (first === undefined || last === undefined || first >= last) {
          expect(kept).toBeNull();
          return;
        }
        expect(kept).toMatchObject({ zone: to, start: first, end: last });
        expect(kept?.startLocal).toBe(meant[0]?.toPlainDateTime().toString().slice(0, 16));
      },
    ),
    { numRuns: 1500 },
  );
});

test('an instant keeps its moment in any zone, and its two candidates are told apart by the clock', () => {
  fc.assert(
    fc.property(zones, fc.date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true }), (zone, date) => {
      const at = new Date(Math.floor(date.getTime() / 60_000) * 60_000).toISOString();
      expect(wallTimeAt(at, zone, temporalOffset)).toBe(
        Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16),
      );
    }),
  );
  const twice = readWallTime('2026-10-25T02:30', 'Europe/Berlin', temporalOffset);
  expect(twice?.instants.map((at) => candidate(at, 'Europe/Berlin', temporalOffset))).toEqual([
    '2026-10-25 02:30 (UTC+02:00)',
    '2026-10-25 02:30 (UTC+01:00)',
  ]);
  expect(candidate('2026-01-01T12:00:00.000Z', 'America/St_Johns', temporalOffset)).toBe('2026-01-01 08:30 (UTC−03:30)');
});

test('a zone that nobody knows doubts nothing', () => {
  expect(readWallTime('2026-10-25T02:30', 'Mars/Olympus', temporalOffset)).toBeNull();
  expect(wallTimeAt('2026-01-01T12:00:00.000Z', 'Mars/Olympus', temporalOffset)).toBeNull();
});
