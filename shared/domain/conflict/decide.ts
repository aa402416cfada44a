import { z } from 'zod';
import { defineCommand, type CommandDefinition, type Refusal } from '../kernel/aggregate.ts';
import { AGGREGATE_TYPES, type EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { minutesBetween } from '../kernel/time.ts';
import { SETTLERS } from './events.ts';

const draft = (conflictId: string, type: string, data: unknown): EventDraft => ({
  type,
  aggregateType: 'conflict',
  aggregateId: conflictId,
  data,
});
const no = (kind: Refusal['kind'], code: string): Result<never, Refusal> => err({ kind, code, params: {}, field: null });

/** How long a decision can be taken back. */
const UNDO_MINUTES = 30 * 24 * 60;

/** Whether what was settled then may be opened again. */
export const mayReopen = (settledAt: string | null, now: string): boolean =>
  settledAt === null || minutesBetween(settledAt, now) <= UNDO_MINUTES;

const takeOverSchema = z.strictObject({
  facts: z
    .array(
      z.strictObject({ type: z.string().min(1).max(80), aggregateType: z.enum(AGGREGATE_TYPES), aggregateId: idSchema, data: z.unknown() }),
    )
    .min(1)
    .max(50),
});

export const conflictCommands: readonly CommandDefinition[] = [
  defineCommand<{ conflictId: string }>({
    name: 'conflict.claim',
    input: z.strictObject({ conflictId: idSchema }),
    roles: SETTLERS,
    decide: ({ conflictId }) => ok([draft(conflictId, 'conflict.claimed', {})]),
  }),
  defineCommand<{ conflictId: string; choice: string; reason: string | null }>({
    name: 'conflict.resolve',
    input: z.strictObject({ conflictId: idSchema, choice: z.string().min(1).max(40), reason: z.string().max(1000).nullable() }),
    roles: SETTLERS,
    // the chosen way out runs in the same transaction: either the conflict is settled and its consequence holds, or neither
    decide: ({ conflictId, choice, reason }, context) => {
      const conflict = context.reader.get('conflict', conflictId)?.state;
      if (conflict === undefined) return no('not-found', 'conflict.missing');
      if (conflict.status !== 'open' && conflict.status !== 'claimed') return no('illegal-state', 'conflict.not-open');
      // several alternatives may share an id; `id:index` names one of them
      const chosen = conflict.options.find((option, index) => `${option.id}:${index}` === choice || option.id === choice);
      if (chosen === undefined) return no('invalid', 'conflict.unknown-choice');
      const consequence = context.sequence(chosen.commands.map(({ name, input }) => ({ command: name, input })));
      if (!consequence.ok) return consequence;
      return ok([...consequence.value, draft(conflictId, 'conflict.resolved', { choice, reason })]);
    },
  }),
  defineCommand<z.infer<typeof takeOverSchema>>({
    name: 'conflict.take_over',
    input: takeOverSchema,
    roles: SETTLERS,
    // the settler records it in the other's stead; admission knows the payload of each type and whether it is a fact
    decide: ({ facts }) => ok(facts.map(({ data, ...fact }) => ({ ...fact, data }))),
  }),
  defineCommand<{ conflictId: string; reason: string }>({
    name: 'conflict.dismiss',
    input: z.strictObject({ conflictId: idSchema, reason: z.string().trim().min(1).max(1000) }),
    roles: SETTLERS,
    decide: ({ conflictId, reason }) => ok([draft(conflictId, 'conflict.dismissed', { reason })]),
  }),
  defineCommand<{ conflictId: string }>({
    name: 'conflict.reopen',
    input: z.strictObject({ conflictId: idSchema }),
    roles: SETTLERS,
    // asked of the person only: what another device decided stands, whatever the clocks say
    decide: ({ conflictId }, { reader, now }) => {
      const settledAt = reader.get('conflict', conflictId)?.state.resolvedAt ?? null;
      return mayReopen(settledAt, now) ? ok([draft(conflictId, 'conflict.reopened', {})]) : no('illegal-state', 'conflict.too-old');
    },
  }),
];
