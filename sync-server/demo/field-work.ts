import { HOUR_MS, MINUTE_MS } from './calendar.ts';
import { REPORT_ISSUES, REPORT_SUMMARIES } from './catalogue-work.ts';
import type { PlannedBooking } from './bookings.ts';
import type { Stage } from './stage.ts';
import { mustFind } from './world.ts';
import type { Person } from './world.ts';

/** On the day: people arrive, work, leave and report; afterwards the office checks and closes. */
export function planFieldWork(stage: Stage, booking: PlannedBooking, approver: Person): void {
  if (booking.startMs - 2 * HOUR_MS > stage.nowMs) return;
  const lead = mustFind(stage.world.people, (person) => person.role === 'site_lead' && person.base === booking.base);
  // who is planned is known once the booking was approved; arrivals are drawn then
  stage.timeline.add(booking.startMs - 100 * MINUTE_MS, lead.id, () => {
    const shifts = stage.reader().find('shift', `booking:${booking.id}`);
    shifts.forEach(({ id, state }, index) => planShift(stage, booking, { shiftId: id, memberId: state.assigneeId, index }, lead));
    return [];
  });
  if (booking.fate === 'approved') return;
  const { timeline, dice } = stage;
  if (booking.fate === 'aborted') {
    const reason = 'Thunderstorm, the place was cleared by security.';
    timeline.add(booking.endMs - 90 * MINUTE_MS, lead.id, [{ name: 'booking.abort', input: { bookingId: booking.id, reason } }]);
  } else {
    timeline.add(booking.endMs + 25 * MINUTE_MS, lead.id, [{ name: 'booking.finish', input: { bookingId: booking.id } }]);
  }
  if (booking.fate === 'report_missing') return;
  const reportMs = booking.endMs + dice.int(35, 110) * MINUTE_MS;
  timeline.add(reportMs, lead.id, [{ name: 'booking.submit_report', input: { bookingId: booking.id, ...report(stage) } }]);
  if (booking.fate === 'report_waiting') return;
  if (booking.fate === 'report_returned') {
    const reason = 'The number of samples does not match the stock count. Please check.';
    timeline.add(reportMs + 6 * HOUR_MS, approver.id, [{ name: 'booking.return_report', input: { bookingId: booking.id, reason } }]);
    return;
  }
  const closingMs = booking.endMs + dice.int(22, 40) * HOUR_MS;
  timeline.add(closingMs, approver.id, () => [
    { name: 'booking.approve_report', input: { bookingId: booking.id } },
    ...finishedShifts(stage, booking).map((shiftId) => ({ name: 'shift.approve_time', input: { shiftId } })),
  ]);
  if (booking.fate === 'closed')
    timeline.add(closingMs + 20 * MINUTE_MS, approver.id, [{ name: 'booking.close', input: { bookingId: booking.id } }]);
}

interface PlannedShift {
  readonly shiftId: string;
  readonly memberId: string | null;
  readonly index: number;
}

function planShift(stage: Stage, booking: PlannedBooking, { shiftId, memberId, index }: PlannedShift, lead: Person): void {
  const { timeline, dice } = stage;
  const person = stage.world.people.find((candidate) => candidate.id === memberId);
  if (person === undefined) return;
  const startMs = booking.startMs;
  if (!booking.isShowcase && booking.fate !== 'running' && dice.chance(0.03)) {
    timeline.add(startMs + 25 * MINUTE_MS, lead.id, [{ name: 'shift.record_no_show', input: { shiftId } }]);
    return;
  }
  // Sam has not left yet when the second device is opened: that is the next thing to do
  if (booking.isShowcase) return;
  // people without an account, and now and then somebody without a charged phone, are checked in by the lead
  const byLead = person.isFreelancer || dice.chance(0.08);
  const actor = byLead ? lead : person;
  const arrivalMs = startMs + dice.int(-18, dice.chance(0.15) ? 14 : -3) * MINUTE_MS + index * 1000;
  const leaveMs = booking.endMs + (booking.fate === 'aborted' ? -80 : dice.int(2, 18)) * MINUTE_MS + index * 1000;
  if (!byLead) timeline.add(startMs - dice.int(45, 75) * MINUTE_MS, person.id, [{ name: 'shift.start_travel', input: { shiftId } }]);
  const method = byLead ? 'lead' : dice.pick(['site_code', 'site_code', 'site_code', 'manual', 'photo'] as const);
  timeline.add(arrivalMs, actor.id, [{ name: 'shift.check_in', input: { shiftId, memberId: person.id, method } }]);
  if (booking.endMs - startMs >= 5 * HOUR_MS && booking.fate !== 'aborted') {
    const breakMs = startMs + (booking.endMs - startMs) * (0.4 + dice.float() * 0.2);
    timeline.add(breakMs, actor.id, [{ name: 'shift.start_break', input: { shiftId } }]);
    timeline.add(breakMs + 30 * MINUTE_MS, actor.id, [{ name: 'shift.end_break', input: { shiftId } }]);
  }
  timeline.add(leaveMs, actor.id, [{ name: 'shift.check_out', input: { shiftId } }]);
}

function finishedShifts({ reader }: Stage, booking: PlannedBooking): string[] {
  return reader()
    .find('shift', `booking:${booking.id}`)
    .filter(({ state }) => state.status === 'completed')
    .map(({ id }) => id);
}

function report({ dice }: Stage): { summary: string; visitors: number; samplesGiven: number; issues: string } {
  const visitors = dice.int(90, 640);
  return {
    summary: dice.pick(REPORT_SUMMARIES),
    visitors,
    samplesGiven: Math.round(visitors * (0.4 + dice.float() * 0.8)),
    issues: dice.pick(REPORT_ISSUES),
  };
}
