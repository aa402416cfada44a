import type { LocationState } from '../../../shared/domain/location/schema.ts';
import { toWallTime } from '../../ui/index.ts';

export type Opening = LocationState['hours'][number];
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** `9`, `930`, `9:30`, `9.30` and `0930` are what people type; null when it is no time of day. */
export function clockOf(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (found === null) return null;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? 0);
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

const ordered = (hours: readonly Opening[]): readonly Opening[] =>
  hours.toSorted((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1));

export interface HoursLine {
  readonly from: number;
  readonly to: number;
  /** Empty: closed. */
  readonly openings: readonly Opening[];
}

/** Days in a row with the same hours read as one line: Monday to Saturday, 09:00–20:00. */
export function hoursLines(hours: readonly Opening[]): readonly HoursLine[] {
  const sameHours = (a: readonly Opening[], b: readonly Opening[]): boolean =>
    a.length === b.length && a.every((opening, index) => opening.opens === b[index]?.opens && opening.closes === b[index]?.closes);
  const sorted = ordered(hours);
  return WEEKDAYS.reduce<readonly HoursLine[]>((lines, weekday) => {
    const openings = sorted.filter((opening) => opening.weekday === weekday);
    const last = lines.at(-1);
    if (last !== undefined && sameHours(last.openings, openings)) return [...lines.slice(0, -1), { ...last, to: weekday }];
    return [...lines, { from: weekday, to: weekday, openings }];
  }, []);
}

/** What the clock on the wall of the place means for its door right now. */
export function openNow(hours: readonly Opening[], now: string, zone: string): { readonly isOpen: boolean; readonly until: string | null } {
  const local = toWallTime(now, zone);
  const weekday = ((new Date(`${local.slice(0, 10)}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const clock = local.slice(11);
  const today = ordered(hours).filter((opening) => opening.weekday === weekday);
  const current = today.find(({ opens, closes }) => opens <= clock && (clock < closes || closes <= opens));
  if (current !== undefined) return { isOpen: true, until: current.closes };
  return { isOpen: false, until: today.find(({ opens }) => opens > clock)?.opens ?? null };
}
