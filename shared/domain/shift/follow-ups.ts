import type { DecideContext, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { MemberState } from '../member/schema.ts';
import { personName, plannersOf, shiftParams, tell, tellOnce } from '../notification/compose.ts';
import { settingsOf, weekMinutes, workOf } from './fit.ts';
import { weekNumber } from './local-time.ts';
import { planBest } from './plan-best.ts';
import type { ShiftState } from './schema.ts';

/**
 * domain.md section 3, policy 14: a shift that came free is given to the next best person who has not turned it down. When
 * nobody is left it stays open, and planners hear of it.
 */
export const nextCandidateIsAsked: Policy = {
  id: 'freed-shift-asks-next-candidate',
  number: 14,
  version: 1,
  on: ['shift.declined', 'shift.absence_reported', 'shift.offer_expired'],
  plan: (event, context) => {
    const shift = context.reader.get('shift', event.aggregateId)?.state;
    if (shift?.status !== 'open' || shift.assigneeId !== null) return [];
    const choice = planBest(shift, context, new Set([...(shift.turnedDown ?? []), ...colleagues(shift, context)]));
    if (choice !== null) return [choice.command];
    const message = { code: 'notification.nobody-left', params: shiftParams(shift, context.reader), about: aboutShift(shift) } as const;
    return tell(plannersOf(shift.siteId, context.reader), { ...message, severity: 'attention' }, context, null);
  },
};

/** People who are on the same booking already. */
function colleagues(shift: ShiftState, { reader }: DecideContext): readonly string[] {
  if (shift.bookingId === null) return [];
  return reader
    .find('shift', `booking:${shift.bookingId}`)
    .flatMap(({ id, state }) => (id === shift.id || state.assigneeId === null || state.status === 'cancelled' ? [] : [state.assigneeId]));
}

/** From this share of the weekly limit on, somebody should look. */
const NEARLY_FULL = 0.9;

/** domain.md section 3, policy 13: planners hear once per person and week that the hours run out. */
export const hoursReachPlanners: Policy = {
  id: 'full-weeks-reach-planners',
  number: 13,
  version: 1,
  on: ['shift.assigned', 'shift.reassigned', 'shift.rescheduled', 'shift.time_corrected'],
  plan: (event, context) => {
    const { reader } = context;
    const shift = reader.get('shift', event.aggregateId)?.state;
    const member = shift?.assigneeId === null || shift === undefined ? undefined : reader.get('member', shift.assigneeId)?.state;
    if (shift === undefined || member === undefined) return [];
    const minutes = weekMinutes(shift, workOf(member.id, shift, reader));
    const limit = weeklyLimit(member, context);
    if (minutes <= limit * NEARLY_FULL) return [];
    const params = { person: member.name, hours: Math.round(minutes / 6) / 10, limit: Math.round(limit / 6) / 10 };
    return tellOnce(
      plannersOf(shift.siteId, reader),
      { code: 'notification.week-nearly-full', params, about: { type: 'member', id: member.id }, severity: 'attention' },
      context,
      [member.id, String(weekNumber(shift.period.startLocal))],
    );
  },
};

const weeklyLimit = (member: MemberState, { reader, organizationId }: DecideContext): number =>
  member.maxMinutesPerWeek ?? settingsOf(reader, organizationId).maxMinutesPerWeek;

/** domain.md section 3, policy 17: whoever leaves is taken off what they have not begun; what they did stays theirs. */
export const leaversFreeShifts: Policy = {
  id: 'leavers-free-shifts',
  number: 17,
  version: 1,
  on: ['organization.user_removed', 'organization.user_suspended'],
  plan: (event, context) => {
    const member = context.reader.get('member', event.aggregateId);
    if (member === undefined || member.state.status === 'active') return [];
    const planned = context.reader
      .find('shift', `member:${member.id}`)
      .filter(({ state }) => state.status === 'offered' || state.status === 'confirmed');
    const reason = `${personName(member.id, context.reader)} is no longer active.`.slice(0, 500);
    return planned.map(({ id }): PolicyCommand => ({ command: 'shift.unassign', input: { shiftId: id, reason } }));
  },
};

const aboutShift = (shift: ShiftState) => ({ type: 'shift', id: shift.id }) as const;
