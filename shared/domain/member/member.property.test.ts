import fc from 'fast-check';
import { aMember } from '../testing/fixtures.ts';
import { actorOf, SITE_ID, testId, World } from '../testing/memory-reader.ts';
import { testNoun, type Attempt } from '../testing/noun-properties.ts';
import { expect, test } from 'vitest';
import { memberAggregate } from './aggregate.ts';
import { MEMBER_TRANSITIONS } from './transitions.ts';

const memberId = testId('member');
const { id: _id, status: _status, statusReason: _why, ...data } = aMember();
const role = fc.constantFrom('owner', 'owner', 'admin', 'manager', 'staff', 'auditor', 'policy');
const given = fc.constantFrom('owner', 'admin', 'manager', 'staff', 'client');
const reason = fc.constantFrom('Left', 'Lost their phone');
const edits = fc.constantFrom<object>(
  { name: 'Ana' },
  { name: 'Ann' },
  { phone: '+49 40 2' },
  { skills: ['Barista'] },
  { notes: 'Mornings' },
);

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ role, command: fc.constant('member.create'), input: fc.constant({ memberId, ...data }) }),
  {
    weight: 2,
    arbitrary: fc.record({ role, command: fc.constant('member.edit'), input: edits.map((changes) => ({ memberId, changes })) }),
  },
  fc.record({ role, command: fc.constant('member.change_role'), input: given.map((next) => ({ memberId, role: next })) }),
  {
    weight: 2,
    arbitrary: fc.record({
      role,
      command: fc.constantFrom('member.suspend', 'member.remove'),
      input: reason.map((why) => ({ memberId, reason: why })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ role, command: fc.constant('member.reinstate'), input: fc.constant({ memberId }) }) },
  fc.record({
    role: fc.constant('policy' as const),
    event: fc.constant('organization.user_joined'),
    data: fc.constant({ ...data, hasLogin: true }),
  }),
  fc.record({
    role,
    event: fc.constantFrom('organization.user_suspended', 'organization.user_removed'),
    data: reason.map((why) => ({ reason: why })),
  }),
  fc.record({ role, event: fc.constant('organization.role_changed'), data: fc.record({ from: given, to: given }) }),
);

testNoun({
  aggregate: memberAggregate,
  id: memberId,
  table: MEMBER_TRANSITIONS,
  statusOf: ({ status }) => status,
  creation: { role: 'owner', command: 'member.create', input: { memberId, ...data } },
  attempt,
  reached: ['active', 'suspended', 'removed'],
});

test('whoever changes whom, an organization keeps an owner who can act', () => {
  const people = ['Ana', 'Bo', 'Cy'];
  const who = fc.constantFrom(...people);
  const step = fc.oneof(
    fc.record({ by: who, command: fc.constant('member.change_role'), of: who, extra: given.map((next): object => ({ role: next })) }),
    fc.record({
      by: who,
      command: fc.constantFrom('member.suspend', 'member.remove'),
      of: who,
      extra: reason.map((why): object => ({ reason: why })),
    }),
    fc.record({ by: who, command: fc.constant('member.reinstate'), of: who, extra: fc.constant<object>({}) }),
  );
  let changed = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const world = new World([memberAggregate]);
      for (const name of people) {
        const input = { memberId: testId(name), ...data, name, email: null, role: 'owner', homeSiteId: SITE_ID };
        expect(world.run('member.create', input, actorOf('policy')).ok).toBe(true);
      }
      for (const { by, command, of, extra } of steps) {
        const author = world.state('member', testId(by));
        if (author?.status !== 'active') continue;
        const ran = world.run(command, { memberId: testId(of), ...extra }, actorOf(author.role, by));
        if (ran.ok) changed += ran.events.length;
        const owners = people
          .map((name) => world.state('member', testId(name)))
          .filter((one) => one?.role === 'owner' && one.status === 'active');
        expect(owners.length).toBeGreaterThan(0);
      }
    }),
  );
  expect(changed).toBeGreaterThan(100);
});
