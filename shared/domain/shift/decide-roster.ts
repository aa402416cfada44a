import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext } from '../kernel/aggregate.ts';
import { changesBetween, isEmpty } from '../kernel/changes.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { refuse as refuseAny } from '../kernel/refuse.ts';
import { err, ok } from '../kernel/result.ts';
import { instantSchema, periodSchema, wallTimeSchema } from '../kernel/time.ts';
import { cellFor } from './cells.ts';
import { refused } from './codes.ts';
import { assigned, draft, fitHere, fitProblem, pencilling, withShift, type Decided } from './deciding.ts';
import { strain } from './fit.ts';
import * as payload from './payloads.ts';
import { SHIFT_PLANNERS } from './roles.ts';
import { isPencilled, plannedPerson, type ShiftState } from './schema.ts';

const moveSchema = z.strictObject({
  shiftId: idSchema,
  period: periodSchema,
  memberId: idSchema.nullable(),
  overrideReason: payload.overrideSchema,
});
type Move = z.infer<typeof moveSchema>;

const pencilSchema = z.strictObject({ shiftId: idSchema, memberId: idSchema.nullable(), overrideReason: payload.overrideSchema });

const splitSchema = z.strictObject({ shiftId: idSchema, newShiftId: idSchema, at: instantSchema, atLocal: wallTimeSchema });

/**
 * A shift at another time, with another person, or both, as one plan that is accepted or refused as a whole. What speaks
 * against the person is asked about the new time only; what already spoke against them before is not asked again.
 */
function move(state: ShiftState, { period, memberId, overrideReason }: Move, context: DecideContext): Decided {
  const before = plannedPerson(state);
  const changes = changesBetween({ period: state.period }, { period });
  const isMoved = !isEmpty(changes);
  if (!isMoved && memberId === before) return refused('invalid', 'shift.unchanged');
  const cell = cellFor(state, 'rescheduled');
  if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
  const isDraft = state.status === 'draft';
  const known = memberId !== null && memberId === before ? (fitHere(memberId, state, isDraft, context)?.soft ?? []) : [];
  const fit = memberId === null ? null : fitHere(memberId, { ...state, period }, isDraft, context);
  const problem = memberId === null ? null : fitProblem(fit, overrideReason, known);
  if (problem !== null) return err(problem);
  const rescheduled = isMoved ? [draft(state.id, 'shift.rescheduled', { changes })] : [];
  const isException = overrideReason !== null && strain(fit?.soft ?? [], known).length > 0;
  if (isDraft) {
    const pencilled = draft(state.id, 'shift.pencilled', { memberId, overrideReason: isException ? overrideReason : null });
    return ok(memberId === before && !isException ? rescheduled : [...rescheduled, pencilled]);
  }
  const written = isException ? overrideReason : null;
  if (memberId === before) {
    const exception = written === null ? [] : [draft(state.id, 'shift.exception_recorded', { memberId, reason: written })];
    return ok([...rescheduled, ...exception]);
  }
  if (before !== null && memberId !== null && !isMoved)
    return ok([draft(state.id, 'shift.reassigned', { from: before, to: memberId, overrideReason: written })]);
  // by way of nobody, so that no step asks about a person at a time that is not meant
  const freed = before === null ? [] : [draft(state.id, 'shift.unassigned', { memberId: before, reason: null })];
  const given = memberId === null ? [] : [assigned(state.id, { memberId, overrideReason: written }, context)];
  return ok([...freed, ...rescheduled, ...given]);
}

/** The first part keeps its person; the rest is a shift of its own that is free to give away. */
function split(state: ShiftState, { newShiftId, at, atLocal }: z.infer<typeof splitSchema>): Decided {
  const cell = cellFor(state, 'rescheduled');
  if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
  const { period } = state;
  const isInside = at > period.start && at < period.end && atLocal > period.startLocal && atLocal < period.endLocal;
  if (!isInside) return refused('invalid', 'shift.split-outside', {}, 'at');
  const { bookingId, locationId, siteId, role, skills, travelMinutes, notes } = state;
  const first = changesBetween({ period }, { period: { ...period, end: at, endLocal: atLocal } });
  const rest = {
    bookingId,
    // what the booking asked for stays counted once, with the first part
    needId: null,
    locationId,
    siteId,
    role,
    skills,
    travelMinutes,
    notes,
    period: { ...period, start: at, startLocal: atLocal },
  };
  const events: readonly EventDraft[] = [
    draft(state.id, 'shift.rescheduled', { changes: first }),
    draft(newShiftId, 'shift.created', rest),
    ...(state.status === 'draft' ? [] : [draft(newShiftId, 'shift.published', {})]),
  ];
  return ok(events);
}

/** A draft becomes real: whoever is pencilled in is planned and told, if they can still take it. */
function publish(state: ShiftState, context: DecideContext): Decided {
  const published = draft(state.id, 'shift.published', {});
  if (!isPencilled(state)) return ok([published]);
  const { memberId, overrideReason } = state.pencil;
  const problem = fitProblem(fitHere(memberId, state, false, context), overrideReason);
  return problem === null ? ok([published, assigned(state.id, state.pencil, context)]) : err(problem);
}

/** What a planner does in the week: draw, move, split, publish. */
export const rosterCommands: readonly CommandDefinition[] = [
  defineCommand<Move>({
    name: 'shift.move',
    input: moveSchema,
    roles: SHIFT_PLANNERS,
    decide: (input, context) => withShift(input.shiftId, context, (state) => move(state, input, context)),
  }),
  defineCommand<z.infer<typeof pencilSchema>>({
    name: 'shift.pencil',
    input: pencilSchema,
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId, memberId, overrideReason }, context) =>
      withShift(shiftId, context, (state) => {
        const cell = cellFor(state, 'pencilled');
        if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code, {}));
        if (memberId === plannedPerson(state)) return refused('invalid', 'shift.unchanged', {}, 'memberId');
        if (memberId === null) return ok([draft(shiftId, 'shift.pencilled', { memberId, overrideReason: null })]);
        return pencilling(state, { memberId, overrideReason }, [], context);
      }),
  }),
  defineCommand<z.infer<typeof splitSchema>>({
    name: 'shift.split',
    input: splitSchema,
    roles: SHIFT_PLANNERS,
    decide: (input, context) => withShift(input.shiftId, context, (state) => split(state, input)),
  }),
  defineCommand<{ shiftId: string }>({
    name: 'shift.publish',
    input: z.strictObject({ shiftId: idSchema }),
    roles: SHIFT_PLANNERS,
    decide: ({ shiftId }, context) => withShift(shiftId, context, (state) => publish(state, context)),
  }),
];
