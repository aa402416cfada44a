import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok, type Result } from '../kernel/result.ts';
import { EVERYONE, FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import type { Period } from '../kernel/time.ts';
import type { BookingCode } from './codes.ts';
import {
  createdSchema,
  DETAIL_FIELDS,
  NEED_FIELDS,
  noteAddedSchema,
  PERIOD_FIELDS,
  PLACE_FIELDS,
  reasonSchema,
  reportSubmittedSchema,
  type Created,
  type NoteAdded,
  type ReportSubmitted,
} from './fields.ts';
import { BOOKERS, DETAIL_EDITORS, WHO_MAY } from './rules.ts';
import type { BookingState, BookingStatus, KitNeed, StaffNeed } from './schema.ts';
import { BOOKING_MOVES, WORK_RECORDED, type BookingMove } from './transitions.ts';

type Decided = Result<readonly EventDraft[], Refusal>;
interface OnBooking {
  bookingId: string;
}

const draft = draftOf('booking');
const onBooking = z.strictObject({ bookingId: idSchema });

function withBooking(bookingId: string, context: DecideContext, decide: (state: BookingState) => Decided): Decided {
  const state = context.reader.get('booking', bookingId)?.state;
  return state === undefined ? refused('not-found', 'booking.not-found' satisfies BookingCode) : decide(state);
}

/** A move to another status. A person who can see that the plan forbids it is told so at once, also where a late fact would be kept. */
function moveTo(state: BookingState, target: BookingStatus, move: BookingMove, reason: string | null): Decided {
  const cell = BOOKING_MOVES[state.status][move];
  if (cell.kind === 'attach' || cell.kind === 'illegal') return refused('illegal-state', cell.code, { status: state.status });
  if (cell.kind === 'noop') return ok([]);
  return ok([draft(state.id, 'booking.status_changed', { from: state.status, to: target, reason })]);
}

const move = (name: string, target: BookingStatus, as: BookingMove = target): CommandDefinition =>
  defineCommand<OnBooking>({
    name,
    input: onBooking,
    roles: WHO_MAY[as],
    decide: ({ bookingId }, context) => withBooking(bookingId, context, (state) => moveTo(state, target, as, null)),
  });

const moveWithReason = (name: string, target: BookingStatus, as: BookingMove = target): CommandDefinition =>
  defineCommand<OnBooking & { reason: string }>({
    name,
    input: onBooking.extend({ reason: reasonSchema }),
    roles: WHO_MAY[as],
    decide: ({ bookingId, reason }, context) => withBooking(bookingId, context, (state) => moveTo(state, target, as, reason)),
  });

/** Time, place or needs: of an approved booking this asks for approval again, in the same transaction. */
function materialEdit(state: BookingState, type: string, changes: object): Decided {
  if (isEmpty(changes)) return ok([]);
  const edit = draft(state.id, type, { changes });
  if (state.status !== 'approved') return ok([edit]);
  // the status goes first: the edit alone would re-open approval too, and the history would not say so
  return ok([draft(state.id, 'booking.status_changed', { from: 'approved', to: 'pending_approval', reason: null }), edit]);
}

export const bookingCommands: readonly CommandDefinition[] = [
  defineCommand<Created & OnBooking>({
    name: 'booking.create',
    input: createdSchema.extend({ bookingId: idSchema }),
    roles: BOOKERS,
    decide: ({ bookingId, ...data }) => ok([draft(bookingId, 'booking.created', data)]),
  }),
  defineCommand<OnBooking & { changes: Edits<typeof DETAIL_FIELDS> }>({
    name: 'booking.edit',
    input: z.strictObject({ bookingId: idSchema, changes: editsSchema(DETAIL_FIELDS) }),
    roles: DETAIL_EDITORS,
    decide: ({ bookingId, changes: edits }, context) =>
      withBooking(bookingId, context, (state) => {
        const changes = changesBetween<typeof DETAIL_FIELDS>(state, edits);
        return ok(isEmpty(changes) ? [] : [draft(bookingId, 'booking.details_changed', { changes })]);
      }),
  }),
  defineCommand<OnBooking & { period: Period }>({
    name: 'booking.reschedule',
    input: onBooking.extend(PERIOD_FIELDS),
    roles: BOOKERS,
    decide: ({ bookingId, period }, context) =>
      withBooking(bookingId, context, (state) =>
        materialEdit(state, 'booking.rescheduled', changesBetween<typeof PERIOD_FIELDS>(state, { period })),
      ),
  }),
  defineCommand<OnBooking & { locationId: string | null }>({
    name: 'booking.change_location',
    input: onBooking.extend(PLACE_FIELDS),
    roles: BOOKERS,
    decide: ({ bookingId, locationId }, context) =>
      withBooking(bookingId, context, (state) =>
        materialEdit(state, 'booking.location_changed', changesBetween<typeof PLACE_FIELDS>(state, { locationId })),
      ),
  }),
  defineCommand<OnBooking & { staffNeeds?: StaffNeed[] | undefined; kitNeeds?: KitNeed[] | undefined }>({
    name: 'booking.change_needs',
    input: onBooking.extend({ staffNeeds: NEED_FIELDS.staffNeeds.optional(), kitNeeds: NEED_FIELDS.kitNeeds.optional() }),
    roles: BOOKERS,
    decide: ({ bookingId, staffNeeds, kitNeeds }, context) =>
      withBooking(bookingId, context, (state) =>
        materialEdit(state, 'booking.requirements_changed', changesBetween<typeof NEED_FIELDS>(state, { staffNeeds, kitNeeds })),
      ),
  }),
  move('booking.submit', 'pending_approval'),
  move('booking.approve', 'approved'),
  moveWithReason('booking.return', 'changes_requested'),
  moveWithReason('booking.reject', 'rejected'),
  move('booking.withdraw', 'draft'),
  moveWithReason('booking.cancel', 'cancelled'),
  move('booking.start', 'in_progress'),
  move('booking.finish', 'completed'),
  moveWithReason('booking.abort', 'completed', 'aborted'),
  move('booking.close', 'closed'),
  moveWithReason('booking.reopen', 'completed', 'reopened'),
  defineCommand<OnBooking>({
    name: 'booking.record_work',
    input: onBooking,
    roles: WHO_MAY.work_recorded,
    decide: ({ bookingId }, context) =>
      withBooking(bookingId, context, (state) => moveTo(state, 'completed', 'work_recorded', WORK_RECORDED)),
  }),
  defineCommand<OnBooking & NoteAdded>({
    name: 'booking.add_note',
    input: noteAddedSchema.extend({ bookingId: idSchema }),
    roles: EVERYONE.filter((role): role is Exclude<typeof role, 'auditor'> => role !== 'auditor') satisfies readonly ActingRole[],
    decide: ({ bookingId, ...note }) => ok([draft(bookingId, 'booking.note_added', note)]),
  }),
  defineCommand<OnBooking & ReportSubmitted>({
    name: 'booking.submit_report',
    input: reportSubmittedSchema.extend({ bookingId: idSchema }),
    roles: FIELD,
    decide: ({ bookingId, ...report }, context) =>
      withBooking(bookingId, context, () => ok([draft(bookingId, 'booking.report_submitted', report)])),
  }),
  defineCommand<OnBooking & { reason: string }>({
    name: 'booking.return_report',
    input: onBooking.extend({ reason: reasonSchema }),
    roles: PLANNERS,
    decide: ({ bookingId, reason }) => ok([draft(bookingId, 'booking.report_returned', { reason })]),
  }),
  defineCommand<OnBooking>({
    name: 'booking.approve_report',
    input: onBooking,
    roles: PLANNERS,
    decide: ({ bookingId }) => ok([draft(bookingId, 'booking.report_approved', {})]),
  }),
];
