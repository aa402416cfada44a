import { z } from 'zod';
import { defineEvent, type EventDefinition, type Refusal } from '../kernel/aggregate.ts';
import { idSchema } from '../kernel/ids.ts';
import { refuse } from '../kernel/refuse.ts';
import { assert } from '../kernel/result.ts';
import { PLANNERS } from '../kernel/roles.ts';
import { instantSchema } from '../kernel/time.ts';
import type { InvitationCode } from './codes.ts';
import { checkGrant, emailKey } from './rules.ts';
import { invitationStateSchema, type InvitationState } from './schema.ts';
import { INVITATION_TRANSITIONS, type InvitationTrigger } from './transitions.ts';

export const invitedSchema = invitationStateSchema
  .pick({ email: true, name: true, role: true, homeSiteId: true, expiresAt: true })
  .strict();
export type Invited = z.infer<typeof invitedSchema>;

type Nothing = Record<string, never>;

const no = (kind: Refusal['kind'], code: InvitationCode, params: Refusal['params'] = {}, field: string | null = null): Refusal =>
  refuse(kind, code, params, field);

const cellOf = (trigger: InvitationTrigger) => (state: InvitationState | undefined) =>
  INVITATION_TRANSITIONS[state?.status ?? 'none'][trigger];

function must(state: InvitationState | undefined): InvitationState {
  assert(state !== undefined, 'an invitation is sent before it is answered');
  return state;
}

const checkExpiry = (expiresAt: string, now: string): readonly Refusal[] =>
  expiresAt <= now ? [no('invalid', 'invitation.expiry-past', {}, 'expiresAt')] : [];

const plain = { version: 1, kind: 'plan', data: z.strictObject({}) } as const;

export const invitationEvents: Readonly<Record<string, EventDefinition<InvitationState>>> = {
  'organization.user_invited': defineEvent<InvitationState, Invited>({
    version: 1,
    kind: 'plan',
    data: invitedSchema,
    roles: PLANNERS,
    cell: cellOf('invited'),
    check: (_state, data, { reader, event, actor }) => {
      const known = reader.find('member', emailKey(data.email)).find(({ state }) => state.hasLogin && state.status !== 'removed')?.state;
      return [
        ...checkGrant(actor, data.role),
        ...checkExpiry(data.expiresAt, event.occurredAt),
        ...(known === undefined ? [] : [no('invalid', 'invitation.already-member', { name: known.name }, 'email')]),
      ];
    },
    evolve: (_state, data, event) => ({
      ...data,
      id: event.aggregateId,
      status: 'pending',
      invitedBy: event.actorId,
      invitedAt: event.occurredAt,
      memberId: null,
    }),
  }),
  'organization.invitation_resent': defineEvent<InvitationState, { expiresAt: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ expiresAt: instantSchema }),
    roles: PLANNERS,
    cell: cellOf('resent'),
    check: (state, { expiresAt }, { event, actor }) => [
      ...checkExpiry(expiresAt, event.occurredAt),
      ...(state === undefined ? [] : checkGrant(actor, state.role)),
    ],
    evolve: (state, { expiresAt }) => ({ ...must(state), status: 'pending', expiresAt }),
  }),
  'organization.invitation_revoked': defineEvent<InvitationState, Nothing>({
    ...plain,
    roles: PLANNERS,
    cell: cellOf('revoked'),
    // whoever may give a role may also take the offer of it back
    check: (state, _data, { actor }) => (state === undefined ? [] : checkGrant(actor, state.role)),
    evolve: (state) => ({ ...must(state), status: 'revoked' }),
  }),
  // a second invitation of one address replaces the first
  'organization.invitation_superseded': defineEvent<InvitationState, { byInvitationId: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ byInvitationId: idSchema }),
    roles: PLANNERS,
    cell: cellOf('superseded'),
    check: (state, _data, { actor }) => (state === undefined ? [] : checkGrant(actor, state.role)),
    evolve: (state) => ({ ...must(state), status: 'superseded' }),
  }),
  'organization.invitation_accepted': defineEvent<InvitationState, { memberId: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ memberId: idSchema }),
    roles: ['policy'],
    cell: cellOf('accepted'),
    evolve: (state, { memberId }) => ({ ...must(state), status: 'accepted', memberId }),
  }),
  'organization.invitation_declined': defineEvent<InvitationState, Nothing>({
    ...plain,
    roles: ['policy'],
    cell: cellOf('declined'),
    evolve: (state) => ({ ...must(state), status: 'declined' }),
  }),
  'organization.invitation_expired': defineEvent<InvitationState, Nothing>({
    ...plain,
    roles: ['policy'],
    cell: cellOf('expired'),
    evolve: (state) => ({ ...must(state), status: 'expired' }),
  }),
};
