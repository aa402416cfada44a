import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { zoneOffset } from './zones.ts';

test('the server reads every zone as Temporal does', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'America/Phoenix', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(zones, fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2060, 0) }), (zone, ms) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
      expect(zoneOffset(zone, ms)).toBe(zoned.offsetNanoseconds / 1_000_000);
    }),
    { numRuns: 2000 },
  );
});

test('a zone nobody knows and a time beyond all plans have no answer', () => {
  expect(zoneOffset('Mars/Olympus', 0)).toBeNull();
  expect(zoneOffset('Europe/Berlin', Date.parse('0001-01-01T00:00:00.000Z'))).toBeNull();
  expect(zoneOffset('Europe/Berlin', Number.NaN)).toBeNull();
});
