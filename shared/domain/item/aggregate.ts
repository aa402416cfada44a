import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { itemCommands } from './decide.ts';
import { itemEvents } from './events.ts';
import { itemKeys, itemRow } from './read-model.ts';
import { itemStateSchema } from './schema.ts';

export const itemAggregate: AggregateDefinition<'item'> = {
  type: 'item',
  state: itemStateSchema,
  events: itemEvents,
  commands: itemCommands,
  claims: () => [],
  keys: itemKeys,
  row: itemRow,
};
