import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { anItem } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { ITEM_CODES } from './codes.ts';
import { isLow } from './read-model.ts';
import { itemStateSchema } from './schema.ts';

const ITEM = testId('item');
const warehouse = actorOf('warehouse');
const staff = actorOf('staff');
const stock = (on: Stage) => itemStateSchema.parse(on.state('item', ITEM));
const codeOf = (result: ReturnType<Stage['run']>): string => (result.ok ? 'accepted' : result.error.code);

test('every movement has its sign', () => {
  const on = new Stage().put('item', anItem());
  const move = (command: string, quantity: number) => on.run(command, { itemId: ITEM, quantity, bookingId: null, note: '' }, warehouse);
  const seen = [
    ['item.receive', 100],
    ['item.issue', 30],
    ['item.consume', 5],
    ['item.return', 10],
    ['item.report_damaged', 2],
    ['item.report_lost', 1],
    ['item.transfer', 4],
    ['item.repair', 1],
  ].map(([command, quantity]) => {
    move(String(command), Number(quantity));
    return stock(on).onHand;
  });
  expect(seen).toEqual([100, 70, 65, 75, 73, 72, 68, 69]);
  on.run('item.adjust', { itemId: ITEM, delta: -9, note: 'Broken box' }, warehouse);
  expect(stock(on)).toMatchObject({ onHand: 60 });
  expect(stock(on).recentMovements.at(-1)).toMatchObject({ kind: 'adjusted', delta: -9, note: 'Broken box', memberId: warehouse.memberId });
});

test('a count corrects what its author saw, so what moved meanwhile still counts', () => {
  const on = new Stage().put('item', anItem({ onHand: 50 }));
  const count = on.decide('item.count', { itemId: ITEM, counted: 48, note: '' }, staff);
  on.run('item.issue', { itemId: ITEM, quantity: 10, bookingId: null, note: '' }, warehouse);
  if (!count.ok) throw new Error('a count is a fact');
  on.submit(count.value, staff);
  expect(stock(on).onHand).toBe(38);
});

test('stock below zero is kept and asked about', () => {
  const on = new Stage().put('item', anItem({ onHand: 1 }));
  const result = on.run('item.issue', { itemId: ITEM, quantity: 3, bookingId: null, note: '' }, staff);
  expect(result.ok && result.value.entries[0]?.anomalies).toEqual([{ code: 'item.below-zero', params: { item: 'Cups', onHand: -2 } }]);
  expect(stock(on).onHand).toBe(-2);
  expect(on.run('item.receive', { itemId: ITEM, quantity: 1, note: '' }, staff)).toMatchObject({ value: { entries: [{ anomalies: [] }] } });
});

test('what is missing below zero is written off once: a decision that comes second is too late', () => {
  const on = new Stage().put('item', anItem({ onHand: -4 }));
  const second = on.decide('item.write_off', { itemId: ITEM, note: 'Nobody knows' }, warehouse);
  expect(on.run('item.write_off', { itemId: ITEM, note: 'Nobody knows' }, warehouse).ok).toBe(true);
  expect(stock(on)).toMatchObject({ onHand: 0, recentMovements: [{ kind: 'written_off', delta: 4 }] });
  if (!second.ok) throw new Error('it was below zero then');
  expect(on.submit(second.value, warehouse)).toMatchObject({ outcome: 'rejected', reason: { code: 'item.not-below-zero' } });
  expect(codeOf(on.run('item.write_off', { itemId: ITEM, note: '' }, warehouse))).toBe('item.not-below-zero');
  expect(stock(on).onHand).toBe(0);
});

test('movements on a retired or unknown item are kept and flagged', () => {
  const on = new Stage().put('item', anItem({ onHand: 5 }));
  on.run('item.retire', { itemId: ITEM }, warehouse);
  const retired = on.run('item.issue', { itemId: ITEM, quantity: 1, bookingId: null, note: '' }, staff);
  expect(retired.ok && retired.value.entries[0]?.anomalies[0]?.code).toBe('item.moved-when-retired');
  expect(stock(on)).toMatchObject({ status: 'retired', onHand: 4 });
  const unknown = new Stage();
  const draft = {
    type: 'item.received',
    aggregateType: 'item',
    aggregateId: ITEM,
    data: { quantity: 7, note: '', bookingId: null },
  } as const;
  expect(unknown.submit([draft], staff).outcome).toBe('accepted');
  expect(stock(unknown).onHand).toBe(7);
});

test('who keeps the stock decides what exists; everybody records what moved', () => {
  const on = new Stage();
  const create = {
    itemId: ITEM,
    name: 'Cups',
    sku: 'CUP',
    tracking: 'bulk',
    serialNumber: null,
    code: null,
    siteId: staff.siteId,
    unit: 'pcs',
    reorderPoint: 20,
  };
  expect(codeOf(on.run('item.create', create, staff))).toBe('authority.not-allowed');
  expect(codeOf(on.run('item.create', create, warehouse))).toBe('accepted');
  expect(codeOf(on.run('item.create', create, warehouse))).toBe('item.exists');
  expect(isLow(stock(on))).toBe(true);
  expect(codeOf(on.run('item.receive', { itemId: ITEM, quantity: 21, note: '' }, staff))).toBe('accepted');
  expect(isLow(stock(on))).toBe(false);
  expect(codeOf(on.run('item.edit', { itemId: ITEM, changes: { name: 'Paper cups' } }, warehouse))).toBe('accepted');
  expect(codeOf(on.run('item.edit', { itemId: ITEM, changes: { name: 'Paper cups' } }, warehouse))).toBe('item.unchanged');
  expect(codeOf(on.run('item.adjust', { itemId: ITEM, delta: 0, note: '' }, warehouse))).toBe('item.adjusted-by-nothing');
  expect(codeOf(on.run('item.receive', { itemId: testId('none'), quantity: 1, note: '' }, staff))).toBe('item.missing');
});

const movement = fc.record({
  command: fc.constantFrom('item.receive', 'item.issue', 'item.consume', 'item.return', 'item.report_lost'),
  quantity: fc.integer({ min: 1, max: 500 }),
});

test('on hand is the sum of all movements, in whatever order they arrive', () => {
  fc.assert(
    fc.property(
      fc.array(movement, { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: -200, max: 200 }), { maxLength: 5 }),
      fc.nat(),
      (moves, counts, seed) => {
        const plan = new Stage().put('item', anItem({ onHand: 100 }));
        const decided = [
          ...moves.map(({ command, quantity }) => plan.decide(command, { itemId: ITEM, quantity, bookingId: null, note: '' }, staff)),
          ...counts.map((off) => plan.decide('item.count', { itemId: ITEM, counted: Math.max(0, 100 + off), note: '' }, staff)),
        ].flatMap((result) => (result.ok ? [result.value] : []));
        expect(decided).toHaveLength(moves.length + counts.length);
        const sum =
          100 +
          moves.reduce(
            (total, { command, quantity }) => total + (command === 'item.receive' || command === 'item.return' ? quantity : -quantity),
            0,
          ) +
          counts.reduce((total, off) => total + Math.max(-100, off), 0);
        for (const order of [decided, decided.toReversed(), rotated(decided, seed)]) {
          const on = new Stage().put('item', anItem({ onHand: 100 }));
          for (const drafts of order) on.submit(drafts, staff);
          expect(stock(on).onHand).toBe(sum);
          expect(stock(on).recentMovements.length).toBe(Math.min(20, decided.length));
        }
      },
    ),
    { numRuns: 60 },
  );
});

const rotated = <T>(list: readonly T[], by: number): readonly T[] => {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
};

test('every sentence is one', () => {
  for (const [code, sentence] of Object.entries(ITEM_CODES)) expect(`${code}: ${sentence}`).toMatch(/^item\.[a-z-]+: .+\.$/);
});
