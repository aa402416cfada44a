import { z } from 'zod';

/** A UTC instant with milliseconds, fixed width so that text order is time order. */
export const instantSchema = z.iso.datetime({ precision: 3 });
/** An IANA zone name such as `Europe/Berlin`. Not checked against a list: devices carry different ones. */
export const zoneSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, 'an IANA zone name')
  .max(64);
/** The wall time a person meant at the place, `2026-03-29T09:30`. */
export const wallTimeSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a local time like 2026-03-29T09:30');
/** A calendar day, `2026-03-29`. */
export const daySchema = z.iso.date();

/** Half-open interval `[start, end)` of a planned thing, with the wall time that was meant at the place. */
export const periodSchema = z
  .object({ start: instantSchema, end: instantSchema, zone: zoneSchema, startLocal: wallTimeSchema, endLocal: wallTimeSchema })
  .refine((period) => period.start < period.end, { message: 'must end after it starts', path: ['end'] });
export type Period = z.infer<typeof periodSchema>;

export const toMs = (instant: string): number => Date.parse(instant);
export const toInstant = (ms: number): string => new Date(ms).toISOString();
/** Shifts an instant by whole minutes. */
export const addMinutes = (instant: string, minutes: number): string => toInstant(toMs(instant) + minutes * 60_000);
/** Half-open overlap: touching intervals do not overlap. */
export const overlaps = (a: { start: string; end: string }, b: { start: string; end: string }): boolean =>
  a.start < b.end && b.start < a.end;
/** Whole minutes from `start` to `end`. */
export const minutesBetween = (start: string, end: string): number => Math.round((toMs(end) - toMs(start)) / 60_000);
