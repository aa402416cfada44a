import { Temporal } from 'temporal-polyfill';
import type { Period } from '../../shared/domain/kernel/time.ts';

/** Wall time at a place, `2026-03-29T09:30`, as the rules keep it. */
export type WallTime = string;

const instantText = (instant: Temporal.Instant): string => new Date(instant.epochMilliseconds).toISOString();

/** Whether a local time happens once, twice or not at all in its zone (the nights the clocks change). */
export function occurrences(local: WallTime, zone: string): 'once' | 'twice' | 'never' {
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.equals(later)) return 'once';
  return earlier.toPlainDateTime().equals(later.toPlainDateTime()) ? 'twice' : 'never';
}

/** The instant of a local time. One that happens twice is the first; one that never happens moves on with the clock. */
export const toInstantAt = (local: WallTime, zone: string): string =>
  instantText(Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant());

/** The local time a clock on the wall of the place shows at an instant. */
export const toWallTime = (instant: string, zone: string): WallTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/** A period from what people typed: both instants follow from the place's zone. */
export function toPeriod(startLocal: WallTime, endLocal: WallTime, zone: string): Period {
  return { start: toInstantAt(startLocal, zone), end: toInstantAt(endLocal, zone), zone, startLocal, endLocal };
}

/** The same wall times at another place: a booking that moves keeps its 09:30. */
export const periodInZone = (period: Period, zone: string): Period => toPeriod(period.startLocal, period.endLocal, zone);

/** A period moved so that it starts at another wall time, keeping its length on the wall clock. */
export function periodStartingAt(period: Period, startLocal: WallTime): Period {
  const length = Temporal.PlainDateTime.from(period.startLocal).until(Temporal.PlainDateTime.from(period.endLocal), {
    largestUnit: 'minute',
  });
  const end = Temporal.PlainDateTime.from(startLocal).add(length);
  return toPeriod(startLocal, end.toString({ smallestUnit: 'minute' }), period.zone);
}
