import { HOUR_MS, MINUTE_MS } from './calendar.ts';
import { CANCEL_REASONS, REJECT_REASONS, RETURN_REASONS } from './catalogue-work.ts';
import type { PlannedBooking } from './bookings.ts';
import type { Dice } from './dice.ts';
import { planFieldWork } from './field-work.ts';
import { planKitTravel } from './kit-travel.ts';
import { mustFind } from './world.ts';
import type { Person, World } from './world.ts';
import type { Stage } from './stage.ts';

/** Everything that people do with one booking, from the draft to the closed file; what lies after "now" is never played. */
export function planBookingLife(stage: Stage, booking: PlannedBooking): void {
  const { timeline, dice, world } = stage;
  const creator = creatorOf(dice, world, booking);
  const approver = mustFind(world.people, (person) => person.name === (creator.name === 'Maya Brooks' ? 'Ada Kim' : 'Maya Brooks'));
  timeline.add(booking.createdMs, creator.id, [{ name: 'booking.create', input: booking.input }]);
  if (booking.fate === 'draft') return;
  const submittedMs = booking.createdMs + dice.int(8, 50) * MINUTE_MS;
  timeline.add(submittedMs, creator.id, [{ name: 'booking.submit', input: { bookingId: booking.id } }]);
  if (booking.fate === 'pending') return;
  const decidedMs = decisionMs(stage, booking, submittedMs);
  const decide = (name: string, reason?: string): void =>
    timeline.add(decidedMs, approver.id, [{ name, input: { bookingId: booking.id, ...(reason === undefined ? {} : { reason }) } }]);
  if (booking.fate === 'returned') return decide('booking.return', dice.pick(RETURN_REASONS));
  if (booking.fate === 'rejected') return decide('booking.reject', dice.pick(REJECT_REASONS));
  decide('booking.approve');
  if (booking.isShowcase) planShowcase(stage, booking, decidedMs + 15 * MINUTE_MS, approver);
  if (booking.fate === 'cancelled') {
    const latestMs = Math.min(booking.startMs - 4 * HOUR_MS, stage.nowMs - 20 * MINUTE_MS);
    const cancelledMs = decidedMs + Math.max(10 * MINUTE_MS, (latestMs - decidedMs) * dice.float());
    timeline.add(cancelledMs, approver.id, [
      { name: 'booking.cancel', input: { bookingId: booking.id, reason: dice.pick(CANCEL_REASONS) } },
    ]);
    return;
  }
  planKitTravel(stage, booking);
  planFieldWork(stage, booking, approver);
}

/** A brand books some of its work itself; the rest is made by the manager of the base. */
function creatorOf(dice: Dice, world: World, booking: PlannedBooking): Person {
  if (!booking.isShowcase && dice.chance(0.1)) return mustFind(world.people, (person) => person.role === 'client');
  return mustFind(world.people, (person) => person.role === 'manager' && person.base === booking.base);
}

/** Before the work begins, and before the moment at which the demo is opened. */
function decisionMs({ dice, nowMs }: Stage, booking: PlannedBooking, submittedMs: number): number {
  const wishedMs = booking.isShowcase ? submittedMs + 10 * MINUTE_MS : submittedMs + dice.int(2, 26) * HOUR_MS;
  return Math.max(submittedMs + 8 * MINUTE_MS, Math.min(wishedMs, booking.startMs - 22 * HOUR_MS, nowMs - 90 * MINUTE_MS));
}

/** Makes sure that Sam is on the booking that a second device opens on. */
function planShowcase({ timeline, world, reader }: Stage, booking: PlannedBooking, atMs: number, approver: Person): void {
  const sam = mustFind(world.people, (person) => person.name === 'Sam Rivera');
  timeline.add(atMs, approver.id, () => {
    const shifts = reader().find('shift', `booking:${booking.id}`);
    if (shifts.some(({ state }) => state.assigneeId === sam.id)) return [];
    const [first] = shifts;
    if (first === undefined) return [];
    const name = first.state.assigneeId === null ? 'shift.assign' : 'shift.reassign';
    return [{ name, input: { shiftId: first.id, memberId: sam.id, overrideReason: 'The client asked for Sam by name.' } }];
  });
}
