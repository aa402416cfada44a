import type { z } from 'zod';
import { defineEvent, type CheckContext, type EventDefinition, type Refusal } from '../kernel/aggregate.ts';
import type { DomainEvent, Reason } from '../kernel/event.ts';
import { refuse as refuseAny } from '../kernel/refuse.ts';
import { FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import { noop, type Cell } from '../kernel/transitions.ts';
import type { KitState } from '../kit/schema.ts';
import type { AllocationCode } from './codes.ts';
import { adoptCustody, mergePacked, mergeReturned, standIn, witness } from './evolve.ts';
import * as payload from './payloads.ts';
import type { AllocationState, AllocationStatus } from './schema.ts';
import { ALLOCATION_TRANSITIONS, type AllocationTrigger } from './transitions.ts';

export const KIT_REQUESTERS = [...PLANNERS, 'warehouse', 'client', 'policy'] as const satisfies readonly ActingRole[];
export const KIT_PLANNERS = [...PLANNERS, 'warehouse', 'policy'] as const satisfies readonly ActingRole[];

const refuse = (kind: Refusal['kind'], code: AllocationCode, params: Reason['params'] = {}, field: string | null = null): Refusal =>
  refuseAny(kind, code, params, field);

export const cellFor = (state: AllocationState | undefined, trigger: AllocationTrigger): Cell<AllocationStatus> =>
  ALLOCATION_TRANSITIONS[state?.status ?? 'none'][trigger];

function assignedCell(state: AllocationState | undefined, { kitId }: payload.AssignedData): Cell<AllocationStatus> {
  return state?.status === 'assigned' && state.kitId === kitId ? noop : cellFor(state, 'assigned');
}

/** What makes a kit unfit for an allocation whatever the time; whether it is free is a claim. */
export function kitProblem(kit: KitState | undefined, kitKind: string): Refusal | null {
  if (kit === undefined) return refuse('not-found', 'allocation.kit-missing', {}, 'kitId');
  if (kit.status !== 'available') return refuse('illegal-state', 'allocation.kit-not-in-service', { kit: kit.name }, 'kitId');
  if (kit.kitKind !== kitKind) {
    return refuse('invalid', 'allocation.kit-wrong-kind', { kit: kit.name, kind: kit.kitKind, needed: kitKind }, 'kitId');
  }
  return null;
}

function checkKit(state: AllocationState | undefined, { kitId }: payload.AssignedData, { reader }: CheckContext): readonly Refusal[] {
  const problem = kitProblem(reader.get('kit', kitId)?.state, state?.kitKind ?? '');
  return problem === null ? [] : [problem];
}

interface Fact<Data> {
  readonly trigger: AllocationTrigger;
  readonly step: AllocationStatus;
  readonly data: z.ZodType<Data>;
  readonly note: (data: Data) => string;
  readonly lines?: (state: AllocationState, data: Data) => Partial<AllocationState>;
}

/** A step that happened: always in the custody; the status moves only where the table says so. */
function fact<Data>({ trigger, step, data, note, lines }: Fact<Data>): EventDefinition<AllocationState> {
  return defineEvent<AllocationState, Data>({
    version: 1,
    kind: 'fact',
    data,
    roles: FIELD,
    cell: (state) => cellFor(state, trigger),
    evolve: (before, value, event, attachedAs) => {
      const state = before ?? standIn(event);
      const cell = attachedAs === null ? cellFor(before, trigger) : null;
      const next = { ...state, ...lines?.(state, value), status: cell?.kind === 'to' ? cell.status : state.status };
      return witness(next, step, note(value), event);
    },
  });
}

const moved = (trigger: AllocationTrigger, step: AllocationStatus): EventDefinition<AllocationState> =>
  fact<payload.MovedData>({ trigger, step, data: payload.movedSchema, note: ({ note }) => note });

const noted = (trigger: AllocationTrigger, step: AllocationStatus): EventDefinition<AllocationState> =>
  fact<payload.NotedData>({ trigger, step, data: payload.notedSchema, note: ({ note }) => note });

const silent = (): string => '';

/** The noun is the kit's plan; its events keep the noun people use, the kit (domain.md 2.3). */
export const allocationEvents: Readonly<Record<string, EventDefinition<AllocationState>>> = {
  'kit.requested': defineEvent<AllocationState, payload.RequestedData>({
    version: 1,
    kind: 'plan',
    data: payload.requestedSchema,
    roles: KIT_REQUESTERS,
    cell: (state) => cellFor(state, 'requested'),
    evolve: (state, data, event) => state ?? { ...standIn(event), ...data, status: 'requested' },
  }),
  'kit.assigned': defineEvent<AllocationState, payload.AssignedData>({
    version: 1,
    kind: 'plan',
    data: payload.assignedSchema,
    roles: KIT_PLANNERS,
    cell: assignedCell,
    check: checkKit,
    evolve: (state, { kitId }, event) => adoptCustody({ ...(state ?? standIn(event)), kitId, status: 'assigned', statusReason: null }),
  }),
  'kit.packed': fact<payload.PackedData>({
    trigger: 'packed',
    step: 'packed',
    data: payload.packedSchema,
    note: silent,
    lines: (state, data) => ({ packedLines: mergePacked(state.packedLines, data) }),
  }),
  'kit.dispatched': moved('dispatched', 'in_transit'),
  'kit.delivered': moved('delivered', 'delivered'),
  'kit.transferred': fact<payload.TransferredData>({
    trigger: 'transferred',
    step: 'transferred',
    data: payload.transferredSchema,
    note: ({ note }) => note,
  }),
  'kit.return_started': fact<payload.EmptyData>({ trigger: 'return_started', step: 'returning', data: payload.emptySchema, note: silent }),
  'kit.returned': fact<payload.ReturnedData>({
    trigger: 'returned',
    step: 'returned',
    data: payload.returnedSchema,
    note: silent,
    lines: (state, data) => ({ returnedLines: mergeReturned(state.returnedLines, data) }),
  }),
  'kit.inspected': fact<payload.InspectedData>({
    trigger: 'inspected',
    step: 'closed',
    data: payload.inspectedSchema,
    note: ({ note }) => note,
  }),
  'kit.reported_lost': noted('reported_lost', 'lost'),
  'kit.found': noted('found', 'returned'),
  'kit.unassigned': defineEvent<AllocationState, payload.ReasonData>({
    version: 1,
    kind: 'plan',
    data: payload.reasonSchema,
    roles: KIT_PLANNERS,
    cell: (state) => cellFor(state, 'unassigned'),
    evolve: (state: AllocationState | undefined, { reason }: payload.ReasonData, event: DomainEvent) => ({
      ...(state ?? standIn(event)),
      status: 'released',
      statusReason: reason,
    }),
  }),
};
