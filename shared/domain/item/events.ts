import { z } from 'zod';
import { defineEvent, type CheckContext, type EventDefinition, type Refusal } from '../kernel/aggregate.ts';
import { changesSchema } from '../kernel/changes.ts';
import { idSchema } from '../kernel/ids.ts';
import { refuse } from '../kernel/refuse.ts';
import { FIELD, type ActingRole } from '../kernel/roles.ts';
import { evolveMoved, type Movement, type MovementKind } from './evolve.ts';
import { itemStateSchema, type ItemState } from './schema.ts';
import { ITEM_TRANSITIONS, type ItemTrigger } from './transitions.ts';

/** Who plans stock: what exists and when it is retired. */
export const STOCK_KEEPERS = ['owner', 'admin', 'manager', 'warehouse'] as const satisfies readonly ActingRole[];

export const ITEM_FIELDS = {
  name: itemStateSchema.shape.name,
  sku: itemStateSchema.shape.sku,
  serialNumber: itemStateSchema.shape.serialNumber,
  code: itemStateSchema.shape.code,
  siteId: itemStateSchema.shape.siteId,
  unit: itemStateSchema.shape.unit,
  reorderPoint: itemStateSchema.shape.reorderPoint,
};

export const itemCreatedSchema = itemStateSchema.omit({ id: true, status: true, onHand: true, recentMovements: true }).strict();
const noteSchema = z.string().max(500);
export const quantitySchema = z.int().min(1).max(1_000_000);
export const deltaSchema = z.int().min(-1_000_000).max(1_000_000);
const quantityDataSchema = z.strictObject({ quantity: quantitySchema, note: noteSchema, bookingId: idSchema.nullable() });
const adjustedSchema = z.strictObject({ delta: deltaSchema, note: noteSchema });
const writtenOffSchema = z.strictObject({ delta: z.int().min(1).max(1_000_000), note: noteSchema });
/** A count says how far the shelf is from what its author saw, so that movements made meanwhile still add up. */
const countedSchema = z.strictObject({ counted: z.int().min(0).max(1_000_000), delta: deltaSchema, note: noteSchema });

const cellOf = (trigger: ItemTrigger) => (state: ItemState | undefined) => ITEM_TRANSITIONS[state?.status ?? 'none'][trigger];

/** Movements by how they change what is on hand. */
export const MOVEMENT_SIGNS = {
  received: 1,
  returned: 1,
  repaired: 1,
  issued: -1,
  consumed: -1,
  damaged: -1,
  lost: -1,
  transferred: -1,
} as const satisfies Partial<Record<MovementKind, 1 | -1>>;
export type QuantityKind = keyof typeof MOVEMENT_SIGNS;

function movementEvent<Data>(data: z.ZodType<Data>, read: (data: Data) => Movement): EventDefinition<ItemState> {
  return defineEvent<ItemState, Data>({
    version: 1,
    kind: 'fact',
    data,
    roles: FIELD,
    additive: true,
    cell: cellOf('moved'),
    check: (state, payload, context) => belowZero(state, read(payload), context),
    evolve: (state, payload, event) => evolveMoved(state, read(payload), event),
  });
}

/** A balance below zero is a question for people, never a refused movement (domain.md section 0, rule 4). */
function belowZero(state: ItemState | undefined, movement: Movement, _context: CheckContext): readonly Refusal[] {
  const onHand = (state?.onHand ?? 0) + movement.delta;
  return movement.delta < 0 && onHand < 0 ? [refuse('invalid', 'item.below-zero', { item: state?.name ?? '—', onHand })] : [];
}

const quantityEvent = (kind: QuantityKind): EventDefinition<ItemState> =>
  movementEvent(quantityDataSchema, ({ quantity, note, bookingId }) => ({ kind, delta: MOVEMENT_SIGNS[kind] * quantity, note, bookingId }));

export const itemEvents: Readonly<Record<string, EventDefinition<ItemState>>> = {
  'item.created': defineEvent<ItemState, z.infer<typeof itemCreatedSchema>>({
    version: 1,
    kind: 'plan',
    data: itemCreatedSchema,
    roles: STOCK_KEEPERS,
    cell: cellOf('created'),
    evolve: (state, data, event) => state ?? { ...data, id: event.aggregateId, status: 'active', onHand: 0, recentMovements: [] },
  }),
  'item.details_changed': defineEvent<ItemState, unknown>({
    version: 1,
    kind: 'plan',
    data: changesSchema(ITEM_FIELDS),
    roles: STOCK_KEEPERS,
    cell: cellOf('details_changed'),
    fields: {
      name: 'unimportant',
      sku: 'important',
      serialNumber: 'important',
      code: 'important',
      siteId: 'important',
      unit: 'unimportant',
      reorderPoint: 'unimportant',
    },
  }),
  'item.received': quantityEvent('received'),
  'item.issued': quantityEvent('issued'),
  'item.consumed': quantityEvent('consumed'),
  'item.returned': quantityEvent('returned'),
  'item.damaged': quantityEvent('damaged'),
  'item.lost': quantityEvent('lost'),
  'item.transferred': quantityEvent('transferred'),
  'item.repaired': quantityEvent('repaired'),
  'item.adjusted': movementEvent(adjustedSchema, ({ delta, note }) => ({ kind: 'adjusted', delta, note, bookingId: null })),
  'item.counted': movementEvent(countedSchema, ({ delta, note }) => ({ kind: 'counted', delta, note, bookingId: null })),
  // a decision about the books, not something that was seen: unlike a movement it can come too late
  'item.written_off': defineEvent<ItemState, z.infer<typeof writtenOffSchema>>({
    version: 1,
    kind: 'plan',
    data: writtenOffSchema,
    roles: STOCK_KEEPERS,
    cell: cellOf('written_off'),
    check: (state, { delta }) =>
      (state?.onHand ?? 0) + delta > 0 ? [refuse('illegal-state', 'item.not-below-zero', { item: state?.name ?? '—' })] : [],
    evolve: (state, { delta, note }, event) => evolveMoved(state, { kind: 'written_off', delta, note, bookingId: null }, event),
  }),
  'item.retired': defineEvent<ItemState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: STOCK_KEEPERS,
    cell: cellOf('retired'),
    evolve: (state, _data, event) => ({ ...(state ?? evolveMoved(undefined, NOTHING, event)), status: 'retired' }),
  }),
};

const NOTHING: Movement = { kind: 'adjusted', delta: 0, note: '', bookingId: null };
