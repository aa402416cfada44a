import { z } from 'zod';
import { defineCommand, type CommandDefinition } from '../kernel/aggregate.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf } from '../kernel/refuse.ts';
import { ok } from '../kernel/result.ts';
import { FIELD } from '../kernel/roles.ts';
import { recordedSchema, type Recorded } from './events.ts';

const draft = draftOf('availability');

export const availabilityCommands: readonly CommandDefinition[] = [
  defineCommand<Recorded & { availabilityId: string }>({
    name: 'availability.record',
    input: recordedSchema.extend({ availabilityId: idSchema }),
    roles: FIELD,
    decide: ({ availabilityId, ...data }) => ok([draft(availabilityId, 'availability.recorded', data)]),
  }),
  defineCommand<{ availabilityId: string }>({
    name: 'availability.remove',
    input: z.strictObject({ availabilityId: idSchema }),
    roles: FIELD,
    decide: ({ availabilityId }) => ok([draft(availabilityId, 'availability.removed', {})]),
  }),
];
