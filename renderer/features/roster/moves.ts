import type { Reason } from '../../../shared/domain/kernel/event.ts';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { isPencilled, plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { periodStartingAt, toInstantAt } from '../../ui/wall-time.ts';
import type { Row } from '../../view/hooks.ts';
import { fitOf, strain, type FitContext } from '../fit/rules.ts';
import type { PersonWeek } from './plan.ts';
import { startDay, type Day } from './week.ts';

interface Command {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One command and those that take it back, in their order. */
export interface Deed extends Command {
  readonly back: readonly Command[];
}

/** What a cell says while a shift is held over the week. */
export interface Verdict {
  readonly kind: 'same' | 'fits' | 'soft' | 'hard' | 'unknown';
  readonly reasons: readonly Reason[];
}

/** A cell of the week. */
export interface Target {
  /** Null is the lane of open shifts. */
  readonly memberId: string | null;
  readonly day: Day;
}

/** What somebody wants of a shift: who should have it and when, itself or a copy of it. */
export interface Wish {
  readonly shift: Row<'shifts'>;
  readonly memberId: string | null;
  readonly period: Period;
  readonly isCopy: boolean;
}

const MOVABLE: ReadonlySet<string> = new Set(['draft', 'open', 'offered', 'confirmed']);

export const isMovable = (shift: Row<'shifts'>): boolean => MOVABLE.has(shift.state.status) && !shift.readOnly;

/** The same wall times on another day. */
export function periodOn(period: Period, day: Day): Period {
  return startDay(period) === day ? period : periodStartingAt(period, `${day}T${period.startLocal.slice(11, 16)}`);
}

const SAME: Verdict = { kind: 'same', reasons: [] };
const FITS: Verdict = { kind: 'fits', reasons: [] };
const UNKNOWN: Verdict = { kind: 'unknown', reasons: [] };

/** Whether a shift may be put there, and why not: the very rule that decides when it is dropped. */
export function verdictOf(
  { state }: Row<'shifts'>,
  person: PersonWeek | null,
  period: Period,
  isCopy: boolean,
  rules: FitContext | null,
): Verdict {
  const before = plannedPerson(state);
  const isSamePerson = !isCopy && before === (person?.id ?? null);
  if (isSamePerson && period.start === state.period.start && period.end === state.period.end) return SAME;
  if (person === null) return FITS;
  if (person.member === null || rules === null) return UNKNOWN;
  const context = { ...rules, countsDrafts: isCopy || state.status === 'draft' };
  const { hard, soft } = fitOf(person.member.state, { ...state, id: isCopy ? '' : state.id, period }, context);
  if (hard.length > 0) return { kind: 'hard', reasons: hard };
  const added = isSamePerson ? strain(soft, fitOf(person.member.state, state, context).soft) : soft;
  return added.length > 0 ? { kind: 'soft', reasons: added } : FITS;
}

/** The command that gives a shift this person and this time, and the one that brings both back. */
export function moveDeed({ shift, memberId, period }: Wish, overrideReason: string | null, undoReason: string): Deed {
  const { state, id: shiftId } = shift;
  const written = isPencilled(state) ? state.pencil.overrideReason : state.overrideReason;
  const before = { shiftId, period: state.period, memberId: plannedPerson(state), overrideReason: written ?? undoReason };
  return {
    name: 'shift.move',
    input: { shiftId, period, memberId, overrideReason },
    back: [{ name: 'shift.move', input: before }],
  };
}

/** Draws a shift like this one as a draft. @param bookingId its booking, where that is still running at the new time */
export function copyDeed(
  { shift: { state }, memberId, period }: Wish,
  shiftId: string,
  bookingId: string | null,
  words: { readonly overrideReason: string | null; readonly undoReason: string },
): Deed {
  const { locationId, siteId, role, skills, notes } = state;
  const { overrideReason, undoReason } = words;
  const draft = { bookingId, needId: null, locationId, siteId, role, skills, period, notes, isDraft: true };
  return {
    name: 'shift.create',
    input: { shiftId, ...draft, assigneeId: memberId, overrideReason },
    back: [{ name: 'shift.cancel', input: { shiftId, reason: undoReason } }],
  };
}

/** One shift becomes two that follow each other; undone, it is whole again and the rest is gone. */
export function splitDeed(shift: Row<'shifts'>, atLocal: string, newShiftId: string, undoReason: string): Deed {
  const { id: shiftId, state } = shift;
  const at = toInstantAt(atLocal, state.period.zone);
  return {
    name: 'shift.split',
    input: { shiftId, newShiftId, at, atLocal },
    back: [
      { name: 'shift.cancel', input: { shiftId: newShiftId, reason: undoReason } },
      { name: 'shift.reschedule', input: { shiftId, period: state.period } },
    ],
  };
}

/** Where a shift is split when nobody said where: the quarter hour nearest its middle, as the wall of the place shows it. */
export function middleOf(period: Period): string {
  const from = Date.parse(`${period.startLocal}:00Z`);
  const to = Date.parse(`${period.endLocal}:00Z`);
  const quarter = 15 * 60_000;
  return new Date(Math.round((from + to) / 2 / quarter) * quarter).toISOString().slice(0, 16);
}
