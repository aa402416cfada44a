import { plannedPerson, type ShiftState } from '../../../shared/domain/shift/schema.ts';
import type { Row } from '../../view/hooks.ts';
import type { PersonWeek, WeekPlan } from './plan.ts';

/** The ways to look at one and the same week. */
export const GROUPINGS = ['person', 'role', 'place', 'booking'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Entry =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly planned: number; readonly open: number }
  | { readonly kind: 'person'; readonly person: PersonWeek };

interface GroupWords {
  readonly place: (locationId: string | null) => string;
  readonly booking: (bookingId: string | null) => string;
  /** For those who have no shift this week; they still have a row to drop one on. */
  readonly nobodyElse: string;
}

const REST = 'rest';

/**
 * Rows of the grid in order. By person everybody has one row; otherwise a heading stands before everybody who works in that
 * role, place or booking, each with the shifts that belong there.
 */
export function entriesOf(plan: WeekPlan, people: readonly PersonWeek[], grouping: Grouping, words: GroupWords): readonly Entry[] {
  if (grouping === 'person') return people.map((person) => ({ kind: 'person', person }));
  const groups = Map.groupBy(plan.shifts, ({ state }) => keyOf(state, grouping));
  const labelled = [...groups].map(([key, shifts]) => ({ key, shifts, label: labelOf(key, grouping, words) }));
  const named = labelled.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || a.label.localeCompare(b.label));
  const entries = named.flatMap(({ key, shifts, label }): Entry[] => {
    const rows = people.flatMap((person) => rowIn(person, shifts, key));
    const open = shifts.filter(({ state }) => plannedPerson(state) === null).length;
    if (rows.length === 0 && people.length < plan.people.length) return [];
    return [{ kind: 'group', key, label, planned: shifts.length - open, open }, ...rows];
  });
  const free = people.filter(({ tallest }) => tallest === 0);
  if (free.length === 0) return entries;
  const rest: Entry = { kind: 'group', key: REST, label: words.nobodyElse, planned: 0, open: 0 };
  return [...entries, rest, ...free.map((person): Entry => ({ kind: 'person', person }))];
}

function rowIn(person: PersonWeek, shifts: readonly Row<'shifts'>[], group: string): readonly Entry[] {
  const here = new Set(shifts);
  const days = person.days.map((cell) => cell.filter((shift) => here.has(shift)));
  const tallest = Math.max(...days.map(({ length }) => length));
  return tallest === 0 ? [] : [{ kind: 'person', person: { ...person, key: `${group} ${person.id}`, days, tallest } }];
}

function keyOf(state: ShiftState, grouping: Exclude<Grouping, 'person'>): string {
  if (grouping === 'role') return state.role;
  return (grouping === 'place' ? state.locationId : state.bookingId) ?? '';
}

function labelOf(key: string, grouping: Exclude<Grouping, 'person'>, words: GroupWords): string {
  if (grouping === 'role') return key;
  return grouping === 'place' ? words.place(key === '' ? null : key) : words.booking(key === '' ? null : key);
}
