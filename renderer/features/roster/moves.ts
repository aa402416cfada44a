import type { Reason } from '../../../shared/domain/kernel/event.ts';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import type { ShiftState } from '../../../shared/domain/shift/schema.ts';
import { periodStartingAt } from '../../ui/wall-time.ts';
import type { Row } from '../../view/hooks.ts';
import { fitOf, type FitContext } from '../fit/rules.ts';
import { OPEN_LANE, type PersonWeek } from './plan.ts';
import { startDay, type Day } from './week.ts';

/** One command and the one that takes it back. */
export interface Step {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly back: { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
}

/** What a cell says while a shift is held over the week. */
export interface Verdict {
  readonly kind: 'same' | 'fits' | 'soft' | 'hard' | 'unknown';
  readonly reasons: readonly Reason[];
}

export interface Target {
  /** A person, or the lane of open shifts. */
  readonly rowId: string;
  readonly day: Day;
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
export function verdictOf(shift: ShiftState, person: PersonWeek | null, day: Day, rules: FitContext | null): Verdict {
  const rowId = person?.id ?? OPEN_LANE;
  const isSameDay = startDay(shift.period) === day;
  if (isSameDay && (shift.assigneeId ?? OPEN_LANE) === rowId) return SAME;
  if (person === null) return FITS;
  if (person.member === null || rules === null) return UNKNOWN;
  const { hard, soft } = fitOf(person.member.state, { ...shift, period: periodOn(shift.period, day) }, rules);
  if (hard.length > 0) return { kind: 'hard', reasons: hard };
  return soft.length > 0 ? { kind: 'soft', reasons: soft } : FITS;
}

/** Whether somebody must write why it is right all the same: only when the person changes. */
export const needsReason = (shift: ShiftState, target: Target, verdict: Verdict): boolean =>
  verdict.kind === 'soft' && target.rowId !== OPEN_LANE && target.rowId !== shift.assigneeId;

/**
 * The commands that bring a shift to a person and a day. A change of both goes by way of the open lane, so that no step asks
 * about a person at a time that is not meant.
 */
export function stepsTo(shift: ShiftState, target: Target, overrideReason: string | null, undoReason: string): readonly Step[] {
  const shiftId = shift.id;
  const before = shift.assigneeId;
  const after = target.rowId === OPEN_LANE ? null : target.rowId;
  const period = periodOn(shift.period, target.day);
  const move: Step[] =
    period === shift.period
      ? []
      : [
          {
            name: 'shift.reschedule',
            input: { shiftId, period },
            back: { name: 'shift.reschedule', input: { shiftId, period: shift.period } },
          },
        ];
  if (before === after) return move;
  const free = (): Step => ({
    name: 'shift.unassign',
    input: { shiftId, reason: null },
    back: { name: 'shift.assign', input: { shiftId, memberId: before, overrideReason: undoReason } },
  });
  const give = (): Step => ({
    name: 'shift.assign',
    input: { shiftId, memberId: after, overrideReason },
    back: { name: 'shift.unassign', input: { shiftId, reason: null } },
  });
  if (before === null) return [...move, give()];
  if (after === null) return [free(), ...move];
  if (move.length > 0) return [free(), ...move, give()];
  return [
    {
      name: 'shift.reassign',
      input: { shiftId, memberId: after, overrideReason },
      back: { name: 'shift.reassign', input: { shiftId, memberId: before, overrideReason: undoReason } },
    },
  ];
}
