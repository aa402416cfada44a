/** Why a command on a person or an invitation is refused, in the words people read. */
export const MEMBER_CODES = {
  'member.not-found': 'This person is not on this device.',
  'member.exists': 'This person was already added.',
  'member.removed': 'This person was removed. Invite them again.',
  'member.suspended': 'This person is suspended. Reinstate them first.',
  'member.own-role': 'You cannot change your own role. Ask another owner or admin.',
  'member.last-owner': '{{name}} is the last active owner. Make somebody else an owner first.',
  'member.owner-only': 'Only an owner can do this to an owner.',
  'member.may-not-grant': 'You cannot give the role {{role}}.',
  'member.role-moved': 'The role changed meanwhile to {{role}}. Look again before you change it.',
  'member.not-yours': 'You can change only your own entry. Ask a manager.',
  'member.managers-only': 'Only a manager can change {{field}}.',
  'member.email-taken': '{{name}} already uses {{email}}.',
} as const;

export const INVITATION_CODES = {
  'invitation.not-found': 'This invitation is not on this device.',
  'invitation.exists': 'This invitation was already sent.',
  'invitation.already-member': '{{name}} already belongs to the organization.',
  'invitation.accepted': 'This invitation was already accepted.',
  'invitation.declined': 'This invitation was declined. Send a new one.',
  'invitation.revoked': 'This invitation was withdrawn. Send a new one.',
  'invitation.expired': 'This invitation has run out. Send it again.',
  'invitation.superseded': 'A newer invitation was sent to this address.',
  'invitation.expiry-past': 'The invitation would run out in the past. Choose a later time.',
} as const;

export type MemberCode = keyof typeof MEMBER_CODES;
export type InvitationCode = keyof typeof INVITATION_CODES;
