import { expect, test } from 'vitest';
import { anAllocation } from '../testing/fixtures.ts';
import { actorOf, SITE_ID, testId } from '../testing/memory-reader.ts';
import { aKit } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { KIT_CODES } from './codes.ts';
import { kitStateSchema } from './schema.ts';

const KIT = testId('kit');
const warehouse = actorOf('warehouse');
const codeOf = (result: ReturnType<Stage['run']>): string => (result.ok ? 'accepted' : result.error.code);
const line = (name: string, quantity = 1) => ({ id: testId(name), itemId: null, name, code: null, quantity });

test('a kit is built with its contents and found by its kind', () => {
  const on = new Stage();
  const create = {
    kitId: KIT,
    name: 'Bar 1',
    code: 'BAR-1',
    kitKind: 'Sampling bar',
    homeSiteId: SITE_ID,
    contents: [line('Cups', 100)],
    notes: '',
  };
  expect(codeOf(on.run('kit.create', create, actorOf('staff')))).toBe('authority.not-allowed');
  expect(codeOf(on.run('kit.create', { ...create, contents: [line('Cups'), line('Cups')] }, warehouse))).toBe('kit.line-repeated');
  expect(codeOf(on.run('kit.create', create, warehouse))).toBe('accepted');
  expect(on.all('kit', 'kind:Sampling bar').map((kit) => kitStateSchema.parse(kit).status)).toEqual(['available']);
  expect(codeOf(on.run('kit.create', create, warehouse))).toBe('kit.exists');
});

test('contents change as a whole, so that two people do not undo each other unseen', () => {
  const on = new Stage().put('kit', aKit());
  const first = on.decide('kit.change_contents', { kitId: KIT, contents: [line('Cups', 80)] }, warehouse);
  const second = on.decide('kit.change_contents', { kitId: KIT, contents: [line('Cups', 60)] }, warehouse);
  if (!first.ok || !second.ok) throw new Error('both are possible');
  expect(on.submit(first.value, warehouse).outcome).toBe('accepted');
  // from another device, which has not seen the first
  const other = on.submit(second.value, actorOf('warehouse', 'other'), { basisSeq: 0 });
  expect(other).toMatchObject({ outcome: 'rejected', reason: { code: 'event.field-changed-meanwhile' } });
  expect(on.state('kit', KIT).contents[0]?.quantity).toBe(80);
  expect(codeOf(on.run('kit.change_contents', { kitId: KIT, contents: on.state('kit', KIT).contents }, warehouse))).toBe('kit.unchanged');
});

test('a kit leaves service with a reason and comes back without one', () => {
  const on = new Stage().put('kit', aKit());
  expect(codeOf(on.run('kit.send_to_maintenance', { kitId: KIT, reason: ' ' }, warehouse))).toBe('command.invalid-input');
  expect(codeOf(on.run('kit.send_to_maintenance', { kitId: KIT, reason: 'Pump leaks' }, warehouse))).toBe('accepted');
  expect(on.state('kit', KIT)).toMatchObject({ status: 'in_maintenance', statusReason: 'Pump leaks' });
  expect(codeOf(on.run('kit.restore', { kitId: KIT }, warehouse))).toBe('accepted');
  expect(on.state('kit', KIT)).toMatchObject({ status: 'available', statusReason: null });
});

test('a kit that is still planned is not retired', () => {
  const on = new Stage().put('kit', aKit()).put('allocation', anAllocation());
  const retire = () => codeOf(on.run('kit.retire', { kitId: KIT, reason: 'Worn out' }, warehouse));
  expect(retire()).toBe('kit.still-planned');
  on.put('allocation', anAllocation({ status: 'closed' }));
  expect(retire()).toBe('accepted');
  expect(codeOf(on.run('kit.edit', { kitId: KIT, changes: { name: 'Bar 9' } }, warehouse))).toBe('kit.already-retired');
});

test('every sentence is one', () => {
  for (const [code, sentence] of Object.entries(KIT_CODES)) expect(`${code}: ${sentence}`).toMatch(/^kit\.[a-z-]+: .+\.$/);
});
