import { z } from 'zod';
import type { DecideContext, Entity, Policy, PolicyCommand } from '../kernel/aggregate.ts';
import type { BookingState, StaffNeed } from '../booking/schema.ts';
import { fitOf, fits, settingsOf, type ShiftSlot } from './fit.ts';
import { nextCandidateIsAsked, hoursReachPlanners, leaversFreeShifts } from './follow-ups.ts';
import { planBest } from './plan-best.ts';
import type { ShiftState, ShiftStatus } from './schema.ts';

const statusChangedSchema = z.object({ to: z.string() });
/** Shifts whose plan may still change. */
const MOVABLE: ReadonlySet<ShiftStatus> = new Set(['draft', 'open', 'offered', 'confirmed']);
/** The first of these go first when a booking needs fewer people. */
const EXPENDABLE: readonly ShiftStatus[] = ['draft', 'open', 'offered', 'confirmed'];

interface Round {
  readonly booking: BookingState;
  readonly context: DecideContext;
  /** People already on this booking or chosen in this round. */
  readonly busy: Set<string>;
}

/**
 * domain.md section 3, policy 2: every person the booking needs gets a shift, the best free one is planned, and the two
 * runners-up are kept with the choice. Nobody fits: the shift stays open. Approved again, what is there is kept, moved or
 * refilled, never doubled.
 */
const approvedBookingCreatesShifts: Policy = {
  id: 'booking-approved-creates-shifts',
  number: 2,
  version: 1,
  on: ['booking.status_changed'],
  plan: (event, context) => {
    const change = statusChangedSchema.safeParse(event.data);
    const booking = context.reader.get('booking', event.aggregateId)?.state;
    if (!change.success || change.data.to !== 'approved' || booking?.status !== 'approved') return [];
    const live = context.reader
      .find('shift', `booking:${booking.id}`)
      .filter(({ state }) => state.needId !== null && state.status !== 'cancelled');
    const busy = new Set(live.flatMap(({ state }) => (state.assigneeId === null ? [] : [state.assigneeId])));
    const round: Round = { booking, context, busy };
    const { kept, surplus } = sort(booking, live);
    for (const { state } of surplus) if (state.assigneeId !== null) busy.delete(state.assigneeId);
    return [
      ...surplus.map(({ id }) => ({
        command: 'shift.cancel',
        input: { shiftId: id, reason: `${booking.reference}: fewer people are needed.` },
      })),
      ...kept.flatMap(({ shift, need }) => adjust(shift, need, round)),
      ...booking.staffNeeds.flatMap((need) => {
        const missing = Math.max(0, need.count - kept.filter(({ shift }) => shift.state.needId === need.id).length);
        return Array.from({ length: missing }, () => create(need, round)).flat();
      }),
    ];
  },
};

interface Sorted {
  readonly kept: readonly { readonly shift: Entity<ShiftState>; readonly need: StaffNeed }[];
  readonly surplus: readonly Entity<ShiftState>[];
}

/** Work that began stays; of the rest, the surest plans stay first. */
function sort(booking: BookingState, live: readonly Entity<ShiftState>[]): Sorted {
  const kept: { shift: Entity<ShiftState>; need: StaffNeed }[] = [];
  const surplus: Entity<ShiftState>[] = [];
  const left = new Map(booking.staffNeeds.map((need) => [need.id, need.count]));
  const worth = (status: ShiftStatus): number => (MOVABLE.has(status) ? EXPENDABLE.indexOf(status) : EXPENDABLE.length);
  for (const shift of live.toSorted((a, b) => worth(b.state.status) - worth(a.state.status) || (a.id < b.id ? -1 : 1))) {
    const need = booking.staffNeeds.find(({ id }) => id === shift.state.needId);
    const open = left.get(shift.state.needId ?? '') ?? 0;
    if (need !== undefined && (open > 0 || !MOVABLE.has(shift.state.status))) {
      kept.push({ shift, need });
      left.set(need.id, open - 1);
    } else if (MOVABLE.has(shift.state.status)) surplus.push(shift);
  }
  return { kept, surplus };
}

/** Brings a shift that stays in line with the booking; its person stays if the new plan still fits them. */
function adjust(shift: Entity<ShiftState>, need: StaffNeed, round: Round): readonly PolicyCommand[] {
  const { state, id } = shift;
  if (!MOVABLE.has(state.status)) return [];
  const { booking } = round;
  const next: ShiftSlot = { ...state, role: need.role, skills: need.skills, period: booking.period, locationId: booking.locationId };
  const isMoved = state.period.start !== booking.period.start || state.period.end !== booking.period.end;
  const isChanged =
    state.role !== need.role || state.locationId !== booking.locationId || state.skills.join('\n') !== need.skills.join('\n');
  const steps: PolicyCommand[] = [];
  const mustLeave = state.assigneeId !== null && (isMoved || isChanged) && !stillFits(state.assigneeId, next, state, round);
  if (mustLeave && state.assigneeId !== null) {
    steps.push({ command: 'shift.unassign', input: { shiftId: id, reason: `${booking.reference}: the plan changed.` } });
    round.busy.delete(state.assigneeId);
  }
  if (isMoved) steps.push({ command: 'shift.reschedule', input: { shiftId: id, period: booking.period } });
  if (isChanged) {
    steps.push({
      command: 'shift.edit',
      input: { shiftId: id, changes: { role: need.role, skills: need.skills, locationId: booking.locationId } },
    });
  }
  const isVacant = state.assigneeId === null || mustLeave;
  return isVacant && state.status !== 'draft' ? [...steps, ...fill(next, round, mustLeave ? state.assigneeId : null)] : steps;
}

/** A written override holds for the plan it was written for, not for another one. */
function stillFits(memberId: string, next: ShiftSlot, state: ShiftState, { context }: Round): boolean {
  const member = context.reader.get('member', memberId)?.state;
  if (member === undefined) return false;
  const fitContext = { reader: context.reader, settings: settingsOf(context.reader, context.organizationId) };
  const fit = fitOf(member, next, fitContext);
  if (fits(fit)) return true;
  const before = fitOf(member, state, fitContext);
  const known = new Set(before.soft.map(({ code }) => code));
  return fit.hard.length === 0 && fit.soft.every(({ code }) => known.has(code));
}

function create(need: StaffNeed, round: Round): readonly PolicyCommand[] {
  const { booking, context } = round;
  const settings = settingsOf(context.reader, context.organizationId);
  const shiftId = context.newId();
  const plan = {
    bookingId: booking.id,
    needId: need.id,
    locationId: booking.locationId,
    siteId: booking.siteId,
    role: need.role,
    skills: need.skills,
    period: booking.period,
    notes: '',
  };
  const created = { command: 'shift.create', input: { shiftId, ...plan, assigneeId: null, overrideReason: null } };
  // a draft is nobody's business yet: planning people is what publishing leads to
  if (!settings.autoPublish) return [created];
  const slot: ShiftSlot = { ...plan, id: shiftId, travelMinutes: settings.travelMinutes };
  return [created, { command: 'shift.publish', input: { shiftId } }, ...fill(slot, round, null)];
}

/** Plans the best person for a vacant shift, or leaves it open. */
function fill(slot: ShiftSlot, { context, busy }: Round, except: string | null): readonly PolicyCommand[] {
  const choice = planBest(slot, context, except === null ? busy : new Set([...busy, except]));
  if (choice === null) return [];
  busy.add(choice.memberId);
  return [choice.command];
}

export const shiftPolicies: readonly Policy[] = [approvedBookingCreatesShifts, nextCandidateIsAsked, hoursReachPlanners, leaversFreeShifts];
