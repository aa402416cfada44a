import type { AggregateDefinition } from '../kernel/aggregate.ts';
import { shiftClaims } from './claims.ts';
import { shiftCommands } from './decide.ts';
import { shiftEvents } from './events.ts';
import { shiftKeys, shiftRow } from './read-model.ts';
import { shiftStateSchema } from './schema.ts';

export const shiftAggregate: AggregateDefinition<'shift'> = {
  type: 'shift',
  state: shiftStateSchema,
  events: shiftEvents,
  commands: shiftCommands,
  claims: shiftClaims,
  keys: shiftKeys,
  row: shiftRow,
};
