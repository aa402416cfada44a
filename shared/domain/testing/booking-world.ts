import { bookingAggregate } from '../booking/aggregate.ts';
import { BOOKING_CODES } from '../booking/codes.ts';
import type { BookingState } from '../booking/schema.ts';
import { locationAggregate } from '../location/aggregate.ts';
import { aBooking, aLocation, PERIOD } from './fixtures.ts';
import { actorOf, given, type Given, outcomeIn, type Ran, testId, World } from './memory-reader.ts';

export const bookingId = testId('booking');
export const manager = actorOf('manager');
export const client = actorOf('client');
export const lead = actorOf('site_lead');
export const staff = actorOf('staff');
export const APPROVED_REPORT = {
  status: 'approved',
  summary: 'Fine',
  visitors: 1,
  samplesGiven: 1,
  issues: '',
  submittedBy: lead.memberId,
  submittedAt: PERIOD.end,
  returnReason: null,
} as const;

/** A world with one booking, and an approved place unless another is given. */
export function worldWith(booking: Partial<BookingState>, ...others: readonly Given[]): World {
  const objects = others.some(({ type }) => type === 'location') ? others : [...others, given('location', aLocation(), 'all')];
  return new World(
    [bookingAggregate, locationAggregate],
    [given('booking', aBooking(booking), `location:${testId('location')}`), ...objects],
  );
}

/** The booking as it stands, checked against its schema. */
export const booking = (world: World): BookingState => bookingAggregate.state.parse(world.state('booking', bookingId));

/** `accepted`, or the code of the refusal, which must have its sentence. */
export const code = outcomeIn(BOOKING_CODES);

export const typesOf = (ran: Ran): readonly string[] => (ran.ok ? ran.events.map(({ type }) => type) : [`refused ${ran.refusal.code}`]);
