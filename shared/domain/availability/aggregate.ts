import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { availabilityCommands } from './decide.ts';
import { availabilityEvents } from './events.ts';
import { availabilityStateSchema } from './schema.ts';

export const availabilityAggregate: AggregateDefinition<'availability'> = {
  type: 'availability',
  state: availabilityStateSchema,
  events: availabilityEvents,
  commands: availabilityCommands,
  claims: () => [],
  keys: (state) => ['all', `member:${state.memberId}`],
  row: (state) => ({
    status: state.removed ? 'removed' : state.kind,
    startsAt: state.period.start,
    endsAt: state.period.end,
    parentId: state.memberId,
    searchText: state.note.toLowerCase(),
  }),
};
