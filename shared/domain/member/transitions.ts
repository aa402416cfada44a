import { illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { InvitationCode, MemberCode } from './codes.ts';
import type { InvitationState, MemberStatus } from './schema.ts';

export type MemberTrigger =
  | 'created'
  | 'details_changed'
  | 'user_joined'
  | 'role_changed'
  | 'user_suspended'
  | 'user_reinstated'
  | 'user_removed';

const member = (code: MemberCode) => illegal(code);
const noMember = member('member.not-found');
const memberExists = member('member.exists');
const removed = member('member.removed');

/** domain.md 2.4: a member after joining. Joining again links a person who was planned without a login, or brings one back. */
export const MEMBER_TRANSITIONS: TransitionTable<MemberStatus, MemberTrigger> = {
  none: {
    created: to('active'),
    details_changed: noMember,
    user_joined: to('active'),
    role_changed: noMember,
    user_suspended: noMember,
    user_reinstated: noMember,
    user_removed: noMember,
  },
  active: {
    created: memberExists,
    details_changed: stay,
    user_joined: stay,
    role_changed: stay,
    user_suspended: to('suspended'),
    user_reinstated: noop,
    user_removed: to('removed'),
  },
  suspended: {
    created: memberExists,
    details_changed: stay,
    user_joined: member('member.suspended'),
    role_changed: stay,
    user_suspended: noop,
    user_reinstated: to('active'),
    user_removed: to('removed'),
  },
  removed: {
    created: memberExists,
    details_changed: removed,
    user_joined: to('active'),
    role_changed: removed,
    user_suspended: removed,
    user_reinstated: removed,
    user_removed: noop,
  },
};

export type InvitationStatus = InvitationState['status'];
export type InvitationTrigger = 'invited' | 'resent' | 'revoked' | 'superseded' | 'accepted' | 'declined' | 'expired';

const invitation = (code: InvitationCode) => illegal(code);
const noInvitation = invitation('invitation.not-found');
const invitationExists = invitation('invitation.exists');
const accepted = invitation('invitation.accepted');
const declined = invitation('invitation.declined');
const revoked = invitation('invitation.revoked');
const expired = invitation('invitation.expired');
const superseded = invitation('invitation.superseded');

/** domain.md 2.4: a revoked invitation cannot be accepted, whoever was first on their own clock. */
export const INVITATION_TRANSITIONS: TransitionTable<InvitationStatus, InvitationTrigger> = {
  none: {
    invited: to('pending'),
    resent: noInvitation,
    revoked: noInvitation,
    superseded: noInvitation,
    accepted: noInvitation,
    declined: noInvitation,
    expired: noInvitation,
  },
  pending: {
    invited: invitationExists,
    resent: stay,
    revoked: to('revoked'),
    superseded: to('superseded'),
    accepted: to('accepted'),
    declined: to('declined'),
    expired: to('expired'),
  },
  accepted: {
    invited: invitationExists,
    resent: accepted,
    revoked: accepted,
    superseded: noop,
    accepted: noop,
    declined: accepted,
    expired: noop,
  },
  declined: {
    invited: invitationExists,
    resent: declined,
    revoked: to('revoked'),
    superseded: noop,
    accepted: declined,
    declined: noop,
    expired: noop,
  },
  revoked: {
    invited: invitationExists,
    resent: revoked,
    revoked: noop,
    superseded: noop,
    accepted: revoked,
    declined: noop,
    expired: noop,
  },
  expired: {
    invited: invitationExists,
    resent: to('pending'),
    revoked: to('revoked'),
    superseded: to('superseded'),
    accepted: expired,
    declined: to('declined'),
    expired: noop,
  },
  superseded: {
    invited: invitationExists,
    resent: superseded,
    revoked: noop,
    superseded: noop,
    accepted: superseded,
    declined: noop,
    expired: noop,
  },
};
