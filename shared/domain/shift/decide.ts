import { z } from 'zod';
import { defineCommand, type CommandDefinition } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import { idSchema } from '../kernel/ids.ts';
import { refuse as refuseAny } from '../kernel/refuse.ts';
import { err, ok } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { periodSchema, type Period } from '../kernel/time.ts';
import { cellFor } from './cells.ts';
import { refused } from './codes.ts';
import { rosterCommands } from './decide-roster.ts';
import { shiftFieldCommands } from './decide-field.ts';
import { assignment, draft, pencilling, personProblem, withShift, type Assignment } from './deciding.ts';
import { settingsOf } from './fit.ts';
import * as payload from './payloads.ts';
import { SHIFT_PLANNERS, WORKERS } from './roles.ts';
import { candidateSchema } from './schema.ts';

const { travelMinutes: _travel, ...createShape } = payload.createdSchema.shape;
const createSchema = z.strictObject({
  ...createShape,
  shiftId: idSchema,
  assigneeId: idSchema.nullable(),
  overrideReason: payload.overrideSchema,
  /** The person is only pencilled in and told once the shift is published. */
  isDraft: z.boolean().optional(),
});

const assignSchema = z.strictObject({
  shiftId: idSchema,
  memberId: idSchema,
  overrideReason: payload.overrideSchema,
  candidates: z.array(candidateSchema).max(3).optional(),
});
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
    decide: ({ shiftId, assigneeId, overrideReason, isDraft, ...data }, context) => {
      if (data.bookingId !== null && context.reader.get('booking', data.bookingId) === undefined) {
        return refused('not-found', 'shift.booking-unknown', {}, 'bookingId');
      }
      const { travelMinutes } = settingsOf(context.reader, context.organizationId);
      const created = draft(shiftId, 'shift.created', { ...data, travelMinutes });
      if (assigneeId === null) return ok([created]);
      const slot = { ...data, id: shiftId, travelMinutes };
      const person = { memberId: assigneeId, overrideReason };
      const assigned = isDraft === true ? pencilling(slot, person, [], context) : assignment(slot, person, context);
      return assigned.ok ? ok([created, ...assigned.value]) : assigned;
    },
  }),
  defineCommand<Assignment & { readonly shiftId: string }>({
    name: 'shift.assign',
    input: assignSchema,
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, ...input }, context) =>
      withShift(shiftId, context, (state) => {
        // a shift that cannot take anybody says so, not that the person is busy
        const cell = cellFor(state, 'assigned_confirmed');
        if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
        return assignment(state, input, context);
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
  ...rosterCommands,
  ...shiftFieldCommands,
];
