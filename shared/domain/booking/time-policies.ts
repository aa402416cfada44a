import type { TimeContext, TimePolicy } from '../kernel/time-policy.ts';
import { addMinutes, minutesBetween, toMs } from '../kernel/time.ts';
import { bookingParams, plannersOf, tellOnce } from '../notification/compose.ts';
import type { BookingState } from './schema.ts';

const HOUR = 60;
const REMIND_AFTER = 12 * HOUR;
const ESCALATE_AFTER = 24 * HOUR;
const LOOK_BACK = 7 * 24 * HOUR;

/** Bookings whose people worked in the last days, with who was there. */
function recentlyWorked({
  reader,
  now,
}: TimeContext): ReadonlyMap<string, { readonly booking: BookingState; readonly people: Set<string> }> {
  const found = new Map<string, { readonly booking: BookingState; readonly people: Set<string> }>();
  for (const member of reader.find('member', 'all')) {
    for (const claim of reader.claims(`member:${member.id}`, toMs(addMinutes(now, -LOOK_BACK)), toMs(now))) {
      const shift = claim.aggregateType === 'shift' ? reader.get('shift', claim.aggregateId)?.state : undefined;
      const booking = shift?.bookingId === null || shift === undefined ? undefined : reader.get('booking', shift.bookingId)?.state;
      if (booking === undefined) continue;
      const entry = found.get(booking.id) ?? { booking, people: new Set<string>() };
      if (shift?.checkIn !== null && shift?.checkIn !== undefined) entry.people.add(shift.checkIn.memberId);
      found.set(booking.id, entry);
    }
  }
  return found;
}

/** domain.md section 3, policy 15: a report half a day late is asked of who was there, a day late of the planners too. */
const reportsAreAskedFor: TimePolicy = {
  id: 'missing-reports-are-asked-for',
  number: 15,
  due: (context) =>
    [...recentlyWorked(context).values()].flatMap(({ booking, people }) => {
      const late = minutesBetween(booking.period.end, context.now);
      const isMissing = booking.report === null || booking.report.status === 'returned';
      if (!isMissing || late < REMIND_AFTER || (booking.status !== 'in_progress' && booking.status !== 'completed')) return [];
      const message = {
        code: 'notification.report-missing',
        params: bookingParams(booking),
        about: { type: 'booking', id: booking.id },
        severity: 'attention',
      } as const;
      const planners = late < ESCALATE_AFTER ? [] : plannersOf(booking.siteId, context.reader);
      return tellOnce([...people, ...planners], message, context, [booking.id]);
    }),
};

export const bookingTimePolicies: readonly TimePolicy[] = [reportsAreAskedFor];
