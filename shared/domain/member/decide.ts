import { z } from 'zod';
import { defineCommand, type CommandDefinition } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok } from '../kernel/result.ts';
import { ADMINS, EVERYONE, PLANNERS, roleSchema, type Role } from '../kernel/roles.ts';
import { instantSchema } from '../kernel/time.ts';
import type { MemberCode } from './codes.ts';
import { MEMBER_FIELDS, memberCreatedSchema, memberReasonSchema, type MemberCreated } from './events.ts';
import { invitedSchema, type Invited } from './invitation-events.ts';
import { emailKey } from './rules.ts';

const draft = draftOf('member');
const invitationDraft = draftOf('invitation');
const missing = refused('not-found', 'member.not-found' satisfies MemberCode);
const onMember = z.strictObject({ memberId: idSchema });
interface OnMember {
  memberId: string;
}

const withReason = (name: string, type: string): CommandDefinition =>
  defineCommand<OnMember & { reason: string }>({
    name,
    input: onMember.extend({ reason: memberReasonSchema }),
    roles: ADMINS,
    decide: ({ memberId, reason }) => ok([draft(memberId, type, { reason })]),
  });

export const memberCommands: readonly CommandDefinition[] = [
  defineCommand<Omit<MemberCreated, 'hasLogin'> & OnMember & { hasLogin?: boolean | undefined }>({
    name: 'member.create',
    input: memberCreatedSchema.extend({ memberId: idSchema, hasLogin: z.boolean().optional() }),
    roles: [...PLANNERS, 'policy'],
    // people who sign in come by invitation; somebody added here is planned without a login
    decide: ({ memberId, hasLogin = false, ...data }) => ok([draft(memberId, 'member.created', { ...data, hasLogin })]),
  }),
  defineCommand<OnMember & { changes: Edits<typeof MEMBER_FIELDS> }>({
    name: 'member.edit',
    input: onMember.extend({ changes: editsSchema(MEMBER_FIELDS) }),
    roles: EVERYONE,
    decide: ({ memberId, changes: edits }, context) => {
      const state = context.reader.get('member', memberId)?.state;
      if (state === undefined) return missing;
      const changes = changesBetween<typeof MEMBER_FIELDS>(state, edits);
      return ok(isEmpty(changes) ? [] : [draft(memberId, 'member.details_changed', { changes })]);
    },
  }),
  defineCommand<OnMember & { role: Role }>({
    name: 'member.change_role',
    input: onMember.extend({ role: roleSchema }),
    roles: ADMINS,
    decide: ({ memberId, role }, context) => {
      const state = context.reader.get('member', memberId)?.state;
      if (state === undefined) return missing;
      return ok(state.role === role ? [] : [draft(memberId, 'organization.role_changed', { from: state.role, to: role })]);
    },
  }),
  withReason('member.suspend', 'organization.user_suspended'),
  withReason('member.remove', 'organization.user_removed'),
  defineCommand<OnMember>({
    name: 'member.reinstate',
    input: onMember,
    roles: ADMINS,
    decide: ({ memberId }) => ok([draft(memberId, 'organization.user_reinstated', {})]),
  }),
];

export const invitationCommands: readonly CommandDefinition[] = [
  defineCommand<Invited & { invitationId: string }>({
    name: 'invitation.invite',
    input: invitedSchema.extend({ invitationId: idSchema }),
    roles: PLANNERS,
    decide: ({ invitationId, ...data }, context) => {
      const older = context.reader
        .find('invitation', emailKey(data.email))
        .filter(({ id, state }) => id !== invitationId && (state.status === 'pending' || state.status === 'expired'));
      return ok([
        invitationDraft(invitationId, 'organization.user_invited', data),
        ...older.map(({ id }) => invitationDraft(id, 'organization.invitation_superseded', { byInvitationId: invitationId })),
      ]);
    },
  }),
  defineCommand<{ invitationId: string; expiresAt: string }>({
    name: 'invitation.resend',
    input: z.strictObject({ invitationId: idSchema, expiresAt: instantSchema }),
    roles: PLANNERS,
    decide: ({ invitationId, expiresAt }) => ok([invitationDraft(invitationId, 'organization.invitation_resent', { expiresAt })]),
  }),
  defineCommand<{ invitationId: string }>({
    name: 'invitation.revoke',
    input: z.strictObject({ invitationId: idSchema }),
    roles: PLANNERS,
    decide: ({ invitationId }) => ok([invitationDraft(invitationId, 'organization.invitation_revoked', {})]),
  }),
];
