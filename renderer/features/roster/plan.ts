import type { OrganizationSettings } from '../../../shared/domain/organization/schema.ts';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import type { Row } from '../../view/hooks.ts';
import { startDay, type Day } from './week.ts';

export const OPEN_LANE = 'open';

/** How full a week is for one person. */
type Load = 'fine' | 'near' | 'over';

export interface PersonWeek {
  /** Names the row; a person has one row per group they work in. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** Null when the person is not on this device; their shifts still show. */
  readonly member: Row<'members'> | null;
  /** Of the whole week, drafts included, whatever group the row stands in. */
  readonly minutes: number;
  readonly limit: number;
  readonly load: Load;
  /** Shifts by day of the week. */
  readonly days: readonly (readonly Row<'shifts'>[])[];
  /** Days with a recorded absence. */
  readonly away: readonly (Row<'availability'> | null)[];
  /** Most shifts on one day: how tall the row is. */
  readonly tallest: number;
}

export interface DayCoverage {
  readonly planned: number;
  readonly open: number;
  /** By hour of the wall clock. */
  readonly hours: readonly { readonly planned: number; readonly open: number }[];
}

export interface WeekPlan {
  readonly open: readonly (readonly Row<'shifts'>[])[];
  readonly people: readonly PersonWeek[];
  readonly coverage: readonly DayCoverage[];
  readonly drafts: readonly Row<'shifts'>[];
  /** Every shift of the week, in order of its start. */
  readonly shifts: readonly Row<'shifts'>[];
}

interface Sources {
  readonly members: readonly Row<'members'>[];
  readonly shifts: readonly Row<'shifts'>[];
  readonly availability: readonly Row<'availability'>[];
  readonly settings: Pick<OrganizationSettings, 'maxMinutesPerWeek' | 'warnMinutesPerWeek'>;
  readonly nameOf: (memberId: string) => string;
}

const NOT_WORKING: ReadonlySet<string> = new Set(['client', 'auditor']);
const COUNTED: ReadonlySet<string> = new Set(['draft', 'offered', 'confirmed', 'checked_in', 'completed', 'approved']);

const minutesOf = ({ state }: Row<'shifts'>): number =>
  Math.round((Date.parse(state.period.end) - Date.parse(state.period.start)) / 60_000);

/** The week as the grid shows it. A cancelled shift leaves it, unless somebody worked it all the same. */
export function planOf(days: readonly Day[], { members, shifts, availability, settings, nameOf }: Sources): WeekPlan {
  const inWeek = shifts
    .filter(
      ({ state }) =>
        days.includes(startDay(state.period)) && (state.status !== 'cancelled' || state.unplanned.length > 0 || state.checkIn !== null),
    )
    .toSorted((a, b) => (a.state.period.start < b.state.period.start ? -1 : 1));
  const byPerson = Map.groupBy(inWeek, ({ state }) => plannedPerson(state) ?? OPEN_LANE);
  const awayByPerson = Map.groupBy(
    availability.filter(({ state }) => !state.removed && state.kind !== 'preferred'),
    ({ state }) => state.memberId,
  );
  const personOf = (id: string, member: Row<'members'> | null): PersonWeek => {
    const own = byPerson.get(id) ?? [];
    const cells = byDay(own, days);
    const minutes = own.filter(({ state }) => COUNTED.has(state.status)).reduce((sum, row) => sum + minutesOf(row), 0);
    const limit = member?.state.maxMinutesPerWeek ?? settings.maxMinutesPerWeek;
    return {
      key: id,
      id,
      name: member?.state.name ?? nameOf(id),
      member,
      minutes,
      limit,
      load: minutes > limit ? 'over' : minutes > Math.min(limit * 0.9, settings.warnMinutesPerWeek) ? 'near' : 'fine',
      days: cells,
      away: days.map(
        (day) => awayByPerson.get(id)?.find(({ state }) => startDay(state.period) <= day && state.period.endLocal > `${day}T00:00`) ?? null,
      ),
      tallest: Math.max(...cells.map((cell) => cell.length)),
    };
  };
  const known = new Set(members.map(({ id }) => id));
  const working = members.filter(({ id, state }) => byPerson.has(id) || (state.status === 'active' && !NOT_WORKING.has(state.role)));
  const strangers = [...byPerson.keys()].filter((id) => id !== OPEN_LANE && !known.has(id));
  const people = [...working.map((member) => personOf(member.id, member)), ...strangers.map((id) => personOf(id, null))];
  return {
    open: byDay(byPerson.get(OPEN_LANE) ?? [], days),
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    coverage: days.map((day) => coverageOf(inWeek.filter(({ state }) => startDay(state.period) === day && state.status !== 'cancelled'))),
    drafts: inWeek.filter(({ state, readOnly }) => state.status === 'draft' && !readOnly),
    shifts: inWeek,
  };
}

const byDay = (own: readonly Row<'shifts'>[], days: readonly Day[]): readonly (readonly Row<'shifts'>[])[] =>
  days.map((day) => own.filter(({ state }) => startDay(state.period) === day));

function coverageOf(shifts: readonly Row<'shifts'>[]): DayCoverage {
  const hours = Array.from({ length: 24 }, () => ({ planned: 0, open: 0 }));
  let planned = 0;
  for (const { state } of shifts) {
    const kind = plannedPerson(state) === null ? 'open' : 'planned';
    if (kind === 'planned') planned += 1;
    const from = Number(state.period.startLocal.slice(11, 13));
    const isOvernight = startDay(state.period) !== state.period.endLocal.slice(0, 10);
    const to = isOvernight ? 24 : Number(state.period.endLocal.slice(11, 13)) + (state.period.endLocal.endsWith(':00') ? 0 : 1);
    for (let hour = from; hour < to; hour += 1) {
      const slot = hours[hour];
      if (slot !== undefined) slot[kind] += 1;
    }
  }
  return { planned, open: shifts.length - planned, hours };
}
