import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok, type Result } from '../kernel/result.ts';
import { FIELD } from '../kernel/roles.ts';
import { deltaSchema, ITEM_FIELDS, itemCreatedSchema, quantitySchema, STOCK_KEEPERS, type QuantityKind } from './events.ts';

const draft = draftOf('item');
const noteSchema = z.string().max(500);
const missing = (): Result<never, Refusal> => refused('not-found', 'item.missing', {}, 'itemId');
const isKnown = (itemId: string, context: DecideContext): boolean => context.reader.get('item', itemId) !== undefined;

interface MoveInput {
  readonly itemId: string;
  readonly quantity: number;
  readonly note: string;
  readonly bookingId?: string | null | undefined;
}

/** `bookingId` may be left out where nothing was booked. */
const moveCommand = (name: string, kind: QuantityKind): CommandDefinition =>
  defineCommand<MoveInput>({
    name,
    input: z.strictObject({ itemId: idSchema, quantity: quantitySchema, note: noteSchema, bookingId: idSchema.nullable().optional() }),
    roles: FIELD,
    decide: ({ itemId, quantity, note, bookingId }, context): Result<readonly EventDraft[], Refusal> =>
      isKnown(itemId, context) ? ok([draft(itemId, `item.${kind}`, { quantity, note, bookingId: bookingId ?? null })]) : missing(),
  });

const createSchema = itemCreatedSchema.extend({ itemId: idSchema }).strict();

export const itemCommands: readonly CommandDefinition[] = [
  defineCommand<z.infer<typeof createSchema>>({
    name: 'item.create',
    input: createSchema,
    roles: STOCK_KEEPERS,
    decide: ({ itemId, ...data }) => ok([draft(itemId, 'item.created', data)]),
  }),
  defineCommand<{ itemId: string; changes: Edits<typeof ITEM_FIELDS> }>({
    name: 'item.edit',
    input: z.strictObject({ itemId: idSchema, changes: editsSchema(ITEM_FIELDS) }),
    roles: STOCK_KEEPERS,
    decide: ({ itemId, changes: edits }, context) => {
      const item = context.reader.get('item', itemId)?.state;
      if (item === undefined) return missing();
      const changes = changesBetween(item, edits);
      return isEmpty(changes) ? refused('invalid', 'item.unchanged') : ok([draft(itemId, 'item.details_changed', { changes })]);
    },
  }),
  moveCommand('item.receive', 'received'),
  moveCommand('item.issue', 'issued'),
  moveCommand('item.consume', 'consumed'),
  moveCommand('item.return', 'returned'),
  moveCommand('item.report_damaged', 'damaged'),
  moveCommand('item.report_lost', 'lost'),
  moveCommand('item.transfer', 'transferred'),
  moveCommand('item.repair', 'repaired'),
  defineCommand<{ itemId: string; delta: number; note: string }>({
    name: 'item.adjust',
    input: z.strictObject({ itemId: idSchema, delta: deltaSchema, note: noteSchema }),
    roles: STOCK_KEEPERS,
    decide: ({ itemId, delta, note }, context) => {
      if (!isKnown(itemId, context)) return missing();
      return delta === 0
        ? refused('invalid', 'item.adjusted-by-nothing', {}, 'delta')
        : ok([draft(itemId, 'item.adjusted', { delta, note })]);
    },
  }),
  defineCommand<{ itemId: string; counted: number; note: string }>({
    name: 'item.count',
    input: z.strictObject({ itemId: idSchema, counted: z.int().min(0).max(1_000_000), note: noteSchema }),
    roles: FIELD,
    decide: ({ itemId, counted, note }, context) => {
      const item = context.reader.get('item', itemId)?.state;
      if (item === undefined) return missing();
      return ok([draft(itemId, 'item.counted', { counted, delta: counted - item.onHand, note })]);
    },
  }),
  defineCommand<{ itemId: string; note: string }>({
    name: 'item.write_off',
    input: z.strictObject({ itemId: idSchema, note: noteSchema }),
    roles: STOCK_KEEPERS,
    decide: ({ itemId, note }, context) => {
      const item = context.reader.get('item', itemId)?.state;
      if (item === undefined) return missing();
      return item.onHand < 0
        ? ok([draft(itemId, 'item.written_off', { delta: -item.onHand, note })])
        : refused('illegal-state', 'item.not-below-zero', { item: item.name });
    },
  }),
  defineCommand<{ itemId: string }>({
    name: 'item.retire',
    input: z.strictObject({ itemId: idSchema }),
    roles: STOCK_KEEPERS,
    decide: ({ itemId }, context) => (isKnown(itemId, context) ? ok([draft(itemId, 'item.retired', {})]) : missing()),
  }),
];
