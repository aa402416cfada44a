import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { locationCommands } from './decide.ts';
import { locationEvents } from './events.ts';
import { locationStateSchema } from './schema.ts';

export const locationAggregate: AggregateDefinition<'location'> = {
  type: 'location',
  state: locationStateSchema,
  events: locationEvents,
  commands: locationCommands,
  claims: () => [],
  keys: () => ['all'],
  row: (state) => ({
    status: state.status,
    startsAt: '',
    endsAt: '',
    parentId: '',
    searchText: [state.name, state.address.line1, state.address.city, state.address.postalCode, state.contactName].join(' ').toLowerCase(),
  }),
};
