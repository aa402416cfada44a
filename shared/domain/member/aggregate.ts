import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { invitationCommands, memberCommands } from './decide.ts';
import { memberEvents } from './events.ts';
import { invitationEvents } from './invitation-events.ts';
import { emailKey } from './rules.ts';
import { invitationStateSchema, memberStateSchema } from './schema.ts';

/** What a person is held by are shifts; a member claims nothing. */
export const memberAggregate: AggregateDefinition<'member'> = {
  type: 'member',
  state: memberStateSchema,
  events: memberEvents,
  commands: memberCommands,
  claims: () => [],
  keys: (state) => ['all', ...(state.email === null ? [] : [emailKey(state.email)])],
  row: (state) => ({
    status: state.status,
    startsAt: '',
    endsAt: '',
    parentId: state.homeSiteId,
    searchText: [state.name, state.email ?? '', state.phone ?? '', state.role, ...state.skills].join(' ').toLowerCase(),
  }),
};

export const invitationAggregate: AggregateDefinition<'invitation'> = {
  type: 'invitation',
  state: invitationStateSchema,
  events: invitationEvents,
  commands: invitationCommands,
  claims: () => [],
  keys: (state) => ['all', emailKey(state.email)],
  row: (state) => ({
    status: state.status,
    startsAt: '',
    endsAt: state.expiresAt,
    parentId: '',
    searchText: `${state.name} ${state.email}`.toLowerCase(),
  }),
};
