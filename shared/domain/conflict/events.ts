import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import { assert } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { conflictStateSchema, type ConflictState } from './schema.ts';
import { CONFLICT_TRANSITIONS } from './transitions.ts';

/** Who may settle a conflict: planners, and the leads whose objects it concerns. */
export const SETTLERS = ['owner', 'admin', 'manager', 'site_lead', 'warehouse'] as const satisfies readonly ActingRole[];

type Trigger = keyof (typeof CONFLICT_TRANSITIONS)['none'];

const cellOf = (trigger: Trigger) => (state: ConflictState | undefined) => CONFLICT_TRANSITIONS[state?.status ?? 'none'][trigger];

/** What detection writes: everything but how it was settled. */
export const detectedSchema = conflictStateSchema
  .omit({ id: true, status: true, claimedBy: true, resolvedBy: true, resolvedAt: true, choice: true, reason: true })
  .strict();
export type Detected = z.infer<typeof detectedSchema>;

function must(state: ConflictState | undefined): ConflictState {
  assert(state !== undefined, 'a conflict is detected before it is settled');
  return state;
}

export const conflictEvents: Readonly<Record<string, EventDefinition<ConflictState>>> = {
  'conflict.detected': defineEvent<ConflictState, Detected>({
    version: 1,
    kind: 'fact',
    data: detectedSchema,
    roles: ['policy'],
    cell: cellOf('conflict.detected'),
    evolve: (state, data, event) =>
      state ?? {
        ...data,
        id: event.aggregateId,
        status: 'open',
        claimedBy: null,
        resolvedBy: null,
        resolvedAt: null,
        choice: null,
        reason: null,
      },
  }),
  'conflict.claimed': defineEvent<ConflictState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: SETTLERS,
    cell: cellOf('conflict.claimed'),
    evolve: (state, _data, event) => ({ ...must(state), status: 'claimed', claimedBy: event.actorId }),
  }),
  'conflict.resolved': defineEvent<ConflictState, { choice: string; reason: string | null }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ choice: z.string().min(1).max(40), reason: z.string().max(1000).nullable() }),
    roles: SETTLERS,
    cell: cellOf('conflict.resolved'),
    evolve: (state, data, event) => ({
      ...must(state),
      status: 'resolved',
      choice: data.choice,
      reason: data.reason,
      resolvedBy: event.actorId,
      resolvedAt: event.occurredAt,
    }),
  }),
  'conflict.dismissed': defineEvent<ConflictState, { reason: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    roles: SETTLERS,
    cell: cellOf('conflict.dismissed'),
    evolve: (state, data, event) => ({
      ...must(state),
      status: 'dismissed',
      reason: data.reason,
      resolvedBy: event.actorId,
      resolvedAt: event.occurredAt,
    }),
  }),
  'conflict.reopened': defineEvent<ConflictState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: SETTLERS,
    cell: cellOf('conflict.reopened'),
    evolve: (state) => ({
      ...must(state),
      status: 'open',
      claimedBy: null,
      choice: null,
      reason: null,
      resolvedBy: null,
      resolvedAt: null,
    }),
  }),
};
