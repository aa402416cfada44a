import { minutesIn, weekOf, type Week } from '../people/weeks.ts';
import { isMine } from '../today/my-shift.ts';
import { dayKey } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

/** How far ahead a person looks; what is planned later comes nearer by itself. */
const WEEKS = 8;

/** What a person's schedule shows: from the start of this week on. */
export function horizon(now: string, zone: string): Week {
  return { from: weekOf(now, zone).from, to: weekOf(now, zone, WEEKS - 1).to };
}

export interface ScheduleDay {
  readonly day: string;
  readonly shifts: readonly Row<'shifts'>[];
}

export interface ScheduleWeek {
  readonly week: Week;
  /** 0 is this week. */
  readonly later: number;
  readonly minutes: number;
  readonly days: readonly ScheduleDay[];
}

/** Offers that still wait for an answer, the nearest first. */
export const offersOf = (rows: readonly Row<'shifts'>[], memberId: string, now: string): readonly Row<'shifts'>[] =>
  byStart(rows.filter(({ state, endsAt }) => state.status === 'offered' && state.assigneeId === memberId && endsAt > now));

/**
 * A person's shifts by week and day. This week and the next are always there, so that "nothing" is an answer; later weeks
 * appear when they hold something. Offers stand elsewhere until they are answered.
 */
export function weeksOf(rows: readonly Row<'shifts'>[], memberId: string, now: string, zone: string): readonly ScheduleWeek[] {
  const mine = byStart(rows.filter((row) => isMine(row, memberId) && row.state.status !== 'offered'));
  return Array.from({ length: WEEKS }, (_unused, later) => {
    const week = weekOf(now, zone, later);
    const within = mine.filter(({ startsAt }) => startsAt >= week.from && startsAt < week.to);
    const days = Map.groupBy(within, ({ state }) => dayKey(state.period.start, state.period.zone));
    return {
      week,
      later,
      minutes: minutesIn(week, within),
      days: [...days].map(([day, shifts]) => ({ day, shifts })),
    };
  }).filter(({ later, days }) => later < 2 || days.length > 0);
}

/** What a person said about a stretch of time: entries that keep them from working in it. */
export const awayDuring = (
  entries: readonly Row<'availability'>[],
  { start, end }: { readonly start: string; readonly end: string },
): readonly Row<'availability'>[] =>
  entries.filter(({ state, startsAt, endsAt }) => !state.removed && state.kind !== 'preferred' && startsAt < end && endsAt > start);

/** Own shifts that an offer would stand on top of. */
export const clashesWith = (offer: Row<'shifts'>, rows: readonly Row<'shifts'>[], memberId: string): readonly Row<'shifts'>[] =>
  rows.filter(
    (row) =>
      row.id !== offer.id &&
      row.state.assigneeId === memberId &&
      (row.state.status === 'confirmed' || row.state.status === 'checked_in') &&
      row.startsAt < offer.endsAt &&
      row.endsAt > offer.startsAt,
  );

const byStart = (rows: readonly Row<'shifts'>[]): readonly Row<'shifts'>[] =>
  rows.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.id < b.id ? -1 : 1));
