import fc from 'fast-check';
import { anOrganization } from '../testing/nouns.ts';
import { ORGANIZATION_ID, testId } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { organizationAggregate } from './aggregate.ts';
import { ORGANIZATION_TRANSITIONS } from './transitions.ts';

const { id: organizationId, ...data } = anOrganization();
const role = fc.constantFrom('owner', 'admin', 'manager', 'staff', 'policy');
const site = fc.constantFrom('Depot', 'Harbour', 'Airport').map((name) => ({ id: testId(name), name, zone: 'Europe/Berlin' }));

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ role, command: fc.constant('organization.create'), input: fc.constant({ organizationId, ...data }) }),
  fc.record({
    role,
    command: fc.constant('organization.edit'),
    input: fc.constantFrom<object>({ name: 'Field Day' }, { name: 'Field Week' }, { currency: 'SEK' }).map((changes) => ({ changes })),
  }),
  fc.record({
    role,
    command: fc.constant('organization.change_settings'),
    input: fc
      .record({ travelMinutes: fc.integer({ min: 0, max: 600 }), autoPublish: fc.boolean() }, { requiredKeys: ['travelMinutes'] })
      .map((changes) => ({ changes })),
  }),
  fc.record({ role, command: fc.constant('organization.add_site'), input: site.map((added) => ({ site: added })) }),
  fc.record({ role, event: fc.constant('organization.site_added'), data: site.map((added) => ({ site: added })) }),
);

testNoun({
  aggregate: organizationAggregate,
  id: ORGANIZATION_ID,
  table: ORGANIZATION_TRANSITIONS,
  statusOf: () => 'active',
  creation: { role: 'owner', command: 'organization.create', input: { organizationId, ...data } },
  attempt,
  reached: ['active'],
});
