import type { z } from 'zod';
import { defineEvent, type CheckContext, type EventDefinition, type Refusal } from '../kernel/aggregate.ts';
import { changesSchema } from '../kernel/changes.ts';
import type { DomainEvent } from '../kernel/event.ts';
import type { ActingRole } from '../kernel/roles.ts';
import type { Cell } from '../kernel/transitions.ts';
import { assignedCell, cellFor, exceptionCell, reassignedCell, unassignedCell } from './cells.ts';
import { refuse as refuseAny } from '../kernel/refuse.ts';
import { refuse } from './codes.ts';
import { appoint, correct, standIn, turnDown, vacate } from './evolve.ts';
import { fieldEvents } from './field-events.ts';
import { standing } from './fit.ts';
import * as payload from './payloads.ts';
import { isPlanner, LEADS, LEADS_AND_POLICY, SHIFT_PLANNERS, TIME_UNLOCKERS, WORKERS } from './roles.ts';
import type { ShiftState, ShiftStatus } from './schema.ts';
import type { ShiftTrigger } from './transitions.ts';

interface Plan<Data> {
  readonly data: z.ZodType<Data>;
  readonly roles: readonly ActingRole[];
  readonly cell: (state: ShiftState | undefined, data: Data) => Cell<ShiftStatus>;
  readonly check?: (state: ShiftState | undefined, data: Data, context: CheckContext) => readonly Refusal[];
  readonly evolve: (state: ShiftState, data: Data, event: DomainEvent) => ShiftState;
}

const plan = <Data>({ evolve, ...rest }: Plan<Data>): EventDefinition<ShiftState> =>
  defineEvent<ShiftState, Data>({
    version: 1,
    kind: 'plan',
    ...rest,
    // admission refuses plans on a shift that is not there; a log read back without it still folds
    evolve: (state, data, event) => evolve(state ?? standIn(event), data, event),
  });

const at = (trigger: ShiftTrigger) => (state: ShiftState | undefined) => cellFor(state, trigger);

/** Someone suspended or removed meanwhile cannot be planned; a clash is not asked here, it leaves the slot open instead. */
function checkPerson(memberId: string, { reader }: CheckContext): readonly Refusal[] {
  const member = reader.get('member', memberId)?.state;
  if (member === undefined) return [refuse('not-found', 'shift.person-unknown', {}, 'memberId')];
  return standing(member).map(({ code, params }) => refuseAny('illegal-state', code, params, 'memberId'));
}

/** An offer is answered by whom it was made to, or by a planner for them. */
const checkOwn = (state: ShiftState | undefined, _data: unknown, { actor }: CheckContext): readonly Refusal[] =>
  isPlanner(actor.role) || state?.assigneeId === actor.memberId ? [] : [refuse('forbidden', 'shift.not-yours')];

const checkCorrection = (state: ShiftState | undefined, data: payload.Corrected, { actor }: CheckContext): readonly Refusal[] => {
  if (data.checkedOutAt <= data.checkedInAt) return [refuse('invalid', 'shift.times-reversed', {}, 'checkedOutAt')];
  const isOwn = state?.checkIn?.memberId === actor.memberId || LEADS.some((role) => role === actor.role);
  return isOwn ? [] : [refuse('forbidden', 'shift.not-yours')];
};

const planEvents: Readonly<Record<string, EventDefinition<ShiftState>>> = {
  'shift.created': plan<payload.Created>({
    data: payload.createdSchema,
    roles: SHIFT_PLANNERS,
    cell: at('created'),
    evolve: (_state, data, event) => ({ ...standIn(event), ...data, status: 'draft' }),
  }),
  'shift.published': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: SHIFT_PLANNERS,
    cell: at('published'),
    evolve: (state) => ({ ...state, status: 'open', statusReason: null, pencil: null }),
  }),
  'shift.pencilled': plan<payload.Pencilled>({
    data: payload.pencilledSchema,
    roles: SHIFT_PLANNERS,
    cell: at('pencilled'),
    check: (_state, { memberId }, context) => (memberId === null ? [] : checkPerson(memberId, context)),
    evolve: (state, { memberId, overrideReason }) => ({ ...state, pencil: memberId === null ? null : { memberId, overrideReason } }),
  }),
  'shift.assigned': plan<payload.Assigned>({
    data: payload.assignedSchema,
    roles: SHIFT_PLANNERS,
    cell: assignedCell,
    check: (_state, { memberId }, context) => checkPerson(memberId, context),
    evolve: (state, data, event) => appoint(state, data, event),
  }),
  'shift.accepted': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: WORKERS,
    cell: at('accepted'),
    check: checkOwn,
    evolve: (state) => ({ ...state, status: 'confirmed', statusReason: null }),
  }),
  'shift.declined': plan<payload.WithReason>({
    data: payload.reasonSchema,
    roles: WORKERS,
    cell: at('declined'),
    check: checkOwn,
    evolve: (state, { reason }, event) => turnDown(state, state.assigneeId ?? event.actorId, reason),
  }),
  'shift.offer_expired': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: ['policy'],
    cell: at('offer_expired'),
    evolve: (state) => (state.assigneeId === null ? vacate(state, null) : turnDown(state, state.assigneeId, null)),
  }),
  'shift.unassigned': plan<payload.Unassigned>({
    data: payload.unassignedSchema,
    roles: SHIFT_PLANNERS,
    cell: unassignedCell,
    evolve: (state, { reason }) => vacate(state, reason),
  }),
  'shift.reassigned': plan<payload.Reassigned>({
    data: payload.reassignedSchema,
    roles: SHIFT_PLANNERS,
    cell: reassignedCell,
    check: (_state, data, context) => checkPerson(data.to, context),
    evolve: (state, data, event) =>
      appoint(state, { memberId: data.to, status: state.status, candidates: [], overrideReason: data.overrideReason }, event),
  }),
  'shift.rescheduled': defineEvent<ShiftState, unknown>({
    version: 1,
    kind: 'plan',
    data: changesSchema(payload.SHIFT_PERIOD),
    roles: SHIFT_PLANNERS,
    cell: at('rescheduled'),
    fields: { period: 'important' },
  }),
  'shift.exception_recorded': plan<payload.Exception>({
    data: payload.exceptionSchema,
    roles: SHIFT_PLANNERS,
    cell: exceptionCell,
    evolve: (state, { reason }) => ({ ...state, overrideReason: reason }),
  }),
  'shift.details_changed': defineEvent<ShiftState, unknown>({
    version: 1,
    kind: 'plan',
    data: changesSchema(payload.SHIFT_FIELDS),
    roles: SHIFT_PLANNERS,
    cell: at('details_changed'),
    fields: { role: 'important', skills: 'important', locationId: 'important', notes: 'text' },
  }),
  'shift.no_show_recorded': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: LEADS_AND_POLICY,
    cell: at('no_show_recorded'),
    evolve: (state) => ({ ...state, status: 'no_show' }),
  }),
  'shift.no_show_withdrawn': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: LEADS_AND_POLICY,
    cell: at('no_show_withdrawn'),
    evolve: (state) => ({ ...state, status: 'confirmed', statusReason: null }),
  }),
  'shift.time_corrected': plan<payload.Corrected>({
    data: payload.correctedSchema,
    roles: WORKERS,
    cell: at('time_corrected'),
    check: checkCorrection,
    evolve: correct,
  }),
  'shift.time_approved': plan<payload.Empty>({
    data: payload.emptySchema,
    roles: SHIFT_PLANNERS,
    cell: at('time_approved'),
    evolve: (state) => ({ ...state, status: 'approved' }),
  }),
  'shift.time_unlocked': plan<payload.WithReason>({
    data: payload.reasonSchema,
    roles: TIME_UNLOCKERS,
    cell: at('time_unlocked'),
    evolve: (state, { reason }) => ({ ...state, status: 'completed', statusReason: reason }),
  }),
  'shift.cancelled': plan<payload.WithReason>({
    data: payload.reasonSchema,
    roles: SHIFT_PLANNERS,
    cell: at('cancelled'),
    evolve: (state, { reason }) => ({ ...state, status: 'cancelled', statusReason: reason }),
  }),
};

export const shiftEvents: Readonly<Record<string, EventDefinition<ShiftState>>> = { ...planEvents, ...fieldEvents };
