import { minutesBetween } from '../../../shared/domain/kernel/time.ts';
import { dayKey, formatNumber, toInstantAt } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

export interface Week {
  readonly from: string;
  readonly to: string;
}

export const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** The week of `now` on the clock of a zone, Monday to Monday, or one of those after it. */
export function weekOf(now: string, zone: string, later = 0): Week {
  const today = dayKey(now, zone);
  const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7;
  const monday = dayAfter(today, later * 7 - weekday);
  return { from: toInstantAt(`${monday}T00:00`, zone), to: toInstantAt(`${dayAfter(monday, 7)}T00:00`, zone) };
}

const UNWORKED: ReadonlySet<string> = new Set(['cancelled', 'no_show']);
export const isWork = ({ state }: Row<'shifts'>): boolean => !UNWORKED.has(state.status);

/** Minutes planned in a week; a shift belongs to the week it starts in. */
export const minutesIn = (week: Week, shifts: readonly Row<'shifts'>[]): number =>
  shifts
    .filter((row) => isWork(row) && row.startsAt >= week.from && row.startsAt < week.to)
    .reduce((sum, { state }) => sum + minutesBetween(state.period.start, state.period.end), 0);

/** `37.5`: hours of a week are counted in hours, never in days. */
export const hoursNumber = (minutes: number): string => formatNumber(Math.round(minutes / 6) / 10);
