import fc from 'fast-check';
import { SITE_ID, testId } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { kitAggregate } from './aggregate.ts';
import { KIT_TRANSITIONS } from './transitions.ts';

const kitId = testId('kit');
const data = { name: 'Bar 1', code: 'BAR-1', kitKind: 'Sampling bar', homeSiteId: SITE_ID, contents: [], notes: '' };
const role = fc.constantFrom('owner', 'manager', 'warehouse', 'staff', 'client', 'policy');
const line = fc
  .record({ name: fc.constantFrom('Cups', 'Napkins', 'Pump'), quantity: fc.integer({ min: 1, max: 200 }) })
  .map(({ name, quantity }) => ({ id: testId(name), itemId: null, name, code: null, quantity }));
const reason = fc.constantFrom('Broken pump', 'Sold');

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ role, command: fc.constant('kit.create'), input: fc.constant({ kitId, ...data }) }),
  fc.record({
    role,
    command: fc.constant('kit.edit'),
    input: fc
      .constantFrom({ name: 'Bar 1' }, { name: 'Bar 2' }, { notes: 'Heavy' }, { kitKind: 'Ice box' })
      .map((changes) => ({ kitId, changes })),
  }),
  fc.record({
    role,
    command: fc.constant('kit.change_contents'),
    input: fc.array(line, { maxLength: 3 }).map((contents) => ({ kitId, contents })),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      role,
      command: fc.constantFrom('kit.send_to_maintenance', 'kit.quarantine', 'kit.retire'),
      input: reason.map((why) => ({ kitId, reason: why })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ role, command: fc.constant('kit.restore'), input: fc.constant({ kitId }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      role,
      event: fc.constantFrom('kit.sent_to_maintenance', 'kit.quarantined', 'kit.retired'),
      data: reason.map((why) => ({ reason: why })),
    }),
  },
  fc.record({ role, event: fc.constant('kit.restored'), data: fc.constant({}) }),
);

testNoun({
  aggregate: kitAggregate,
  id: kitId,
  table: KIT_TRANSITIONS,
  statusOf: ({ status }) => status,
  creation: { role: 'owner', command: 'kit.create', input: { kitId, ...data } },
  attempt,
  reached: ['available', 'in_maintenance', 'quarantined', 'retired'],
});
