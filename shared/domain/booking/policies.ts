import type { DecideContext, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { DomainEvent } from '../kernel/event.ts';
import type { Role } from '../kernel/roles.ts';
import type { BookingCode } from './codes.ts';
import { statusChangedSchema } from './fields.ts';
import type { BookingState } from './schema.ts';

/** Not started yet, so nothing is lost by taking them out of the plan. */
const SHIFT_PLANNED: ReadonlySet<string> = new Set(['draft', 'open', 'offered', 'confirmed']);
const KIT_STILL_HERE: ReadonlySet<string> = new Set(['requested', 'assigned', 'packed']);
const KIT_OUT: ReadonlySet<string> = new Set(['in_transit', 'delivered', 'returning']);
/** Who sees to it that a kit comes back. */
const KIT_KEEPERS: ReadonlySet<Role> = new Set(['warehouse', 'manager']);
/** A shift keeps a shorter reason than a booking. */
const REASON_LIMIT = 500;

/** domain.md section 3, policy 5: what was planned for a cancelled booking goes; what already happened or is out stays and is announced. */
const cancelledReleasesPlans: Policy = {
  id: 'booking-cancelled-releases-plans',
  number: 5,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const change = statusChangedSchema.safeParse(event.data);
    if (!change.success || change.data.to !== 'cancelled') return [];
    const booking = context.reader.get('booking', event.aggregateId)?.state;
    if (booking?.status !== 'cancelled') return [];
    const reason = (change.data.reason ?? booking.title).slice(0, REASON_LIMIT);
    const allocations = context.reader.find('allocation', `booking:${booking.id}`);
    return [
      ...context.reader
        .find('shift', `booking:${booking.id}`)
        .filter(({ state }) => SHIFT_PLANNED.has(state.status))
        .map(({ id }) => ({ command: 'shift.cancel', input: { shiftId: id, reason } })),
      ...allocations
        .filter(({ state }) => KIT_STILL_HERE.has(state.status))
        .map(({ id }) => ({ command: 'allocation.release', input: { allocationId: id, reason } })),
      ...allocations
        .filter(({ state }) => KIT_OUT.has(state.status))
        .flatMap(({ state }) => callBack(state.kitId, state.kitKind, booking, context)),
    ];
  },
};

/** One message to each keeper for a kit that is out for a booking that will not happen. */
function callBack(kitId: string | null, kitKind: string, booking: BookingState, context: DecideContext): readonly PolicyCommand[] {
  const kit = kitId === null ? undefined : context.reader.get('kit', kitId)?.state;
  return context.reader
    .find('member', 'all')
    .filter(({ state }) => state.status === 'active' && state.hasLogin && KIT_KEEPERS.has(state.role))
    .map(({ id }) => ({
      command: 'notification.create',
      input: {
        notificationId: context.newId(),
        memberId: id,
        code: 'booking.cancelled-kit-out' satisfies BookingCode,
        params: { kit: kit?.name ?? kitKind, booking: booking.title, reference: booking.reference },
        about: { type: 'booking', id: booking.id },
        severity: 'attention',
      },
    }));
}

/** domain.md section 4, case 4: the work was done, so the cancellation came too late. */
const workOnCancelledCompletes: Policy = {
  id: 'work-recorded-on-cancelled-booking',
  // a rule of the booking's state machine (domain.md 2.1), not of the numbered list
  number: 0,
  version: 1,
  on: [
    'shift.checked_in',
    'shift.checked_out',
    'shift.unplanned_attendance_recorded',
    'kit.delivered',
    'booking.report_submitted',
    'booking.status_changed',
  ],
  plan: (event, context) => {
    if (event.type === 'booking.status_changed' && !isStartOrFinish(event)) return [];
    const booking = bookingOf(event, context);
    return booking?.status === 'cancelled' ? [{ command: 'booking.record_work', input: { bookingId: booking.id } }] : [];
  },
};

/** domain.md 2.1: the first check-in or delivery starts an approved booking. */
const firstWorkStarts: Policy = {
  id: 'first-work-starts-booking',
  number: 0,
  version: 1,
  on: ['shift.checked_in', 'kit.delivered'],
  plan: (event, context) => {
    const booking = bookingOf(event, context);
    return booking?.status === 'approved' ? [{ command: 'booking.start', input: { bookingId: booking.id } }] : [];
  },
};

function isStartOrFinish(event: DomainEvent): boolean {
  const change = statusChangedSchema.safeParse(event.data);
  return change.success && (change.data.to === 'in_progress' || change.data.to === 'completed');
}

function bookingOf(event: DomainEvent, { reader }: DecideContext): BookingState | undefined {
  const id = bookingIdOf(event, reader);
  return id === null || id === undefined ? undefined : reader.get('booking', id)?.state;
}

function bookingIdOf(event: DomainEvent, reader: DecideContext['reader']): string | null | undefined {
  if (event.aggregateType === 'booking') return event.aggregateId;
  if (event.aggregateType === 'shift') return reader.get('shift', event.aggregateId)?.state.bookingId;
  if (event.aggregateType === 'allocation') return reader.get('allocation', event.aggregateId)?.state.bookingId;
  return undefined;
}

export const bookingPolicies: readonly Policy[] = [cancelledReleasesPlans, workOnCancelledCompletes, firstWorkStarts];
