import { describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/event.ts';
import { aMember } from '../testing/fixtures.ts';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { actorOf, given, outcomeIn, SITE_ID, testId, World } from '../testing/memory-reader.ts';
import { invitationAggregate, memberAggregate } from './aggregate.ts';
import { MEMBER_CODES } from './codes.ts';
import { mayGrant } from './rules.ts';
import type { MemberState } from './schema.ts';
import { MEMBER_TRANSITIONS } from './transitions.ts';

const owner = actorOf('owner');
const admin = actorOf('admin');
const manager = actorOf('manager');
const staff = actorOf('staff');

function worldOf(...members: readonly Partial<MemberState>[]): World {
  const states = members.map((over) => aMember(over));
  const known = states.map((state) => given('member', state, ...memberAggregate.keys(state)));
  return new World([memberAggregate, invitationAggregate], known);
}

const OWNER = { id: owner.memberId, name: 'Olga', role: 'owner' } as const;
const SECOND = { id: testId('second owner'), name: 'Otto', role: 'owner' } as const;
const PERSON = { id: testId('member'), name: 'Ana', role: 'staff' } as const;
const member = (world: World, id: string = PERSON.id): MemberState => memberAggregate.state.parse(world.state('member', id));

const code = outcomeIn(MEMBER_CODES);

test('every status answers every event', () => {
  expect(
    cellsThatDiffer(
      MEMBER_TRANSITIONS,
      `
    status    created  details_changed user_joined role_changed user_suspended user_reinstated user_removed
    none      →active  -not-found      →active     -not-found   -not-found     -not-found      -not-found
    active    -exists  stay            stay        stay         →suspended     noop            →removed
    suspended -exists  stay            -suspended  stay         noop           →active         →removed
    removed   -exists  -removed        →active     -removed     -removed       -removed        noop
    `,
    ),
  ).toEqual([]);
  for (const name of codesOf(MEMBER_TRANSITIONS)) expect(MEMBER_CODES).toHaveProperty([name]);
});

const NEW = {
  memberId: testId('new'),
  name: 'Bo',
  email: 'bo@example.org',
  phone: null,
  role: 'staff',
  homeSiteId: SITE_ID,
  skills: [],
  certificates: [],
  maxMinutesPerWeek: null,
  notes: '',
};

describe('adding people', () => {
  test('a manager adds staff who never sign in', () => {
    const world = worldOf(OWNER);
    expect(code(world.run('member.create', NEW, manager))).toBe('accepted');
    expect(member(world, NEW.memberId)).toMatchObject({ status: 'active', hasLogin: false, name: 'Bo' });
  });

  test.each([
    ['owner', 'owner', true],
    ['owner', 'admin', true],
    ['admin', 'owner', false],
    ['admin', 'admin', true],
    ['admin', 'manager', true],
    ['manager', 'staff', true],
    ['manager', 'manager', false],
    ['manager', 'owner', false],
    ['staff', 'staff', false],
    ['policy', 'owner', true],
  ] as const)('a %s giving the role %s: %s', (role, granted, may) => {
    expect(mayGrant(role, granted)).toBe(may);
  });

  test('nobody hands out more than they may', () => {
    expect(code(worldOf(OWNER).run('member.create', { ...NEW, role: 'admin' }, manager))).toBe('member.may-not-grant');
    expect(code(worldOf(OWNER).run('member.create', NEW, staff))).toBe('authority.not-allowed');
  });

  test('an address belongs to one person, whatever its case, until they are removed', () => {
    expect(code(worldOf({ ...PERSON, email: 'BO@example.org' }).run('member.create', NEW, manager))).toBe('member.email-taken');
    expect(code(worldOf({ ...PERSON, email: 'bo@example.org', status: 'removed' }).run('member.create', NEW, manager))).toBe('accepted');
  });
});

describe('changing people', () => {
  const edit = (world: World, changes: object, actor: Actor): string =>
    code(world.run('member.edit', { memberId: PERSON.id, changes }, actor));
  const self = actorOf('staff', 'member');

  test('people keep their own name and phone, planners the rest', () => {
    expect(edit(worldOf(PERSON), { phone: '+49 40 7' }, self)).toBe('accepted');
    expect(edit(worldOf(PERSON), { skills: ['Barista'] }, self)).toBe('member.managers-only');
    expect(edit(worldOf(PERSON), { phone: '+49 40 7' }, actorOf('staff', 'somebody else'))).toBe('member.not-yours');
    expect(edit(worldOf(PERSON), { skills: ['Barista'] }, manager)).toBe('accepted');
  });

  test('an address that somebody has is refused', () => {
    expect(edit(worldOf(PERSON, { ...OWNER, email: 'olga@example.org' }), { email: 'Olga@example.org' }, manager)).toBe(
      'member.email-taken',
    );
  });
});

describe('roles', () => {
  const change = (world: World, memberId: string, role: string, actor: Actor): string =>
    code(world.run('member.change_role', { memberId, role }, actor));

  test('nobody changes their own', () => {
    expect(change(worldOf(OWNER, SECOND), OWNER.id, 'admin', owner)).toBe('member.own-role');
  });

  test('owners are made and unmade by owners', () => {
    expect(change(worldOf(OWNER, SECOND), SECOND.id, 'staff', admin)).toBe('member.owner-only');
    expect(change(worldOf(OWNER, PERSON), PERSON.id, 'owner', admin)).toBe('member.may-not-grant');
    const world = worldOf(OWNER, SECOND, PERSON);
    expect(change(world, PERSON.id, 'owner', owner)).toBe('accepted');
    expect(change(world, SECOND.id, 'staff', owner)).toBe('accepted');
    expect(member(world, SECOND.id).role).toBe('staff');
  });

  test('of two changes at once the second is told what the role is now', () => {
    const world = worldOf(OWNER, PERSON);
    expect(change(world, PERSON.id, 'manager', owner)).toBe('accepted');
    const draft = {
      type: 'organization.role_changed',
      aggregateType: 'member',
      aggregateId: PERSON.id,
      data: { from: 'staff', to: 'warehouse' },
    } as const;
    expect(world.submit([draft], admin)).toMatchObject({
      refusal: { kind: 'stale', code: 'member.role-moved', params: { role: 'manager' } },
    });
  });
});

describe('the last active owner', () => {
  test.each([
    ['member.remove', { reason: 'Left' }],
    ['member.suspend', { reason: 'Left' }],
    ['member.change_role', { role: 'staff' }],
  ])('survives %s', (command, input) => {
    const actor = actorOf('owner', 'an owner of the past');
    const alone = worldOf(OWNER, { ...SECOND, status: 'suspended' }, PERSON);
    expect(code(alone.run(command, { memberId: OWNER.id, ...input }, actor))).toBe('member.last-owner');
    const shared = worldOf(OWNER, SECOND);
    expect(code(shared.run(command, { memberId: OWNER.id, ...input }, actor))).toBe('accepted');
  });

  test('cannot be lost by two owners removing each other at the same time', () => {
    const world = worldOf(OWNER, SECOND);
    const remove = (memberId: string) =>
      ({ type: 'organization.user_removed', aggregateType: 'member', aggregateId: memberId, data: { reason: 'Out' } }) as const;
    expect(code(world.submit([remove(SECOND.id)], owner))).toBe('accepted');
    expect(code(world.submit([remove(OWNER.id)], actorOf('owner', 'second owner')))).toBe('member.last-owner');
  });
});

test('suspending keeps the reason, reinstating clears it, removal is for ever until they join again', () => {
  const world = worldOf(OWNER, PERSON);
  const memberId = PERSON.id;
  world.run('member.suspend', { memberId, reason: 'Badge lost' }, admin);
  expect(member(world)).toMatchObject({ status: 'suspended', statusReason: 'Badge lost' });
  world.run('member.reinstate', { memberId }, admin);
  expect(member(world)).toMatchObject({ status: 'active', statusReason: null });
  world.run('member.remove', { memberId, reason: 'Left' }, admin);
  expect(code(world.run('member.reinstate', { memberId }, admin))).toBe('member.removed');
  const { memberId: _id, ...data } = { ...NEW, hasLogin: true };
  const joined = { type: 'organization.user_joined', aggregateType: 'member', aggregateId: memberId, data } as const;
  expect(code(world.submit([joined], owner))).toBe('authority.not-allowed');
  expect(code(world.submit([joined], actorOf('policy')))).toBe('accepted');
  expect(member(world)).toMatchObject({ id: memberId, status: 'active', hasLogin: true, statusReason: null });
});
