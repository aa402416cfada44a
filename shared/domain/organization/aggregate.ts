import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { organizationCommands } from './decide.ts';
import { organizationEvents } from './events.ts';
import { organizationStateSchema } from './schema.ts';

export const organizationAggregate: AggregateDefinition<'organization'> = {
  type: 'organization',
  state: organizationStateSchema,
  events: organizationEvents,
  commands: organizationCommands,
  claims: () => [],
  keys: () => ['all'],
  row: (state) => ({ status: 'active', startsAt: '', endsAt: '', parentId: '', searchText: state.name.toLowerCase() }),
};
