import { attach, illegal, noop, to, type Cell } from '../kernel/transitions.ts';
import type { ShiftCode } from './codes.ts';
import type { Attendance, ShiftState, ShiftStatus } from './schema.ts';
import { SHIFT_TRANSITIONS, type ShiftTrigger } from './transitions.ts';

type AnyCell = Cell<ShiftStatus>;

const flag = (code: ShiftCode): AnyCell => attach(code);

/** The plain answer of the table. */
export const cellFor = (state: ShiftState | undefined, trigger: ShiftTrigger): AnyCell =>
  SHIFT_TRANSITIONS[state?.status ?? 'none'][trigger];

/** Attendance that met no plan, by this person, if any. */
export const unplannedOf = (state: ShiftState, memberId: string): Attendance | undefined =>
  state.unplanned.findLast((attendance) => attendance.memberId === memberId);

/** Giving the shift to somebody who already worked on it takes their attendance into the plan. */
function adopting(state: ShiftState | undefined, memberId: string, cell: AnyCell): AnyCell {
  const attendance = state === undefined || cell.kind === 'illegal' ? undefined : unplannedOf(state, memberId);
  if (attendance === undefined) return cell;
  return to(attendance.checkedOutAt === null ? 'checked_in' : 'completed');
}

export function assignedCell(state: ShiftState | undefined, data: { memberId: string; status: 'offered' | 'confirmed' }): AnyCell {
  const cell = cellFor(state, data.status === 'offered' ? 'assigned_offered' : 'assigned_confirmed');
  if (cell.kind === 'illegal' && state?.assigneeId === data.memberId && (state.status === 'offered' || state.status === 'confirmed'))
    return noop;
  return adopting(state, data.memberId, cell);
}

/** What its author believed must still hold: two managers who reassign at once do not undo each other unseen. */
export function reassignedCell(state: ShiftState | undefined, data: { from: string; to: string }): AnyCell {
  const cell = cellFor(state, 'reassigned');
  if (cell.kind === 'illegal' || state === undefined) return cell;
  if (state.assigneeId === data.to) return noop;
  if (state.assigneeId !== data.from) return illegal('shift.reassigned-meanwhile');
  return adopting(state, data.to, cell);
}

/** A reason is written for one person; it says nothing about whoever took over meanwhile. */
export function exceptionCell(state: ShiftState | undefined, data: { memberId: string }): AnyCell {
  const cell = cellFor(state, 'exception_recorded');
  return cell.kind === 'stay' && state?.assigneeId !== data.memberId ? illegal('shift.reassigned-meanwhile') : cell;
}

export function unassignedCell(state: ShiftState | undefined, data: { memberId: string }): AnyCell {
  const cell = cellFor(state, 'unassigned');
  return cell.kind === 'to' && state?.assigneeId !== data.memberId ? illegal('shift.reassigned-meanwhile') : cell;
}

export function absenceCell(state: ShiftState | undefined, data: { memberId: string }): AnyCell {
  const cell = cellFor(state, 'absence_reported');
  return cell.kind === 'to' && state?.assigneeId !== data.memberId ? flag('shift.absence-by-other') : cell;
}

export function travelCell(state: ShiftState | undefined, data: { memberId: string }): AnyCell {
  const cell = cellFor(state, 'travel_started');
  return cell.kind === 'stay' && state?.assigneeId !== data.memberId ? flag('shift.travel-unplanned') : cell;
}

/** Only the planned person's arrival moves the shift; anybody else's is kept beside it (domain.md section 4, cases 5 and 6). */
export function checkedInCell(state: ShiftState | undefined, data: { memberId: string; at: string }): AnyCell {
  const cell = cellFor(state, 'checked_in');
  if (state === undefined || state.status === 'cancelled' || state.status === 'open' || state.status === 'draft') return cell;
  if (state.assigneeId !== data.memberId) return flag('shift.checked-in-by-other');
  // a second device of the same person, heard late: one arrival, the earlier one (case 7)
  const isSameVisit = state.status === 'completed' && state.checkedOutAt !== null && data.at < state.checkedOutAt;
  return isSameVisit ? { kind: 'stay' } : cell;
}

/** Who came unplanned also leaves unplanned; on a cancelled shift that the shift was cancelled says more. */
export function checkedOutCell(state: ShiftState | undefined, data: { memberId: string }): AnyCell {
  const cell = cellFor(state, 'checked_out');
  if (state === undefined || state.status === 'cancelled') return cell;
  const isOther = cell.kind === 'to' ? state.checkIn?.memberId !== data.memberId : unplannedOf(state, data.memberId)?.checkedOutAt === null;
  return isOther ? flag('shift.checked-out-by-other') : cell;
}

/** Breaks belong to the person at work. */
export function breakCell(state: ShiftState | undefined, data: { memberId: string }, trigger: 'break_started' | 'break_ended'): AnyCell {
  const cell = cellFor(state, trigger);
  return cell.kind === 'stay' && state?.checkIn?.memberId !== data.memberId ? flag('shift.break-unplanned') : cell;
}
