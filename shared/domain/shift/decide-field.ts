import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf } from '../kernel/refuse.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { unplannedOf } from './cells.ts';
import { refused } from './codes.ts';
import * as payload from './payloads.ts';
import { isLead, LEADS_AND_POLICY, TIME_UNLOCKERS, WORKERS } from './roles.ts';
import { checkInMethodSchema, type ShiftState } from './schema.ts';

const draft = draftOf('shift');
type Decided = Result<readonly EventDraft[], Refusal>;

function withShift(shiftId: string, context: DecideContext, decide: (state: ShiftState) => Decided): Decided {
  const state = context.reader.get('shift', shiftId)?.state;
  return state === undefined ? refused('not-found', 'shift.missing', {}, 'shiftId') : decide(state);
}

/** Whose absence or journey it is: a lead speaks for the planned person, everybody else for themselves. */
const speaker = (state: ShiftState, { actor }: DecideContext): string =>
  isLead(actor.role) ? (state.assigneeId ?? actor.memberId) : actor.memberId;

/** Who leaves or pauses: whoever of the actor and the planned person is at work now. */
function personAtWork(state: ShiftState, { actor }: DecideContext): string {
  if (unplannedOf(state, actor.memberId)?.checkedOutAt === null) return actor.memberId;
  return state.status === 'checked_in' && state.checkIn !== null ? state.checkIn.memberId : actor.memberId;
}

const shiftOnly = z.strictObject({ shiftId: idSchema });
type ShiftOnly = z.infer<typeof shiftOnly>;

const atWorkSchema = z.strictObject({ shiftId: idSchema, memberId: idSchema.nullable().optional() });

/** Somebody at work leaves or pauses. A lead may name whom they speak for: who came unplanned can only be named. */
const atWork = (name: string, type: string): CommandDefinition =>
  defineCommand<z.infer<typeof atWorkSchema>>({
    name,
    input: atWorkSchema,
    roles: WORKERS,
    decide: ({ shiftId, memberId }, context) =>
      withShift(shiftId, context, (state) => {
        const person = memberId ?? personAtWork(state, context);
        if (memberId !== undefined && memberId !== null && person !== context.actor.memberId && !isLead(context.actor.role))
          return refused('forbidden', 'shift.check-in-for-other', {}, 'memberId');
        return ok([draft(shiftId, type, { memberId: person, at: context.now })]);
      }),
  });

/** A field command on a shift; `make` gives the payload. */
const field = (name: string, type: string, make: (state: ShiftState, context: DecideContext) => unknown): CommandDefinition =>
  defineCommand<ShiftOnly>({
    name,
    input: shiftOnly,
    roles: WORKERS,
    decide: ({ shiftId }, context) => withShift(shiftId, context, (state) => ok([draft(shiftId, type, make(state, context))])),
  });

const simple = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<ShiftOnly>({
    name,
    input: shiftOnly,
    roles,
    decide: ({ shiftId }, context) => withShift(shiftId, context, () => ok([draft(shiftId, type, {})])),
  });

const checkInSchema = z.strictObject({ shiftId: idSchema, memberId: idSchema.nullable(), method: checkInMethodSchema });
const correctSchema = payload.correctedSchema.extend({ shiftId: idSchema }).strict();

/** Commands of the people on site. The plan never stands in their way; the only refusals are about speaking for somebody else. */
export const shiftFieldCommands: readonly CommandDefinition[] = [
  field('shift.start_travel', 'shift.travel_started', (state, context) => ({ memberId: speaker(state, context) })),
  defineCommand<z.infer<typeof checkInSchema>>({
    name: 'shift.check_in',
    input: checkInSchema,
    roles: WORKERS,
    decide: ({ shiftId, memberId, method }, context) =>
      withShift(shiftId, context, () => {
        const person = memberId ?? context.actor.memberId;
        const isForOther = person !== context.actor.memberId;
        if (isForOther && !isLead(context.actor.role)) return refused('forbidden', 'shift.check-in-for-other', {}, 'memberId');
        // a lead's word proves somebody else's presence, not the lead's own
        const verified = method === 'site_code' || (method === 'lead' && isForOther);
        return ok([draft(shiftId, 'shift.checked_in', { memberId: person, method, at: context.now, verified })]);
      }),
  }),
  atWork('shift.start_break', 'shift.break_started'),
  atWork('shift.end_break', 'shift.break_ended'),
  atWork('shift.check_out', 'shift.checked_out'),
  defineCommand<{ shiftId: string; reason: string }>({
    name: 'shift.report_absence',
    input: z.strictObject({ shiftId: idSchema, reason: payload.reasonTextSchema }),
    roles: WORKERS,
    decide: ({ shiftId, reason }, context) =>
      withShift(shiftId, context, (state) => ok([draft(shiftId, 'shift.absence_reported', { memberId: speaker(state, context), reason })])),
  }),
  simple('shift.record_no_show', 'shift.no_show_recorded', LEADS_AND_POLICY),
  simple('shift.withdraw_no_show', 'shift.no_show_withdrawn', LEADS_AND_POLICY),
  simple('shift.expire_offer', 'shift.offer_expired', ['policy']),
  defineCommand<z.infer<typeof correctSchema>>({
    name: 'shift.correct_time',
    input: correctSchema,
    roles: WORKERS,
    decide: ({ shiftId, ...correction }, context) =>
      withShift(shiftId, context, () =>
        correction.checkedOutAt <= correction.checkedInAt
          ? refused('invalid', 'shift.times-reversed', {}, 'checkedOutAt')
          : ok([draft(shiftId, 'shift.time_corrected', correction)]),
      ),
  }),
  defineCommand<{ shiftId: string; reason: string }>({
    name: 'shift.unlock_time',
    input: z.strictObject({ shiftId: idSchema, reason: payload.reasonTextSchema }),
    roles: TIME_UNLOCKERS,
    decide: ({ shiftId, reason }, context) => withShift(shiftId, context, () => ok([draft(shiftId, 'shift.time_unlocked', { reason })])),
  }),
];
