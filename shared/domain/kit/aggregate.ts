import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { kitCommands } from './decide.ts';
import { kitEvents } from './events.ts';
import { kitKeys, kitRow } from './read-model.ts';
import { kitStateSchema } from './schema.ts';

export const kitAggregate: AggregateDefinition<'kit'> = {
  type: 'kit',
  state: kitStateSchema,
  events: kitEvents,
  commands: kitCommands,
  // who has a kit when is held by its allocations
  claims: () => [],
  keys: kitKeys,
  row: kitRow,
};
