import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { notificationCommands } from './decide.ts';
import { notificationEvents, statusOf } from './events.ts';
import { notificationStateSchema } from './schema.ts';

export const notificationAggregate: AggregateDefinition<'notification'> = {
  type: 'notification',
  state: notificationStateSchema,
  events: notificationEvents,
  commands: notificationCommands,
  claims: () => [],
  keys: (state) => [`member:${state.memberId}`],
  row: (state) => ({
    status: statusOf(state),
    startsAt: state.createdAt,
    endsAt: '',
    // messages belong to the person they are for
    parentId: state.memberId,
    searchText: Object.values(state.params).join(' ').toLowerCase(),
  }),
};
