import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { allocationClaims } from './claims.ts';
import { allocationCommands } from './decide.ts';
import { allocationEvents } from './events.ts';
import { allocationKeys, allocationRow } from './read-model.ts';
import { allocationStateSchema } from './schema.ts';

export const allocationAggregate: AggregateDefinition<'allocation'> = {
  type: 'allocation',
  state: allocationStateSchema,
  events: allocationEvents,
  commands: allocationCommands,
  claims: allocationClaims,
  keys: allocationKeys,
  row: allocationRow,
};
