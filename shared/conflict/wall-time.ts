import { toInstant, toMs, type Period } from '../domain/kernel/time.ts';

/**
 * How far a zone's wall time was from UTC at an instant, in milliseconds; null for a zone it does not know. Handed in by the
 * server, which alone asks and writes the answer down: devices carry different time zone data.
 */
export type ZoneOffset = (zone: string, instantMs: number) => number | null;

/** What a zone makes of a wall time: its instant, or why there is none or more than one. */
export type Reading =
  | { readonly kind: 'once'; readonly instants: readonly [string] }
  /** The clocks go back: it comes twice, earlier first. */
  | { readonly kind: 'twice'; readonly instants: readonly [string, string] }
  /** The clocks go forward over it: what it would have been by the clock after and by the clock before the change. */
  | { readonly kind: 'never'; readonly instants: readonly [string, string] };

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Every instant that a wall time may mean in a zone; null for an unknown zone. */
export function readWallTime(local: string, zone: string, offsetAt: ZoneOffset): Reading | null {
  const wall = Date.parse(`${local}:00.000Z`);
  const before = offsetAt(zone, wall - DAY);
  const after = offsetAt(zone, wall + DAY);
  if (before === null || after === null) return null;
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  const [first, ...rest] = [...new Set([early, late])].filter((ms) => ms + (offsetAt(zone, ms) ?? 0) === wall);
  if (first === undefined) return { kind: 'never', instants: [toInstant(early), toInstant(late)] };
  const [second] = rest;
  if (second === undefined) return { kind: 'once', instants: [toInstant(first)] };
  return { kind: 'twice', instants: [toInstant(first), toInstant(second)] };
}

/** The wall time of an instant, to the minute; null for an unknown zone. */
export function wallTimeAt(instant: string, zone: string, offsetAt: ZoneOffset): string | null {
  const offset = offsetAt(zone, toMs(instant));
  return offset === null ? null : toInstant(toMs(instant) + offset).slice(0, 16);
}

/** An instant as people tell two candidates apart: `2026-10-25 02:30 (UTC+02:00)`. */
export function candidate(instant: string, zone: string, offsetAt: ZoneOffset): string {
  const minutes = (offsetAt(zone, toMs(instant)) ?? 0) / MINUTE;
  const size = Math.round(Math.abs(minutes));
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = minutes < 0 ? '−' : '+';
  return `${(wallTimeAt(instant, zone, offsetAt) ?? '').replace('T', ' ')} (UTC${sign}${two(Math.floor(size / 60))}:${two(size % 60)})`;
}

/** The same wall times in another zone; where one comes twice the first, where it never comes the time after the gap. */
export function keepingWallTime(period: Period, zone: string, offsetAt: ZoneOffset): Period | null {
  const [start, end] = [readWallTime(period.startLocal, zone, offsetAt), readWallTime(period.endLocal, zone, offsetAt)];
  if (start === null || end === null) return null;
  const pick = (reading: Reading): string => (reading.kind === 'never' ? reading.instants[1] : reading.instants[0]);
  return periodFrom({ start: pick(start), end: pick(end) }, zone, offsetAt);
}

/** Instants with the wall times that a zone gives them; null for an unknown zone or an end that is not after its start. */
export function periodFrom({ start, end }: Pick<Period, 'start' | 'end'>, zone: string, offsetAt: ZoneOffset): Period | null {
  const [startLocal, endLocal] = [wallTimeAt(start, zone, offsetAt), wallTimeAt(end, zone, offsetAt)];
  if (startLocal === null || endLocal === null || start >= end) return null;
  return { start, end, zone, startLocal, endLocal };
}
