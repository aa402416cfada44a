import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refuse as refuseAny } from '../kernel/refuse.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { periodSchema, type Period } from '../kernel/time.ts';
import { cellFor } from './cells.ts';
import { refused } from './codes.ts';
import { shiftFieldCommands } from './decide-field.ts';
import { fitOf, settingsOf, type ShiftSlot } from './fit.ts';
import * as payload from './payloads.ts';
import { SHIFT_PLANNERS, WORKERS } from './roles.ts';
import { candidateSchema, type Candidate, type ShiftState } from './schema.ts';

const draft = draftOf('shift');
type Decided = Result<readonly EventDraft[], Refusal>;

/** Refuses whoever cannot take the slot: hard reasons always, soft ones until somebody writes why it is right anyway. */
function personProblem(memberId: string, slot: ShiftSlot, overrideReason: string | null, context: DecideContext): Refusal | null {
  const member = context.reader.get('member', memberId)?.state;
  if (member === undefined) return refuseAny('not-found', 'shift.person-unknown', {}, 'memberId');
  const fit = fitOf(member, slot, { reader: context.reader, settings: settingsOf(context.reader, context.organizationId) });
  const hard = fit.hard[0];
  if (hard !== undefined)
    return refuseAny(hard.code === 'shift.person-busy' ? 'clash' : 'illegal-state', hard.code, hard.params, 'memberId');
  const soft = fit.soft[0];
  return soft === undefined || overrideReason !== null ? null : refuseAny('invalid', soft.code, soft.params, 'overrideReason');
}

function withShift(shiftId: string, context: DecideContext, decide: (state: ShiftState) => Decided): Decided {
  const state = context.reader.get('shift', shiftId)?.state;
  return state === undefined ? refused('not-found', 'shift.missing', {}, 'shiftId') : decide(state);
}

function assignment(shiftId: string, slot: ShiftSlot, input: Omit<AssignInput, 'shiftId'>, context: DecideContext): Decided {
  const problem = personProblem(input.memberId, slot, input.overrideReason, context);
  if (problem !== null) return err(problem);
  const status = settingsOf(context.reader, context.organizationId).autoAcceptAssignments ? 'confirmed' : 'offered';
  const { memberId, overrideReason, candidates = [] } = input;
  return ok([draft(shiftId, 'shift.assigned', { memberId, status, candidates, overrideReason })]);
}

const { travelMinutes: _travel, ...createShape } = payload.createdSchema.shape;
const createSchema = z.strictObject({
  ...createShape,
  shiftId: idSchema,
  assigneeId: idSchema.nullable(),
  overrideReason: payload.overrideSchema,
});

const assignSchema = z.strictObject({
  shiftId: idSchema,
  memberId: idSchema,
  overrideReason: payload.overrideSchema,
  candidates: z.array(candidateSchema).max(3).optional(),
});
interface AssignInput {
  readonly shiftId: string;
  readonly memberId: string;
  readonly overrideReason: string | null;
  readonly candidates?: readonly Candidate[] | undefined;
}

const shiftOnly = z.strictObject({ shiftId: idSchema });
const withReasonSchema = z.strictObject({ shiftId: idSchema, reason: payload.reasonTextSchema });

/** A command that only names the shift: the event says the rest. */
const simple = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<{ shiftId: string }>({
    name,
    input: shiftOnly,
    roles,
    decide: ({ shiftId }, context) => withShift(shiftId, context, () => ok([draft(shiftId, type, {})])),
  });

const withReason = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<{ shiftId: string; reason: string }>({
    name,
    input: withReasonSchema,
    roles,
    decide: ({ shiftId, reason }, context) => withShift(shiftId, context, () => ok([draft(shiftId, type, { reason })])),
  });

export const shiftCommands: readonly CommandDefinition[] = [
  defineCommand<z.infer<typeof createSchema>>({
    name: 'shift.create',
    input: createSchema,
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, assigneeId, overrideReason, ...data }, context) => {
      if (data.bookingId !== null && context.reader.get('booking', data.bookingId) === undefined) {
        return refused('not-found', 'shift.booking-unknown', {}, 'bookingId');
      }
      const { travelMinutes } = settingsOf(context.reader, context.organizationId);
      const created = draft(shiftId, 'shift.created', { ...data, travelMinutes });
      if (assigneeId === null) return ok([created]);
      const assigned = assignment(shiftId, { ...data, id: shiftId, travelMinutes }, { memberId: assigneeId, overrideReason }, context);
      return assigned.ok ? ok([created, ...assigned.value]) : assigned;
    },
  }),
  simple('shift.publish', 'shift.published', SHIFT_PLANNERS),
  defineCommand<AssignInput>({
    name: 'shift.assign',
    input: assignSchema,
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, ...input }, context) =>
      withShift(shiftId, context, (state) => {
        // a shift that cannot take anybody says so, not that the person is busy
        const cell = cellFor(state, 'assigned_confirmed');
        if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
        return assignment(shiftId, state, input, context);
      }),
  }),
  simple('shift.accept', 'shift.accepted', WORKERS),
  withReason('shift.decline', 'shift.declined', WORKERS),
  defineCommand<{ shiftId: string; reason: string | null }>({
    name: 'shift.unassign',
    input: z.strictObject({ shiftId: idSchema, reason: payload.reasonTextSchema.nullable() }),
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, reason }, context) =>
      withShift(shiftId, context, ({ assigneeId }) =>
        assigneeId === null
          ? refused('illegal-state', 'shift.not-assigned')
          : ok([draft(shiftId, 'shift.unassigned', { memberId: assigneeId, reason })]),
      ),
  }),
  defineCommand<{ shiftId: string; memberId: string; overrideReason: string | null }>({
    name: 'shift.reassign',
    input: z.strictObject({ shiftId: idSchema, memberId: idSchema, overrideReason: payload.overrideSchema }),
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, memberId, overrideReason }, context) =>
      withShift(shiftId, context, (state) => {
        const cell = cellFor(state, 'reassigned');
        if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
        if (state.assigneeId === null) return refused('illegal-state', 'shift.not-assigned');
        const problem = personProblem(memberId, state, overrideReason, context);
        if (problem !== null) return err(problem);
        return ok([draft(shiftId, 'shift.reassigned', { from: state.assigneeId, to: memberId, overrideReason })]);
      }),
  }),
  defineCommand<{ shiftId: string; period: Period }>({
    name: 'shift.reschedule',
    input: z.strictObject({ shiftId: idSchema, period: periodSchema }),
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, period }, context) =>
      withShift(shiftId, context, (state) => {
        const changes = changesBetween({ period: state.period }, { period });
        if (isEmpty(changes)) return refused('invalid', 'shift.unchanged', {}, 'period');
        const problem = state.assigneeId === null ? null : personProblem(state.assigneeId, { ...state, period }, '—', context);
        // a move may strain the planned person, it may not put them in two places
        if (problem !== null && problem.kind === 'clash') return err({ ...problem, field: 'period' });
        return ok([draft(shiftId, 'shift.rescheduled', { changes })]);
      }),
  }),
  defineCommand<{ shiftId: string; changes: Edits<typeof payload.SHIFT_FIELDS> }>({
    name: 'shift.edit',
    input: z.strictObject({ shiftId: idSchema, changes: editsSchema(payload.SHIFT_FIELDS) }),
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, changes: edits }, context) =>
      withShift(shiftId, context, (state) => {
        const changes = changesBetween(state, edits);
        return isEmpty(changes) ? refused('invalid', 'shift.unchanged') : ok([draft(shiftId, 'shift.details_changed', { changes })]);
      }),
  }),
  withReason('shift.cancel', 'shift.cancelled', SHIFT_PLANNERS),
  simple('shift.approve_time', 'shift.time_approved', SHIFT_PLANNERS),
  ...shiftFieldCommands,
];
