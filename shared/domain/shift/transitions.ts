import { attach, illegal, noop, stay, to, type Cell, type TransitionTable } from '../kernel/transitions.ts';
import type { ShiftCode } from './codes.ts';
import type { ShiftStatus } from './schema.ts';

/** `assigned_offered` and `assigned_confirmed` are one event, `shift.assigned`, by the status it carries. */
export type ShiftTrigger =
  | 'created'
  | 'published'
  | 'assigned_offered'
  | 'assigned_confirmed'
  | 'accepted'
  | 'declined'
  | 'offer_expired'
  | 'unassigned'
  | 'reassigned'
  | 'rescheduled'
  | 'details_changed'
  | 'pencilled'
  | 'exception_recorded'
  | 'travel_started'
  | 'checked_in'
  | 'break_started'
  | 'break_ended'
  | 'checked_out'
  | 'unplanned_attendance_recorded'
  | 'absence_reported'
  | 'no_show_recorded'
  | 'no_show_withdrawn'
  | 'time_corrected'
  | 'time_approved'
  | 'time_unlocked'
  | 'cancelled';

const no = (code: ShiftCode) => illegal(code);
const flag = (code: ShiftCode) => attach(code);
const missing = no('shift.missing');
const unknown = flag('shift.unknown');
const exists = no('shift.exists');
const unpublished = no('shift.not-published');
const published = no('shift.already-published');
const unassigned = no('shift.not-assigned');
const taken = no('shift.already-assigned');
const started = no('shift.already-checked-in');
const done = no('shift.already-completed');
const locked = no('shift.time-locked');
const absent = no('shift.no-show-recorded');
const gone = no('shift.already-cancelled');
const unfinished = no('shift.not-completed');
const unlocked = no('shift.time-not-locked');
const present = no('shift.no-show-not-recorded');
const idle = no('shift.not-checked-in');
const strayTravel = flag('shift.travel-unplanned');
const strayBreak = flag('shift.break-unplanned');
const strayCheckOut = flag('shift.checked-out-without-check-in');
const strayAbsence = flag('shift.absence-by-other');

/** What every status answers to, unless its own row below says otherwise. */
type Row = Readonly<Record<ShiftTrigger, Cell<ShiftStatus>>>;

/** Finished or not, nothing of the plan may change any more; only the reason differs. */
const planEnds = (code: Cell<never>) => ({
  assigned_offered: code,
  assigned_confirmed: code,
  accepted: code,
  declined: code,
  offer_expired: code,
  unassigned: code,
  reassigned: code,
  rescheduled: code,
  pencilled: code,
  exception_recorded: code,
  cancelled: code,
});

/** Before anybody is planned. */
const vacant = {
  created: exists,
  assigned_offered: to('offered'),
  assigned_confirmed: to('confirmed'),
  offer_expired: noop,
  unassigned: noop,
  reassigned: unassigned,
  rescheduled: stay,
  details_changed: stay,
  exception_recorded: unassigned,
  travel_started: strayTravel,
  break_started: strayBreak,
  break_ended: strayBreak,
  checked_out: strayCheckOut,
  unplanned_attendance_recorded: stay,
  absence_reported: strayAbsence,
  no_show_recorded: unassigned,
  no_show_withdrawn: present,
  time_corrected: unfinished,
  time_approved: unfinished,
  time_unlocked: unlocked,
  cancelled: to('cancelled'),
} as const satisfies Partial<Row>;

/** domain.md 2.2. What happened in the world is always kept; where it contradicts the plan it lies beside it, flagged. */
export const SHIFT_TRANSITIONS: TransitionTable<ShiftStatus, ShiftTrigger> = {
  none: {
    ...planEnds(missing),
    created: to('draft'),
    published: missing,
    details_changed: missing,
    travel_started: unknown,
    checked_in: unknown,
    break_started: unknown,
    break_ended: unknown,
    checked_out: unknown,
    unplanned_attendance_recorded: unknown,
    absence_reported: unknown,
    no_show_recorded: missing,
    no_show_withdrawn: missing,
    time_corrected: missing,
    time_approved: missing,
    time_unlocked: missing,
  },
  draft: {
    ...vacant,
    published: to('open'),
    pencilled: stay,
    accepted: unpublished,
    declined: unpublished,
    checked_in: flag('shift.checked-in-when-draft'),
  },
  open: {
    ...vacant,
    published: noop,
    pencilled: published,
    accepted: no('shift.not-offered'),
    declined: no('shift.not-offered'),
    checked_in: flag('shift.checked-in-when-open'),
  },
  offered: {
    created: exists,
    published: noop,
    assigned_offered: taken,
    assigned_confirmed: taken,
    accepted: to('confirmed'),
    declined: to('open'),
    offer_expired: to('open'),
    unassigned: to('open'),
    reassigned: stay,
    rescheduled: stay,
    details_changed: stay,
    pencilled: published,
    exception_recorded: stay,
    travel_started: strayTravel,
    checked_in: flag('shift.checked-in-when-offered'),
    break_started: strayBreak,
    break_ended: strayBreak,
    checked_out: strayCheckOut,
    unplanned_attendance_recorded: stay,
    absence_reported: to('open'),
    no_show_recorded: no('shift.not-accepted'),
    no_show_withdrawn: present,
    time_corrected: unfinished,
    time_approved: unfinished,
    time_unlocked: unlocked,
    cancelled: to('cancelled'),
  },
  confirmed: {
    created: exists,
    published: noop,
    assigned_offered: taken,
    assigned_confirmed: taken,
    accepted: noop,
    declined: no('shift.already-confirmed'),
    offer_expired: noop,
    unassigned: to('open'),
    reassigned: stay,
    rescheduled: stay,
    details_changed: stay,
    pencilled: published,
    exception_recorded: stay,
    travel_started: stay,
    checked_in: to('checked_in'),
    break_started: strayBreak,
    break_ended: strayBreak,
    checked_out: strayCheckOut,
    unplanned_attendance_recorded: stay,
    absence_reported: to('open'),
    no_show_recorded: to('no_show'),
    no_show_withdrawn: noop,
    time_corrected: unfinished,
    time_approved: unfinished,
    time_unlocked: unlocked,
    cancelled: to('cancelled'),
  },
  checked_in: {
    ...planEnds(started),
    created: exists,
    published: noop,
    details_changed: stay,
    // it was already known that they arrived; the message only came later
    travel_started: stay,
    checked_in: stay,
    break_started: stay,
    break_ended: stay,
    checked_out: to('completed'),
    unplanned_attendance_recorded: stay,
    absence_reported: flag('shift.absence-after-check-in'),
    no_show_recorded: started,
    no_show_withdrawn: noop,
    time_corrected: unfinished,
    time_approved: unfinished,
    time_unlocked: unlocked,
  },
  completed: {
    ...planEnds(done),
    created: exists,
    published: noop,
    details_changed: done,
    travel_started: stay,
    checked_in: flag('shift.checked-in-after-check-out'),
    break_started: stay,
    break_ended: stay,
    checked_out: flag('shift.checked-out-again'),
    unplanned_attendance_recorded: stay,
    absence_reported: flag('shift.absence-after-check-in'),
    no_show_recorded: done,
    no_show_withdrawn: noop,
    time_corrected: stay,
    time_approved: to('approved'),
    time_unlocked: unlocked,
  },
  approved: {
    ...planEnds(locked),
    created: exists,
    published: noop,
    details_changed: locked,
    travel_started: stay,
    checked_in: flag('shift.checked-in-after-check-out'),
    break_started: strayBreak,
    break_ended: strayBreak,
    checked_out: flag('shift.checked-out-again'),
    unplanned_attendance_recorded: stay,
    absence_reported: flag('shift.absence-after-check-in'),
    no_show_recorded: locked,
    no_show_withdrawn: noop,
    time_corrected: locked,
    time_approved: noop,
    time_unlocked: to('completed'),
  },
  no_show: {
    ...planEnds(absent),
    created: exists,
    published: noop,
    details_changed: absent,
    travel_started: stay,
    // the person came after all, or their device was heard late (domain.md section 4, case 8)
    checked_in: to('checked_in'),
    break_started: strayBreak,
    break_ended: strayBreak,
    checked_out: strayCheckOut,
    unplanned_attendance_recorded: stay,
    absence_reported: stay,
    no_show_recorded: noop,
    no_show_withdrawn: to('confirmed'),
    time_corrected: idle,
    time_approved: unfinished,
    time_unlocked: unlocked,
  },
  cancelled: {
    ...planEnds(gone),
    created: exists,
    published: gone,
    details_changed: gone,
    offer_expired: noop,
    unassigned: noop,
    travel_started: strayTravel,
    checked_in: flag('shift.checked-in-when-cancelled'),
    break_started: strayBreak,
    break_ended: strayBreak,
    checked_out: flag('shift.checked-out-when-cancelled'),
    unplanned_attendance_recorded: stay,
    absence_reported: flag('shift.absence-when-cancelled'),
    no_show_recorded: gone,
    no_show_withdrawn: gone,
    time_corrected: gone,
    time_approved: gone,
    time_unlocked: gone,
    cancelled: noop,
  },
};
