import fc from 'fast-check';
import { aLocation } from '../testing/fixtures.ts';
import { testId } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { locationAggregate } from './aggregate.ts';
import { LOCATION_TRANSITIONS } from './transitions.ts';

const locationId = testId('location');
const { id: _id, status: _status, statusReason: _why, approvedUntil: _until, ...data } = aLocation();
const role = fc.constantFrom('owner', 'owner', 'manager', 'site_lead', 'client', 'staff', 'policy');
const reason = fc.constantFrom('No power', 'Closed');
const edits = fc.constantFrom<object>(
  { name: 'Harbour hall' },
  { name: 'Old hall' },
  { address: { ...data.address, line1: 'Kai 2' } },
  { licenceNumber: 'L-7' },
  { loadInNotes: 'Gate 4' },
  { notes: 'Cold in winter' },
);
const REASONED = ['return', 'reject', 'suspend', 'archive'];
const LATE = ['returned', 'rejected', 'suspended', 'archived'];

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ role, command: fc.constant('location.create'), input: fc.constant({ locationId, ...data }) }),
  {
    weight: 2,
    arbitrary: fc.record({ role, command: fc.constant('location.edit'), input: edits.map((changes) => ({ locationId, changes })) }),
  },
  { weight: 3, arbitrary: fc.record({ role, command: fc.constant('location.submit'), input: fc.constant({ locationId }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      role,
      command: fc.constant('location.approve'),
      input: fc.constantFrom(null, '2027-01-01', '2020-01-01').map((validUntil) => ({ locationId, validUntil, checklist: ['Power'] })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      role,
      command: fc.constantFrom(...REASONED.map((verb) => `location.${verb}`)),
      input: reason.map((why) => ({ locationId, reason: why })),
    }),
  },
  fc.record({ role, command: fc.constant('location.reinstate'), input: fc.constant({ locationId }) }),
  fc.record({ role, event: fc.constantFrom('location.submitted', 'location.reinstated'), data: fc.constant({}) }),
  fc.record({ role, event: fc.constantFrom(...LATE.map((verb) => `location.${verb}`)), data: reason.map((why) => ({ reason: why })) }),
);

testNoun({
  aggregate: locationAggregate,
  id: locationId,
  table: LOCATION_TRANSITIONS,
  statusOf: ({ status }) => status,
  creation: { role: 'owner', command: 'location.create', input: { locationId, ...data } },
  attempt,
  reached: ['draft', 'pending_approval', 'changes_requested', 'approved', 'rejected', 'suspended', 'archived'],
});
