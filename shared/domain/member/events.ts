import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import { changesSchema, type Changes } from '../kernel/changes.ts';
import { assert } from '../kernel/result.ts';
import { ADMINS, EVERYONE, PLANNERS, roleSchema, type Role } from '../kernel/roles.ts';
import { checkEmail, checkGrant, checkLastOwner, checkOwnerOnly, checkRoleChange, checkSelfService } from './rules.ts';
import { memberStateSchema, type MemberState } from './schema.ts';
import { MEMBER_TRANSITIONS, type MemberTrigger } from './transitions.ts';

const { name, email, phone, homeSiteId, skills, certificates, maxMinutesPerWeek, notes } = memberStateSchema.shape;
export const MEMBER_FIELDS = { name, email, phone, homeSiteId, skills, certificates, maxMinutesPerWeek, notes } as const;

export const memberCreatedSchema = memberStateSchema.omit({ id: true, status: true, statusReason: true }).strict();
export type MemberCreated = z.infer<typeof memberCreatedSchema>;
export const memberReasonSchema = z.string().trim().min(1).max(500);

const cellOf = (trigger: MemberTrigger) => (state: MemberState | undefined) => MEMBER_TRANSITIONS[state?.status ?? 'none'][trigger];

function must(state: MemberState | undefined): MemberState {
  assert(state !== undefined, 'a member is created before they are changed');
  return state;
}

type Nothing = Record<string, never>;
interface WithReason {
  reason: string;
}

export const memberEvents: Readonly<Record<string, EventDefinition<MemberState>>> = {
  'member.created': defineEvent<MemberState, MemberCreated>({
    version: 1,
    kind: 'plan',
    data: memberCreatedSchema,
    roles: [...PLANNERS, 'policy'],
    cell: cellOf('created'),
    check: (_state, data, context) => [
      ...checkGrant(context.actor, data.role),
      ...checkEmail(context.event.aggregateId, data.email, context),
    ],
    evolve: (_state, data, event) => ({ ...data, id: event.aggregateId, status: 'active', statusReason: null }),
  }),
  'member.details_changed': defineEvent<MemberState, { changes: Changes<typeof MEMBER_FIELDS> }>({
    version: 1,
    kind: 'plan',
    data: changesSchema(MEMBER_FIELDS),
    roles: EVERYONE,
    cell: cellOf('details_changed'),
    fields: {
      name: 'unimportant',
      email: 'important',
      phone: 'unimportant',
      homeSiteId: 'unimportant',
      skills: 'unimportant',
      certificates: 'important',
      maxMinutesPerWeek: 'important',
      notes: 'text',
    },
    check: (state, { changes }, context) => [
      ...checkSelfService(state, Object.keys(changes), context.actor),
      ...checkEmail(context.event.aggregateId, changes.email?.to, context),
    ],
  }),
  // written by the server when an invitation is accepted; history of a person who was planned without a login stays
  'organization.user_joined': defineEvent<MemberState, MemberCreated>({
    version: 1,
    kind: 'plan',
    data: memberCreatedSchema,
    roles: ['policy'],
    cell: cellOf('user_joined'),
    evolve: (state, data, event) => ({ ...state, ...data, id: event.aggregateId, status: 'active', statusReason: null }),
  }),
  'organization.role_changed': defineEvent<MemberState, { from: Role; to: Role }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ from: roleSchema, to: roleSchema }),
    roles: ADMINS,
    cell: (state, data) => (state?.role === data.to && state.status !== 'removed' ? { kind: 'noop' } : cellOf('role_changed')(state)),
    check: checkRoleChange,
    evolve: (state, data) => ({ ...must(state), role: data.to }),
  }),
  'organization.user_suspended': defineEvent<MemberState, WithReason>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ reason: memberReasonSchema }),
    roles: ADMINS,
    cell: cellOf('user_suspended'),
    check: (state, _data, context) => [...checkOwnerOnly(state, context.actor), ...checkLastOwner(state, context)],
    evolve: (state, { reason }) => ({ ...must(state), status: 'suspended', statusReason: reason }),
  }),
  'organization.user_reinstated': defineEvent<MemberState, Nothing>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: ADMINS,
    cell: cellOf('user_reinstated'),
    check: (state, _data, context) => checkOwnerOnly(state, context.actor),
    evolve: (state) => ({ ...must(state), status: 'active', statusReason: null }),
  }),
  'organization.user_removed': defineEvent<MemberState, WithReason>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ reason: memberReasonSchema }),
    roles: ADMINS,
    cell: cellOf('user_removed'),
    check: (state, _data, context) => [...checkOwnerOnly(state, context.actor), ...checkLastOwner(state, context)],
    evolve: (state, { reason }) => ({ ...must(state), status: 'removed', statusReason: reason }),
  }),
};
