import { Temporal } from 'temporal-polyfill';
import { toInstant, type Period } from '../../shared/domain/kernel/time.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The calendar day at a place, `offset` days from the day it is there at `nowMs`. */
export function dayAt(nowMs: number, zone: string, offset: number): string {
  return zoned(nowMs, zone).toPlainDate().add({ days: offset }).toString();
}

/** The instant of a wall time at a place; a time that the clocks skip becomes the next one that exists. */
export function instantOf(day: string, minuteOfDay: number, zone: string): number {
  const midnight = Temporal.PlainDateTime.from(`${day}T00:00`);
  const wall = midnight.add({ minutes: minuteOfDay });
  return wall.toZonedDateTime(zone).epochMilliseconds;
}

export function periodOf(startMs: number, minutes: number, zone: string): Period {
  const endMs = startMs + minutes * MINUTE_MS;
  return { start: toInstant(startMs), end: toInstant(endMs), zone, startLocal: wallTime(startMs, zone), endLocal: wallTime(endMs, zone) };
}

/** 0 to 23 at the place. */
export const hourAt = (ms: number, zone: string): number => zoned(ms, zone).hour;

/** 1 is Monday. */
export const weekdayOf = (day: string): number => Temporal.PlainDate.from(day).dayOfWeek;

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** The next quarter of an hour at or after. */
export const nextQuarter = (ms: number): number => Math.ceil(ms / (15 * MINUTE_MS)) * 15 * MINUTE_MS;

const zoned = (ms: number, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
const wallTime = (ms: number, zone: string): string => zoned(ms, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
