import { dayKey, formatDay, formatDays, viewerZone } from '../../ui/index.ts';
import type { Window } from '../../view/rows.ts';
import type { View } from '../../view/view.ts';

const DAY_MS = 86_400_000;
const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day as the rules keep wall time, `2026-11-23`. Weeks of the roster are made of these, not of instants. */
export type Day = string;

export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

export const isDay = (text: string | null): text is Day => text !== null && DAY_SHAPE.test(text) && !Number.isNaN(Date.parse(text));

/** Monday of the week a day lies in. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

export const weekDays = (monday: Day): readonly Day[] => Array.from({ length: 7 }, (_unused, index) => addDays(monday, index));

/** Instants wide enough to hold the wall-time week in every zone. */
export const windowOf = (monday: Day): Window => ({
  from: `${addDays(monday, -1)}T00:00:00.000Z`,
  to: `${addDays(monday, 8)}T00:00:00.000Z`,
});

/** `Mon 23 Nov` */
const noon = (day: Day): string => `${day}T12:00:00.000Z`;
export const dayWords = (day: Day): string => formatDay(noon(day), 'UTC');

/** The seven days from a Monday, `23–29 Nov`. */
export const weekWords = (monday: Day): string => formatDays(noon(monday), noon(addDays(monday, 6)), 'UTC');

/** The wall-time day a shift starts on. */
export const startDay = (period: { readonly startLocal: string }): Day => period.startLocal.slice(0, 10);

/** `09:00–17:00` on the wall of the place. */
export const clockWords = (period: { readonly startLocal: string; readonly endLocal: string }): string =>
  `${period.startLocal.slice(11, 16)}–${period.endLocal.slice(11, 16)}`;

/** Asks for this week as the grid does and keeps the answers, so that it opens from what is at hand. The way to let go of them. */
export function keepWeek(view: View, zone: string | null): () => void {
  const during = windowOf(mondayOf(dayKey(new Date().toISOString(), zone ?? viewerZone())));
  const kept = (['shifts', 'availability', 'bookings'] as const).map((table) =>
    view.liveRows(table, { during }).subscribe(() => undefined),
  );
  return () => kept.forEach((letGo) => letGo());
}
