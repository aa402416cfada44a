import { z } from 'zod';
import type { DecideContext, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import type { BookingState } from '../booking/schema.ts';
import type { ShiftState } from '../shift/schema.ts';
import type { NotificationCode } from './codes.ts';
import { bookingParams, personName, plannersOf, shiftParams, tell } from './compose.ts';

const TO_THE_PERSON: Readonly<Record<string, NotificationCode>> = {
  'shift.cancelled': 'notification.shift-cancelled',
  'shift.rescheduled': 'notification.shift-rescheduled',
};
const TO_THE_PLANNERS: Readonly<Record<string, NotificationCode>> = {
  'shift.declined': 'notification.shift-declined',
  'shift.absence_reported': 'notification.shift-absence',
  'shift.no_show_recorded': 'notification.shift-no-show',
};

const assignedSchema = z.object({ memberId: idSchema, status: z.enum(['offered', 'confirmed']) });
const unassignedSchema = z.object({ memberId: idSchema });
const reassignedSchema = z.object({ from: idSchema, to: idSchema });

/** What changed in a person's own plan reaches that person. */
const shiftChangesReachPeople: Policy = {
  id: 'shift-changes-reach-people',
  // domain.md 1.6: notifications are no row of section 3
  number: 0,
  version: 1,
  on: ['shift.assigned', 'shift.reassigned', 'shift.unassigned', ...Object.keys(TO_THE_PERSON), ...Object.keys(TO_THE_PLANNERS)],
  plan: (event, context) => {
    const shift = context.reader.get('shift', event.aggregateId)?.state;
    if (shift === undefined) return [];
    const say = (
      people: readonly (string | null)[],
      code: NotificationCode,
      extra: Readonly<Record<string, string>> = {},
    ): readonly PolicyCommand[] =>
      tell(
        people,
        { code, params: { ...shiftParams(shift, context.reader), ...extra }, about: aboutShift(shift), severity: severityOf(code) },
        context,
        event.actorId,
      );
    const assigned = event.type === 'shift.assigned' ? assignedSchema.safeParse(event.data) : undefined;
    if (assigned?.success === true) {
      const code = assigned.data.status === 'offered' ? 'notification.shift-offered' : 'notification.shift-assigned';
      return say([assigned.data.memberId], code);
    }
    const reassigned = event.type === 'shift.reassigned' ? reassignedSchema.safeParse(event.data) : undefined;
    if (reassigned?.success === true) {
      return [...say([reassigned.data.from], 'notification.shift-unassigned'), ...say([reassigned.data.to], 'notification.shift-assigned')];
    }
    const unassigned = event.type === 'shift.unassigned' ? unassignedSchema.safeParse(event.data) : undefined;
    if (unassigned?.success === true) return say([unassigned.data.memberId], 'notification.shift-unassigned');
    const own = TO_THE_PERSON[event.type];
    if (own !== undefined) return say([shift.assigneeId], own);
    const planners = TO_THE_PLANNERS[event.type];
    if (planners === undefined) return [];
    return say(plannersOf(shift.siteId, context.reader), planners, { person: personName(missingPerson(event, shift), context.reader) });
  },
};

/** Whoever was told that somebody did not come is told that they did (domain.md section 4, case 8). */
const noShowsAreWithdrawn: Policy = {
  id: 'late-arrivals-withdraw-no-shows',
  number: 8,
  version: 1,
  on: ['shift.checked_in'],
  plan: (event, context) => {
    const shift = context.reader.get('shift', event.aggregateId)?.state;
    if (shift?.checkIn === null || shift?.checkIn === undefined) return [];
    const codesOf = (memberId: string): readonly string[] =>
      context.reader
        .find('notification', `member:${memberId}`)
        .filter(({ state }) => state.about?.id === shift.id)
        .map(({ state }) => state.code);
    const alarmed = plannersOf(shift.siteId, context.reader).filter((memberId) => {
      const codes = codesOf(memberId);
      return codes.includes(NO_SHOW) && !codes.includes(CAME_AFTER_ALL);
    });
    const params = { ...shiftParams(shift, context.reader), person: personName(shift.checkIn.memberId, context.reader) };
    return tell(alarmed, { code: CAME_AFTER_ALL, params, about: aboutShift(shift), severity: 'info' }, context, null);
  },
};

const NO_SHOW: NotificationCode = 'notification.shift-no-show';
const CAME_AFTER_ALL: NotificationCode = 'notification.shift-came-after-all';

const aboutShift = (shift: ShiftState) => ({ type: 'shift', id: shift.id }) as const;

const severityOf = (code: NotificationCode): 'info' | 'attention' =>
  code === 'notification.shift-assigned' || code === 'notification.shift-unassigned' ? 'info' : 'attention';

/** Who will not be there: named by the fact, the last to say no (somebody else may be planned by now), or still planned. */
function missingPerson(event: DomainEvent, shift: ShiftState): string {
  const named = unassignedSchema.safeParse(event.data);
  if (named.success) return named.data.memberId;
  return event.type === 'shift.declined' ? (shift.turnedDown?.at(-1) ?? event.actorId) : (shift.assigneeId ?? event.actorId);
}

const statusChangedSchema = z.object({ to: z.string(), reason: z.string().nullable() });

const BOOKING_CODES: Readonly<Record<string, NotificationCode>> = {
  approved: 'notification.booking-approved',
  changes_requested: 'notification.booking-changes-requested',
  rejected: 'notification.booking-rejected',
  cancelled: 'notification.booking-cancelled',
};

/** domain.md section 3, policy 1: a request reaches whoever may approve it, with what to look at first. Nothing is refused by it. */
const requestsReachApprovers: Policy = {
  id: 'submitted-booking-reaches-approvers',
  number: 1,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const { reader } = context;
    const booking = reader.get('booking', event.aggregateId)?.state;
    const change = statusChangedSchema.safeParse(event.data);
    if (!change.success || change.data.to !== 'pending_approval' || booking?.status !== 'pending_approval') return [];
    const place = booking.locationId === null ? undefined : reader.get('location', booking.locationId)?.state;
    const code: NotificationCode = place?.status === 'approved' ? 'notification.approval-waiting' : 'notification.approval-waiting-place';
    const params = { ...bookingParams(booking), place: place?.name ?? '—', person: personName(event.actorId, reader) };
    return tell(
      plannersOf(booking.siteId, reader),
      { code, params, about: aboutBooking(booking), severity: 'info' },
      context,
      event.actorId,
    );
  },
};

/** The answer to a request reaches whoever made and sent it. */
const bookingAnswersReachAuthors: Policy = {
  id: 'booking-answers-reach-authors',
  number: 0,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const booking = context.reader.get('booking', event.aggregateId)?.state;
    const change = statusChangedSchema.safeParse(event.data);
    const code = change.success ? BOOKING_CODES[change.data.to] : undefined;
    if (booking === undefined || code === undefined || !change.success) return [];
    const params = { ...bookingParams(booking), reason: change.data.reason ?? '' };
    const severity = change.data.to === 'approved' ? 'info' : 'attention';
    return tell([booking.createdBy, booking.submittedBy], { code, params, about: aboutBooking(booking), severity }, context, event.actorId);
  },
};

const aboutBooking = (booking: BookingState) => ({ type: 'booking', id: booking.id }) as const;

/**
 * What an approval could not fill reaches the planners, once per booking and not once per shift. It runs after the policies
 * that create shifts and ask for kits, on what they left.
 */
const gapsReachPlanners: Policy = {
  id: 'approved-booking-gaps-reach-planners',
  // the failure paths of policies 2 and 3
  number: 2,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const change = statusChangedSchema.safeParse(event.data);
    const booking = context.reader.get('booking', event.aggregateId)?.state;
    if (booking === undefined || !change.success || change.data.to !== 'approved' || booking.status !== 'approved') return [];
    const planners = plannersOf(booking.siteId, context.reader);
    return [...peopleMissing(booking, planners, context), ...kitsMissing(booking, planners, context)];
  },
};

function peopleMissing(booking: BookingState, planners: readonly string[], context: DecideContext): readonly PolicyCommand[] {
  const shifts = context.reader.find('shift', `booking:${booking.id}`).filter(({ state }) => state.status !== 'cancelled');
  const count = shifts.filter(({ state }) => state.assigneeId === null).length;
  if (count === 0) return [];
  const params = { ...bookingParams(booking), count, total: shifts.length };
  return tell(
    planners,
    { code: 'notification.people-missing', params, about: aboutBooking(booking), severity: 'attention' },
    context,
    null,
  );
}

function kitsMissing(booking: BookingState, planners: readonly string[], context: DecideContext): readonly PolicyCommand[] {
  const short = context.reader
    .find('allocation', `booking:${booking.id}`)
    .filter(({ state }) => state.status === 'requested' && state.kitId === null);
  if (short.length === 0) return [];
  const kits = [...new Set(short.map(({ state }) => state.kitKind))].join(', ');
  const params = { ...bookingParams(booking), kits };
  return tell(planners, { code: 'notification.kit-missing', params, about: aboutBooking(booking), severity: 'attention' }, context, null);
}

const detectedSchema = z.object({
  severity: z.enum(['info', 'review', 'blocking']),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  mine: z.object({ actorId: idSchema }),
});

/** A conflict reaches who can settle it and whose work it is about. */
const conflictsReachPlanners: Policy = {
  id: 'conflicts-reach-planners',
  number: 0,
  version: 1,
  on: ['conflict.detected'],
  plan: (event, context) => {
    const detected = detectedSchema.safeParse(event.data);
    if (!detected.success || detected.data.severity === 'info') return [];
    const { params, severity, mine } = detected.data;
    return tell(
      [mine.actorId, ...plannersOf(event.siteId, context.reader)],
      {
        code: 'notification.conflict',
        params: { what: params['what'] ?? '—' },
        about: { type: 'conflict', id: event.aggregateId },
        severity: severity === 'blocking' ? 'critical' : 'attention',
      },
      context,
      null,
    );
  },
};

export const notificationPolicies: readonly Policy[] = [
  shiftChangesReachPeople,
  noShowsAreWithdrawn,
  requestsReachApprovers,
  bookingAnswersReachAuthors,
  gapsReachPlanners,
  conflictsReachPlanners,
];
