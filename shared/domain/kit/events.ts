import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import { changesSchema } from '../kernel/changes.ts';
import { refuse } from '../kernel/refuse.ts';
import { assert } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { kitStateSchema, type KitState, type KitStatus } from './schema.ts';
import { KIT_TRANSITIONS, type KitTrigger } from './transitions.ts';

/** Who keeps the kits; the policy takes a kit out of service after an inspection or a loss. */
export const KIT_KEEPERS = ['owner', 'admin', 'manager', 'warehouse'] as const satisfies readonly ActingRole[];
const KEEPERS_AND_POLICY = [...KIT_KEEPERS, 'policy'] as const satisfies readonly ActingRole[];

export const KIT_FIELDS = {
  name: kitStateSchema.shape.name,
  code: kitStateSchema.shape.code,
  kitKind: kitStateSchema.shape.kitKind,
  homeSiteId: kitStateSchema.shape.homeSiteId,
  notes: kitStateSchema.shape.notes,
};
export const KIT_CONTENTS = { contents: kitStateSchema.shape.contents };

export const kitCreatedSchema = kitStateSchema.omit({ id: true, status: true, statusReason: true, usageCount: true }).strict();
export const kitReasonSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) });
type WithReason = z.infer<typeof kitReasonSchema>;

const cellOf = (trigger: KitTrigger) => (state: KitState | undefined) => KIT_TRANSITIONS[state?.status ?? 'none'][trigger];

function moved(state: KitState | undefined, status: KitStatus, statusReason: string | null): KitState {
  assert(state !== undefined, 'a kit is created before it changes');
  return { ...state, status, statusReason };
}

const outOfService = (trigger: 'sent_to_maintenance' | 'quarantined', status: KitStatus): EventDefinition<KitState> =>
  defineEvent<KitState, WithReason>({
    version: 1,
    kind: 'plan',
    data: kitReasonSchema,
    roles: KEEPERS_AND_POLICY,
    cell: cellOf(trigger),
    evolve: (state, { reason }) => moved(state, status, reason),
  });

export const kitEvents: Readonly<Record<string, EventDefinition<KitState>>> = {
  'kit.created': defineEvent<KitState, z.infer<typeof kitCreatedSchema>>({
    version: 1,
    kind: 'plan',
    data: kitCreatedSchema,
    roles: KIT_KEEPERS,
    cell: cellOf('created'),
    evolve: (state, data, event) => state ?? { ...data, id: event.aggregateId, status: 'available', statusReason: null, usageCount: 0 },
  }),
  'kit.details_changed': defineEvent<KitState, unknown>({
    version: 1,
    kind: 'plan',
    data: changesSchema(KIT_FIELDS),
    roles: KIT_KEEPERS,
    cell: cellOf('details_changed'),
    fields: { name: 'unimportant', code: 'important', kitKind: 'important', homeSiteId: 'important', notes: 'text' },
  }),
  'kit.contents_changed': defineEvent<KitState, unknown>({
    version: 1,
    kind: 'plan',
    data: changesSchema(KIT_CONTENTS),
    roles: KIT_KEEPERS,
    cell: cellOf('contents_changed'),
    fields: { contents: 'important' },
  }),
  'kit.sent_to_maintenance': outOfService('sent_to_maintenance', 'in_maintenance'),
  'kit.quarantined': outOfService('quarantined', 'quarantined'),
  'kit.restored': defineEvent<KitState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: KEEPERS_AND_POLICY,
    cell: cellOf('restored'),
    evolve: (state) => moved(state, 'available', null),
  }),
  'kit.retired': defineEvent<KitState, WithReason>({
    version: 1,
    kind: 'plan',
    data: kitReasonSchema,
    roles: KIT_KEEPERS,
    cell: cellOf('retired'),
    check: (_state, _data, { reader, event }) =>
      reader.find('allocation', `kit:${event.aggregateId}`).some(({ state }) => HOLDING.has(state.status))
        ? [refuse('illegal-state', 'kit.still-planned')]
        : [],
    evolve: (state, { reason }) => moved(state, 'retired', reason),
  }),
};

const HOLDING: ReadonlySet<string> = new Set(['assigned', 'packed', 'in_transit', 'delivered', 'transferred', 'returning']);
