import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { bookingCommands } from './decide.ts';
import { bookingEvents } from './events.ts';
import { bookingKeys, bookingRow } from './read-model.ts';
import { bookingStateSchema } from './schema.ts';

/** What people and kits are held by are shifts and allocations; a booking itself claims nothing. */
export const bookingAggregate: AggregateDefinition<'booking'> = {
  type: 'booking',
  state: bookingStateSchema,
  events: bookingEvents,
  commands: bookingCommands,
  claims: () => [],
  keys: bookingKeys,
  row: bookingRow,
};
