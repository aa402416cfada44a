import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { conflictCommands } from './decide.ts';
import { conflictEvents } from './events.ts';
import { conflictStateSchema } from './schema.ts';

export const conflictAggregate: AggregateDefinition<'conflict'> = {
  type: 'conflict',
  state: conflictStateSchema,
  events: conflictEvents,
  commands: conflictCommands,
  claims: () => [],
  // `open` holds only what still waits, so it stays small
  keys: (state) => [
    ...(state.status === 'open' || state.status === 'claimed' ? ['open'] : []),
    `about:${state.about.id}`,
    ...(state.bookingId === null ? [] : [`booking:${state.bookingId}`]),
  ],
  row: (state) => ({
    status: state.status,
    startsAt: state.startsAt ?? '',
    endsAt: '',
    parentId: state.bookingId ?? '',
    searchText: Object.values(state.params).join(' ').toLowerCase(),
  }),
};
