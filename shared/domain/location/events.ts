import { z } from 'zod';
import { defineEvent, type EventDefinition, type FieldImportance, type Refusal } from '../kernel/aggregate.ts';
import { changesSchema, type Changes } from '../kernel/changes.ts';
import type { Actor } from '../kernel/event.ts';
import { refuse } from '../kernel/refuse.ts';
import { assert } from '../kernel/result.ts';
import { ADMINS, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import { daySchema } from '../kernel/time.ts';
import type { LocationCode } from './codes.ts';
import { locationStateSchema, type LocationState } from './schema.ts';
import { LOCATION_TRANSITIONS, type LocationTrigger } from './transitions.ts';

const shape = locationStateSchema.omit({ id: true, status: true, statusReason: true, approvedUntil: true }).shape;
export const LOCATION_FIELDS = shape;
type Field = keyof typeof shape;

const IMPORTANCE: Readonly<Record<Field, FieldImportance>> = {
  name: 'unimportant',
  address: 'important',
  zone: 'important',
  latitude: 'unimportant',
  longitude: 'unimportant',
  contactName: 'unimportant',
  contactPhone: 'unimportant',
  loadInNotes: 'text',
  hours: 'unimportant',
  licenceNumber: 'important',
  licenceValidUntil: 'important',
  notes: 'text',
};
/** Address, licence, access: editing one of them asks for approval again. */
const MATERIAL: readonly Field[] = ['address', 'zone', 'licenceNumber', 'licenceValidUntil', 'loadInNotes'];

export const SUGGESTERS = [...PLANNERS, 'site_lead', 'client'] as const satisfies readonly ActingRole[];

export const locationCreatedSchema = z.strictObject(shape);
export type LocationCreated = z.infer<typeof locationCreatedSchema>;
export const locationReasonSchema = z.string().trim().min(1).max(500);
export const approvedSchema = z.strictObject({
  validUntil: daySchema.nullable(),
  checklist: z.array(z.string().trim().min(1).max(200)).max(50),
});
export type Approved = z.infer<typeof approvedSchema>;

const no = (kind: Refusal['kind'], code: LocationCode, params: Refusal['params'] = {}, field: string | null = null): Refusal =>
  refuse(kind, code, params, field);

const cellOf = (trigger: LocationTrigger) => (state: LocationState | undefined) => LOCATION_TRANSITIONS[state?.status ?? 'none'][trigger];

function must(state: LocationState | undefined): LocationState {
  assert(state !== undefined, 'a location is created before it is changed');
  return state;
}

/** Clients may prepare a place; once it is being checked or in use it is not theirs to change. */
const checkClient = (state: LocationState | undefined, actor: Actor): readonly Refusal[] =>
  actor.role === 'client' && state?.status !== 'draft' && state?.status !== 'changes_requested'
    ? [no('forbidden', 'location.client-may-not')]
    : [];

const isMaterial = (changes: object): boolean => MATERIAL.some((field) => field in changes);

/** An event without payload or with just a reason, that moves the location along the table. */
const moves = (trigger: LocationTrigger, roles: readonly ActingRole[]): EventDefinition<LocationState> =>
  defineEvent<LocationState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles,
    cell: cellOf(trigger),
    evolve: (state) => moved(must(state), trigger, null),
  });

const movesWithReason = (trigger: LocationTrigger, roles: readonly ActingRole[]): EventDefinition<LocationState> =>
  defineEvent<LocationState, { reason: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ reason: locationReasonSchema }),
    roles,
    cell: cellOf(trigger),
    evolve: (state, { reason }) => moved(must(state), trigger, reason),
  });

function moved(state: LocationState, trigger: LocationTrigger, statusReason: string | null): LocationState {
  const cell = cellOf(trigger)(state);
  return cell.kind === 'to' ? { ...state, status: cell.status, statusReason } : state;
}

export const locationEvents: Readonly<Record<string, EventDefinition<LocationState>>> = {
  'location.created': defineEvent<LocationState, LocationCreated>({
    version: 1,
    kind: 'plan',
    data: locationCreatedSchema,
    roles: SUGGESTERS,
    cell: cellOf('created'),
    evolve: (_state, data, event) => ({ ...data, id: event.aggregateId, status: 'draft', statusReason: null, approvedUntil: null }),
  }),
  // a material update re-opens approval by itself, so it does so too when its author saw the place before it was approved
  'location.updated': defineEvent<LocationState, { changes: Changes<typeof shape> }>({
    version: 1,
    kind: 'plan',
    data: changesSchema(shape),
    roles: SUGGESTERS,
    cell: (state, { changes }) => cellOf(isMaterial(changes) ? 'material_update' : 'updated')(state),
    fields: IMPORTANCE,
    check: (state, _data, { actor }) => checkClient(state, actor),
    evolve: (state, { changes }) => moved(must(state), isMaterial(changes) ? 'material_update' : 'updated', null),
  }),
  'location.submitted': moves('submitted', SUGGESTERS),
  'location.approved': defineEvent<LocationState, Approved>({
    version: 1,
    kind: 'plan',
    data: approvedSchema,
    roles: PLANNERS,
    cell: cellOf('approved'),
    evolve: (state, { validUntil }) => ({ ...must(state), status: 'approved', statusReason: null, approvedUntil: validUntil }),
  }),
  'location.returned': movesWithReason('returned', PLANNERS),
  'location.rejected': movesWithReason('rejected', PLANNERS),
  'location.suspended': movesWithReason('suspended', PLANNERS),
  'location.reinstated': moves('reinstated', PLANNERS),
  'location.archived': movesWithReason('archived', ADMINS),
};
