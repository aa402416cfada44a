import { expect, test } from 'vitest';
import type { EventDraft } from '../kernel/event.ts';
import { aMember } from '../testing/fixtures.ts';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { actorOf, given, outcomeIn, SITE_ID, testId, World } from '../testing/memory-reader.ts';
import { invitationAggregate, memberAggregate } from './aggregate.ts';
import { INVITATION_CODES, MEMBER_CODES } from './codes.ts';
import type { InvitationState } from './schema.ts';
import { INVITATION_TRANSITIONS } from './transitions.ts';

const invitationId = testId('invitation');
const admin = actorOf('admin');
const INVITE = {
  invitationId,
  email: 'Bo@example.org',
  name: 'Bo',
  role: 'staff',
  homeSiteId: SITE_ID,
  expiresAt: '2026-06-08T08:00:00.000Z',
};

const newWorld = (...emails: readonly string[]): World => {
  const states = emails.map((email) => aMember({ id: testId(email), email }));
  return new World(
    [memberAggregate, invitationAggregate],
    states.map((state) => given('member', state, ...memberAggregate.keys(state))),
  );
};
const invitation = (world: World, id = invitationId): InvitationState => invitationAggregate.state.parse(world.state('invitation', id));
const draft = (type: string, data: unknown): EventDraft => ({
  type: `organization.${type}`,
  aggregateType: 'invitation',
  aggregateId: invitationId,
  data,
});

const code = outcomeIn({ ...INVITATION_CODES, ...MEMBER_CODES });

test('every status answers every event as domain.md 2.4 says', () => {
  expect(
    cellsThatDiffer(
      INVITATION_TRANSITIONS,
      `
    status     invited   resent      revoked    superseded   accepted    declined   expired
    none       →pending  -not-found  -not-found -not-found   -not-found  -not-found -not-found
    pending    -exists   stay        →revoked   →superseded  →accepted   →declined  →expired
    accepted   -exists   -accepted   -accepted  noop         noop        -accepted  noop
    declined   -exists   -declined   →revoked   noop         -declined   noop       noop
    revoked    -exists   -revoked    noop       noop         -revoked    noop       noop
    expired    -exists   →pending    →revoked   →superseded  -expired    →declined  noop
    superseded -exists   -superseded noop       noop         -superseded noop       noop
    `,
    ),
  ).toEqual([]);
  for (const name of codesOf(INVITATION_TRANSITIONS)) expect(INVITATION_CODES).toHaveProperty([name]);
});

test('an admin invites anyone but an owner, a manager staff only', () => {
  expect(code(newWorld().run('invitation.invite', INVITE, actorOf('manager')))).toBe('accepted');
  expect(code(newWorld().run('invitation.invite', { ...INVITE, role: 'warehouse' }, actorOf('manager')))).toBe('member.may-not-grant');
  expect(code(newWorld().run('invitation.invite', { ...INVITE, role: 'owner' }, admin))).toBe('member.may-not-grant');
  expect(code(newWorld().run('invitation.invite', INVITE, actorOf('staff')))).toBe('authority.not-allowed');
});

test('a member with a login is not invited again, and an invitation does not run out before it is sent', () => {
  expect(code(newWorld('bo@example.org').run('invitation.invite', INVITE, admin))).toBe('invitation.already-member');
  expect(newWorld().run('invitation.invite', { ...INVITE, expiresAt: '2026-06-01T08:00:00.000Z' }, admin)).toMatchObject({
    refusal: { code: 'invitation.expiry-past', field: 'expiresAt' },
  });
});

test('inviting one address twice leaves the newest', () => {
  const world = newWorld();
  const second = testId('second');
  world.run('invitation.invite', INVITE, admin);
  expect(code(world.run('invitation.invite', { ...INVITE, invitationId: second, email: 'bo@EXAMPLE.org' }, admin))).toBe('accepted');
  expect([invitation(world).status, invitation(world, second).status]).toEqual(['superseded', 'pending']);
});

test('whoever may give a role takes its invitation back; a manager does not take back a warehouse role', () => {
  const world = newWorld();
  world.run('invitation.invite', INVITE, actorOf('manager'));
  expect(code(world.run('invitation.revoke', { invitationId }, actorOf('manager')))).toBe('accepted');
  const other = newWorld();
  other.run('invitation.invite', { ...INVITE, role: 'warehouse' }, admin);
  expect(code(other.run('invitation.revoke', { invitationId }, actorOf('manager')))).toBe('member.may-not-grant');
});

test('accepting after it was revoked loses', () => {
  const world = newWorld();
  world.run('invitation.invite', INVITE, admin);
  expect(code(world.run('invitation.revoke', { invitationId }, admin))).toBe('accepted');
  expect(code(world.submit([draft('invitation_accepted', { memberId: testId('bo') })], actorOf('policy')))).toBe('invitation.revoked');
});

test('only the server accepts, declines and expires', () => {
  for (const [type, data] of [
    ['invitation_accepted', { memberId: testId('bo') }],
    ['invitation_declined', {}],
    ['invitation_expired', {}],
  ] as const) {
    const world = newWorld();
    world.run('invitation.invite', INVITE, admin);
    expect(code(world.submit([draft(type, data)], admin))).toBe('authority.not-allowed');
    expect(code(world.submit([draft(type, data)], actorOf('policy')))).toBe('accepted');
    expect(`invitation_${invitation(world).status}`).toBe(type);
  }
});

test('one that ran out is sent again with a new end', () => {
  const world = newWorld();
  world.run('invitation.invite', INVITE, admin);
  world.submit([draft('invitation_expired', {})], actorOf('policy'));
  const expiresAt = '2026-07-01T08:00:00.000Z';
  expect(code(world.run('invitation.resend', { invitationId, expiresAt }, admin))).toBe('accepted');
  expect(invitation(world)).toMatchObject({ status: 'pending', expiresAt });
});
