import type { ShiftState } from '../../../shared/domain/shift/schema.ts';

/** The stretch of time that the lanes of a day show, in per cent of its width. */
export interface DayAxis {
  /** Where an instant stands; what lies outside is held at the edge. */
  readonly at: (instant: string) => number;
  readonly isToday: boolean;
  /** Every third hour, as instants. */
  readonly hours: readonly string[];
  /** Hours that are written: not where the time now is written instead. */
  readonly writtenHours: readonly string[];
}

const HOUR_MS = 3_600_000;

export function dayAxis(window: { readonly from: string; readonly to: string }, now: string): DayAxis {
  const fromMs = Date.parse(window.from);
  const spanMs = Date.parse(window.to) - fromMs;
  const at = (instant: string): number => Math.min(100, Math.max(0, ((Date.parse(instant) - fromMs) / spanMs) * 100));
  const isToday = now > window.from && now < window.to;
  const isClear = (hour: string): boolean => !isToday || at(hour) < at(now) - 8 || at(hour) > at(now) + 3;
  const hours = Array.from({ length: Math.round(spanMs / HOUR_MS / 3) }, (_unused, index) =>
    new Date(fromMs + index * 3 * HOUR_MS).toISOString(),
  );
  return { at, isToday, hours, writtenHours: hours.filter(isClear) };
}

interface Crew {
  readonly planned: number;
  readonly here: number;
  /** Shifts nobody has yet. */
  readonly open: number;
  /** Who was planned, in the order of the shifts. */
  readonly memberIds: readonly string[];
}

/** The people of one booking today; cancelled shifts count for nothing. */
export function crewOf(shifts: readonly { readonly state: ShiftState }[]): Crew {
  const planned = shifts.map(({ state }) => state).filter(({ status }) => status !== 'cancelled');
  return {
    planned: planned.length,
    here: planned.filter(({ status }) => status === 'checked_in').length,
    open: planned.filter(({ status }) => status === 'open' || status === 'draft').length,
    memberIds: planned.flatMap(({ assigneeId }) => (assigneeId === null ? [] : [assigneeId])),
  };
}

/** Who is on site at one of the organization's own sites now. */
export const onSiteAt = (siteId: string, shifts: readonly { readonly state: ShiftState }[]): readonly (string | null)[] =>
  shifts.filter(({ state }) => state.siteId === siteId && state.status === 'checked_in').map(({ state }) => state.assigneeId);
