import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorOf, SITE_ID, testId, World } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { itemAggregate } from './aggregate.ts';
import { ITEM_TRANSITIONS } from './transitions.ts';

const itemId = testId('item');
const data = {
  name: 'Cups',
  sku: 'CUP',
  tracking: 'bulk',
  serialNumber: null,
  code: null,
  siteId: SITE_ID,
  unit: 'pcs',
  reorderPoint: 10,
} as const;
const role = fc.constantFrom('owner', 'manager', 'warehouse', 'staff', 'client', 'auditor', 'policy');
const quantity = fc.integer({ min: 1, max: 500 });
const note = fc.constantFrom('', 'Counted twice');
const MOVES = ['receive', 'issue', 'consume', 'return', 'report_damaged', 'report_lost', 'transfer', 'repair'];
const LATE = ['received', 'issued', 'consumed', 'returned', 'damaged', 'lost', 'transferred', 'repaired'];

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ role, command: fc.constantFrom(...MOVES.map((move) => `item.${move}`)), input: moved({ itemId }) }) },
  fc.record({ role, command: fc.constant('item.create'), input: fc.constant({ itemId, ...data }) }),
  fc.record({
    role,
    command: fc.constant('item.edit'),
    input: fc.record({ itemId: fc.constant(itemId), changes: fc.record({ name: fc.constantFrom('Cups', 'Mugs') }) }),
  }),
  fc.record({
    role,
    command: fc.constant('item.adjust'),
    input: fc.record({ itemId: fc.constant(itemId), delta: fc.integer({ min: -300, max: 300 }), note }),
  }),
  fc.record({
    role,
    command: fc.constant('item.count'),
    input: fc.record({ itemId: fc.constant(itemId), counted: fc.integer({ min: 0, max: 900 }), note }),
  }),
  fc.record({ role, command: fc.constant('item.write_off'), input: fc.record({ itemId: fc.constant(itemId), note }) }),
  fc.record({ role, command: fc.constant('item.retire'), input: fc.constant({ itemId }) }),
  {
    weight: 2,
    arbitrary: fc.record({ role, event: fc.constantFrom(...LATE.map((kind) => `item.${kind}`)), data: moved({ bookingId: null }) }),
  },
);

function moved(rest: Record<string, string | null>): fc.Arbitrary<object> {
  return fc.record({ quantity, note }).map((parts) => ({ ...parts, ...rest }));
}

testNoun({
  aggregate: itemAggregate,
  id: itemId,
  table: ITEM_TRANSITIONS,
  statusOf: ({ status }) => status,
  creation: { role: 'owner', command: 'item.create', input: { itemId, ...data } },
  attempt,
  reached: ['active', 'retired'],
});

test('stock is the sum of its movements, in whatever order they arrive', () => {
  const movements = fc.array(fc.record({ kind: fc.constantFrom(...LATE), quantity }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(movements, fc.infiniteStream(fc.nat()), (list, dice) => {
      const onHand = (order: typeof list): number | undefined => {
        const world = new World([itemAggregate]);
        world.run('item.create', { itemId, ...data }, actorOf('warehouse'));
        for (const { kind, quantity: count } of order) {
          const drafts = [
            { type: `item.${kind}`, aggregateType: 'item', aggregateId: itemId, data: { quantity: count, note: '', bookingId: null } },
          ] as const;
          expect(world.submit(drafts, actorOf('staff')).ok).toBe(true);
        }
        return world.state('item', itemId)?.onHand;
      };
      const shuffled = list
        .map((movement) => ({ movement, key: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ movement }) => movement);
      const sum = list.reduce(
        (total, { kind, quantity: count }) => total + (['received', 'returned', 'repaired'].includes(kind) ? count : -count),
        0,
      );
      expect([onHand(list), onHand(shuffled)]).toEqual([sum, sum]);
    }),
  );
});
