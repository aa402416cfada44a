import type { Attendance } from '../../../shared/domain/shift/schema.ts';
import type { Row } from '../../view/hooks.ts';

export type StepName = 'travel' | 'check-in' | 'pack' | 'deliver' | 'check-out' | 'report';

/** One step of a person's day; `at` is when it was done. */
export interface Step {
  readonly name: StepName;
  readonly isDone: boolean;
  readonly at: string | null;
  /** The kit a pack or deliver step is about. */
  readonly allocation: Row<'allocations'> | null;
}

/** What this person recorded on a shift, whether it is still theirs or not. */
export function attendanceOf(shift: Row<'shifts'>, memberId: string): Attendance | null {
  const { checkIn, unplanned } = shift.state;
  if (checkIn?.memberId === memberId) return checkIn;
  return unplanned.findLast((attendance) => attendance.memberId === memberId) ?? null;
}

/** Shifts that are this person's, by plan or by what they did. */
export const isMine = (shift: Row<'shifts'>, memberId: string): boolean =>
  shift.state.status !== 'draft' && (shift.state.assigneeId === memberId || attendanceOf(shift, memberId) !== null);

const NOT_OUT: ReadonlySet<string> = new Set(['requested', 'released', 'closed', 'lost']);
const AFTER_PACKING: ReadonlySet<string> = new Set(['packed', 'in_transit', 'delivered', 'transferred', 'returning', 'returned', 'closed']);
const AFTER_DELIVERY: ReadonlySet<string> = new Set(['delivered', 'transferred', 'returning', 'returned', 'closed']);

/** The steps of one shift in the order of the day (domain.md section 5, Today). */
export function stepsOf(
  shift: Row<'shifts'>,
  booking: Row<'bookings'> | null,
  allocations: readonly Row<'allocations'>[],
  memberId: string,
): readonly Step[] {
  const attendance = attendanceOf(shift, memberId);
  const checkedOutAt =
    attendance === null
      ? null
      : (attendance.checkedOutAt ?? (shift.state.checkIn?.memberId === memberId ? shift.state.checkedOutAt : null));
  const travelled = shift.state.onMyWayAt !== null || attendance !== null;
  const steps: Step[] = [
    { name: 'travel', isDone: travelled, at: shift.state.onMyWayAt, allocation: null },
    { name: 'check-in', isDone: attendance !== null, at: attendance?.at ?? null, allocation: null },
  ];
  for (const allocation of allocations) {
    const { status, custody, kitId } = allocation.state;
    const hasStep = (step: string): string | null => custody.findLast((entry) => entry.step === step)?.at ?? null;
    // a kit that was taken back from the plan still counts when somebody really packed it
    if (kitId === null || (NOT_OUT.has(status) && hasStep('packed') === null)) continue;
    const delivered = AFTER_DELIVERY.has(status) || hasStep('delivered') !== null;
    steps.push({
      name: 'pack',
      isDone: delivered || AFTER_PACKING.has(status) || hasStep('packed') !== null,
      at: hasStep('packed'),
      allocation,
    });
    steps.push({ name: 'deliver', isDone: delivered, at: hasStep('delivered'), allocation });
  }
  steps.push({ name: 'check-out', isDone: checkedOutAt !== null, at: checkedOutAt, allocation: null });
  if (booking !== null) {
    const { report } = booking.state;
    const isDone = report !== null && report.status !== 'returned';
    steps.push({ name: 'report', isDone, at: isDone ? report.submittedAt : null, allocation: null });
  }
  return steps;
}

/** Started elsewhere than today, and not within the next hours: nothing to do for it yet. */
const AHEAD_MS = 8 * 3_600_000;
export const isAhead = (shift: Row<'shifts'>, now: string): boolean => Date.parse(shift.startsAt) - Date.parse(now) > AHEAD_MS;

/** When this person left, if they did. */
export function leftAt(shift: Row<'shifts'>, memberId: string): string | null {
  const attendance = attendanceOf(shift, memberId);
  if (attendance === null) return null;
  return attendance.checkedOutAt ?? (shift.state.checkIn?.memberId === memberId ? shift.state.checkedOutAt : null);
}

/**
 * The shift to show: one that is being worked; else one that was worked and still misses its report, unless the next begins
 * soon; else the next of the day; else the last that was worked; else what is cancelled or lies ahead.
 */
export function pickShift(
  shifts: readonly Row<'shifts'>[],
  memberId: string,
  now: string,
  missesReport: (shift: Row<'shifts'>) => boolean = () => false,
): Row<'shifts'> | null {
  const mine = shifts.filter((shift) => isMine(shift, memberId)).toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  const working = mine.find((shift) => attendanceOf(shift, memberId) !== null && leftAt(shift, memberId) === null);
  const coming = mine.filter((shift) => shift.state.status !== 'cancelled' && shift.endsAt > now && attendanceOf(shift, memberId) === null);
  const next = coming[0];
  const isSoon = next !== undefined && Date.parse(next.startsAt) - Date.parse(now) < 45 * 60_000;
  const unreported = isSoon ? undefined : mine.findLast((shift) => leftAt(shift, memberId) !== null && missesReport(shift));
  const today = coming.find((shift) => !isAhead(shift, now));
  const called = mine.find((shift) => shift.state.status === 'cancelled' && shift.endsAt > now && !isAhead(shift, now));
  const worked = mine.findLast((shift) => leftAt(shift, memberId) !== null);
  return working ?? unreported ?? today ?? called ?? worked ?? next ?? mine.findLast((shift) => shift.startsAt <= now) ?? mine[0] ?? null;
}
