import { attach, illegal, noop, stay, to, type Cell, type TransitionTable } from '../kernel/transitions.ts';
import type { BookingCode } from './codes.ts';
import type { BookingReport, BookingState, BookingStatus } from './schema.ts';

/**
 * What a `booking.status_changed` means. Mostly its target; four targets are reached for two different reasons and the
 * table answers them differently: a late submit must not take an approval back, a material edit must.
 */
export type BookingMove = BookingStatus | 'reapproval' | 'aborted' | 'reopened' | 'work_recorded';

/** Everything else that happens to a booking. */
export type BookingTrigger = 'created' | 'details_changed' | 'material_edit' | 'note_added' | 'report_submitted' | 'report_settled';

const no = (code: BookingCode) => illegal(code);
const flag = (code: BookingCode) => attach(code);
const missing = no('booking.not-found');
const unsent = no('booking.not-submitted');
const unfinished = no('booking.not-completed');
const approved = no('booking.already-approved');
const started = no('booking.already-started');
const completed = no('booking.already-completed');
const closed = no('booking.closed');
const rejected = no('booking.rejected');
const cancelled = no('booking.cancelled');
const notClosed = no('booking.not-closed');
const notCancelled = no('booking.not-cancelled');
const startedEarly = flag('booking.started-unapproved');
const finishedEarly = flag('booking.finished-unapproved');

/** domain.md 2.1: status × move. A start or finish happened in the world, so it is kept whatever the plan says. */
export const BOOKING_MOVES: TransitionTable<BookingStatus, BookingMove> = {
  none: {
    draft: missing,
    pending_approval: missing,
    reapproval: missing,
    changes_requested: missing,
    approved: missing,
    rejected: missing,
    in_progress: missing,
    completed: missing,
    aborted: missing,
    closed: missing,
    reopened: missing,
    cancelled: missing,
    work_recorded: missing,
  },
  draft: {
    draft: noop,
    pending_approval: to('pending_approval'),
    reapproval: noop,
    changes_requested: unsent,
    approved: unsent,
    rejected: unsent,
    in_progress: startedEarly,
    completed: finishedEarly,
    aborted: finishedEarly,
    closed: unfinished,
    reopened: notClosed,
    cancelled: to('cancelled'),
    work_recorded: notCancelled,
  },
  pending_approval: {
    draft: to('draft'),
    pending_approval: noop,
    reapproval: noop,
    changes_requested: to('changes_requested'),
    approved: to('approved'),
    rejected: to('rejected'),
    in_progress: startedEarly,
    completed: finishedEarly,
    aborted: finishedEarly,
    closed: unfinished,
    reopened: notClosed,
    cancelled: to('cancelled'),
    work_recorded: notCancelled,
  },
  changes_requested: {
    draft: to('draft'),
    pending_approval: to('pending_approval'),
    reapproval: noop,
    changes_requested: noop,
    approved: unsent,
    rejected: unsent,
    in_progress: startedEarly,
    completed: finishedEarly,
    aborted: finishedEarly,
    closed: unfinished,
    reopened: notClosed,
    cancelled: to('cancelled'),
    work_recorded: notCancelled,
  },
  approved: {
    draft: approved,
    pending_approval: noop,
    reapproval: to('pending_approval'),
    changes_requested: approved,
    approved: noop,
    rejected: approved,
    in_progress: to('in_progress'),
    completed: to('completed'),
    aborted: to('completed'),
    closed: unfinished,
    reopened: notClosed,
    cancelled: to('cancelled'),
    work_recorded: notCancelled,
  },
  in_progress: {
    draft: started,
    pending_approval: started,
    reapproval: started,
    changes_requested: started,
    approved: started,
    rejected: started,
    in_progress: noop,
    completed: to('completed'),
    aborted: to('completed'),
    closed: unfinished,
    reopened: notClosed,
    cancelled: started,
    work_recorded: notCancelled,
  },
  completed: {
    // late word of the start may move the actual start earlier
    draft: completed,
    pending_approval: completed,
    reapproval: completed,
    changes_requested: completed,
    approved: completed,
    rejected: completed,
    in_progress: stay,
    completed: noop,
    aborted: noop,
    closed: to('closed'),
    reopened: noop,
    cancelled: completed,
    work_recorded: noop,
  },
  closed: {
    draft: closed,
    pending_approval: closed,
    reapproval: closed,
    changes_requested: closed,
    approved: closed,
    rejected: closed,
    in_progress: flag('booking.started-closed'),
    completed: noop,
    aborted: noop,
    closed: noop,
    reopened: to('completed'),
    cancelled: closed,
    work_recorded: noop,
  },
  rejected: {
    draft: rejected,
    pending_approval: rejected,
    reapproval: rejected,
    changes_requested: rejected,
    approved: rejected,
    rejected: noop,
    in_progress: startedEarly,
    completed: finishedEarly,
    aborted: finishedEarly,
    closed: rejected,
    reopened: rejected,
    cancelled: rejected,
    work_recorded: notCancelled,
  },
  cancelled: {
    draft: cancelled,
    pending_approval: cancelled,
    reapproval: cancelled,
    changes_requested: cancelled,
    approved: cancelled,
    rejected: cancelled,
    in_progress: flag('booking.started-cancelled'),
    completed: flag('booking.finished-cancelled'),
    aborted: flag('booking.finished-cancelled'),
    closed: cancelled,
    reopened: cancelled,
    cancelled: noop,
    work_recorded: to('completed'),
  },
};

const exists = no('booking.exists');
const early = flag('booking.report-before-start');
const beforeApproval = {
  created: exists,
  details_changed: stay,
  material_edit: stay,
  note_added: stay,
  report_submitted: early,
  report_settled: unfinished,
};

/** Status × every other event. A material edit of an approved booking re-opens approval even when its author did not know of it. */
export const BOOKING_TRANSITIONS: TransitionTable<BookingStatus, BookingTrigger> = {
  none: {
    created: to('draft'),
    details_changed: missing,
    material_edit: missing,
    note_added: missing,
    report_submitted: flag('booking.unknown'),
    report_settled: missing,
  },
  draft: beforeApproval,
  pending_approval: beforeApproval,
  changes_requested: beforeApproval,
  approved: { ...beforeApproval, material_edit: to('pending_approval') },
  in_progress: {
    created: exists,
    details_changed: stay,
    material_edit: started,
    note_added: stay,
    report_submitted: stay,
    report_settled: unfinished,
  },
  completed: {
    created: exists,
    details_changed: stay,
    material_edit: completed,
    note_added: stay,
    report_submitted: stay,
    report_settled: stay,
  },
  closed: {
    created: exists,
    details_changed: closed,
    material_edit: closed,
    note_added: stay,
    report_submitted: flag('booking.report-after-close'),
    report_settled: closed,
  },
  rejected: {
    created: exists,
    details_changed: rejected,
    material_edit: rejected,
    note_added: stay,
    report_submitted: flag('booking.report-on-rejected'),
    report_settled: rejected,
  },
  cancelled: {
    created: exists,
    details_changed: cancelled,
    material_edit: cancelled,
    note_added: stay,
    report_submitted: flag('booking.report-on-cancelled'),
    report_settled: cancelled,
  },
};

type ReportStatus = BookingReport['status'];

/** The recap's own small machine, asked once the booking itself has agreed. */
export const REPORT_TRANSITIONS: TransitionTable<ReportStatus, ReportStatus> = {
  none: { submitted: to('submitted'), returned: no('booking.report-missing'), approved: no('booking.report-missing') },
  submitted: { submitted: stay, returned: to('returned'), approved: to('approved') },
  returned: { submitted: to('submitted'), returned: noop, approved: no('booking.report-returned') },
  approved: { submitted: flag('booking.report-already-approved'), returned: no('booking.report-already-approved'), approved: noop },
};

/** Which move a status change is. A reason on the way to `completed` means it was stopped early, unless it comes from an end. */
export function moveOf(data: { readonly from: BookingStatus; readonly to: BookingStatus; readonly reason: string | null }): BookingMove {
  if (data.to === 'pending_approval' && data.from === 'approved') return 'reapproval';
  if (data.to !== 'completed') return data.to;
  if (data.from === 'closed') return 'reopened';
  if (data.from === 'cancelled' && data.reason === WORK_RECORDED) return 'work_recorded';
  return data.reason === null ? 'completed' : 'aborted';
}

/** The reason under which work on a cancelled booking completes it (domain.md section 4, case 4). */
export const WORK_RECORDED = 'work_recorded';

export const moveCell = (state: BookingState | undefined, move: BookingMove): Cell<BookingStatus> =>
  BOOKING_MOVES[state?.status ?? 'none'][move];

export const triggerCell = (state: BookingState | undefined, trigger: BookingTrigger): Cell<BookingStatus> =>
  BOOKING_TRANSITIONS[state?.status ?? 'none'][trigger];

/** The booking's answer first, then the report's. */
export function reportCell(state: BookingState | undefined, target: ReportStatus): Cell<string> {
  const cell = triggerCell(state, target === 'submitted' ? 'report_submitted' : 'report_settled');
  if (cell.kind !== 'stay') return cell;
  const report = REPORT_TRANSITIONS[state?.report?.status ?? 'none'][target];
  return report.kind === 'to' ? stay : report;
}
