import type { Period } from '../../../shared/domain/kernel/time.ts';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import type { Row } from '../../view/hooks.ts';
import type { FitContext } from '../fit/rules.ts';
import { periodOn, verdictOf, type Verdict } from './moves.ts';
import type { PersonWeek } from './plan.ts';
import { startDay, type Day } from './week.ts';

/** What the cells need to know about the shift in the hand; the same object while only the pointer travels. */
export interface Held {
  readonly shift: Row<'shifts'>;
  readonly isCopy: boolean;
  /** When it would be, by day of the week; null where it cannot be put. */
  readonly periods: readonly (Period | null)[];
  /** While one end is moved: whose cell says what that means. */
  readonly onlyFor: { readonly memberId: string | null } | null;
  /** While one end is moved: the time the block shows. */
  readonly preview: Period | null;
}

/** @param preview the time while one end is moved; null while the whole is carried */
export function heldOf(shift: Row<'shifts'>, isCopy: boolean, preview: Period | null, days: readonly Day[]): Held {
  const { period } = shift.state;
  if (preview === null) return { shift, isCopy, periods: days.map((day) => periodOn(period, day)), onlyFor: null, preview };
  const periods = days.map((day) => (day === startDay(period) ? preview : null));
  return { shift, isCopy, periods, onlyFor: { memberId: plannedPerson(shift.state) }, preview };
}

/** What a cell says about the shift in the hand; null where it says nothing. */
export function verdictAt(held: Held, person: PersonWeek | null, day: number, rules: FitContext | null): Verdict | null {
  const period = held.periods[day] ?? null;
  if (period === null || (held.onlyFor !== null && held.onlyFor.memberId !== (person?.id ?? null))) return null;
  return verdictOf(held.shift, person, period, held.isCopy, rules);
}
