import { z } from 'zod';
import { defineEvent, type EventDefinition, type Refusal } from '../kernel/aggregate.ts';
import type { Actor } from '../kernel/event.ts';
import { refuse } from '../kernel/refuse.ts';
import { assert } from '../kernel/result.ts';
import { FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import type { AvailabilityCode } from './codes.ts';
import { availabilityStateSchema, type AvailabilityState } from './schema.ts';
import { AVAILABILITY_TRANSITIONS } from './transitions.ts';

export const recordedSchema = availabilityStateSchema.omit({ id: true, removed: true }).strict();
export type Recorded = z.infer<typeof recordedSchema>;

const no = (kind: Refusal['kind'], code: AvailabilityCode, field: string | null = null): Refusal => refuse(kind, code, {}, field);
const planners: readonly ActingRole[] = PLANNERS;

const cellOf = (trigger: 'recorded' | 'removed') => (state: AvailabilityState | undefined) => {
  const status = state === undefined ? 'none' : state.removed ? 'removed' : 'recorded';
  return AVAILABILITY_TRANSITIONS[status][trigger];
};

/** People speak for themselves; planners speak for anyone. */
const checkOwn = (memberId: string | undefined, actor: Actor): readonly Refusal[] =>
  planners.includes(actor.role) || memberId === actor.memberId ? [] : [no('forbidden', 'availability.not-yours')];

export const availabilityEvents: Readonly<Record<string, EventDefinition<AvailabilityState>>> = {
  'availability.recorded': defineEvent<AvailabilityState, Recorded>({
    version: 1,
    kind: 'plan',
    data: recordedSchema,
    roles: FIELD,
    cell: cellOf('recorded'),
    check: (_state, data, { reader, actor }) => {
      const status = reader.get('member', data.memberId)?.state.status;
      const gone = status === undefined || status === 'removed';
      return [...checkOwn(data.memberId, actor), ...(gone ? [no('not-found', 'availability.member-gone', 'memberId')] : [])];
    },
    evolve: (_state, data, event) => ({ ...data, id: event.aggregateId, removed: false }),
  }),
  'availability.removed': defineEvent<AvailabilityState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: FIELD,
    cell: cellOf('removed'),
    check: (state, _data, { actor }) => checkOwn(state?.memberId, actor),
    evolve: (state) => {
      assert(state !== undefined, 'an entry is recorded before it is removed');
      return { ...state, removed: true };
    },
  }),
};
