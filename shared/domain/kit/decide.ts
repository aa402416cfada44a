import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import type { EventDraft } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { KIT_CONTENTS, KIT_FIELDS, KIT_KEEPERS, kitCreatedSchema, kitReasonSchema } from './events.ts';
import type { KitLine } from './schema.ts';

const draft = draftOf('kit');
const createSchema = kitCreatedSchema.extend({ kitId: idSchema }).strict();
const reasonSchema = kitReasonSchema.extend({ kitId: idSchema }).strict();
const WITH_POLICY = [...KIT_KEEPERS, 'policy'] as const satisfies readonly ActingRole[];

type Decided = Result<readonly EventDraft[], Refusal>;

const missing = (): Decided => refused('not-found', 'kit.missing', {}, 'kitId');
const repeats = (contents: readonly KitLine[]): boolean => new Set(contents.map(({ id }) => id)).size !== contents.length;
const repeated = (): Decided => refused('invalid', 'kit.line-repeated', {}, 'contents');

function decideEdit(kitId: string, edits: Edits<typeof KIT_FIELDS & typeof KIT_CONTENTS>, type: string, context: DecideContext): Decided {
  const kit = context.reader.get('kit', kitId)?.state;
  if (kit === undefined) return missing();
  const changes = changesBetween(kit, edits);
  return isEmpty(changes) ? refused('invalid', 'kit.unchanged') : ok([draft(kitId, type, { changes })]);
}

const withReason = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<{ kitId: string; reason: string }>({
    name,
    input: reasonSchema,
    roles,
    decide: ({ kitId, reason }, context) =>
      context.reader.get('kit', kitId) === undefined ? missing() : ok([draft(kitId, type, { reason })]),
  });

export const kitCommands: readonly CommandDefinition[] = [
  defineCommand<z.infer<typeof createSchema>>({
    name: 'kit.create',
    input: createSchema,
    roles: KIT_KEEPERS,
    decide: ({ kitId, ...data }) => (repeats(data.contents) ? repeated() : ok([draft(kitId, 'kit.created', data)])),
  }),
  defineCommand<{ kitId: string; changes: Edits<typeof KIT_FIELDS> }>({
    name: 'kit.edit',
    input: z.strictObject({ kitId: idSchema, changes: editsSchema(KIT_FIELDS) }),
    roles: KIT_KEEPERS,
    decide: ({ kitId, changes }, context) => decideEdit(kitId, changes, 'kit.details_changed', context),
  }),
  defineCommand<{ kitId: string; contents: KitLine[] }>({
    name: 'kit.change_contents',
    input: z.strictObject({ kitId: idSchema, contents: KIT_CONTENTS.contents }),
    roles: KIT_KEEPERS,
    decide: ({ kitId, contents }, context) =>
      repeats(contents) ? repeated() : decideEdit(kitId, { contents }, 'kit.contents_changed', context),
  }),
  withReason('kit.send_to_maintenance', 'kit.sent_to_maintenance', WITH_POLICY),
  withReason('kit.quarantine', 'kit.quarantined', WITH_POLICY),
  withReason('kit.retire', 'kit.retired', KIT_KEEPERS),
  defineCommand<{ kitId: string }>({
    name: 'kit.restore',
    input: z.strictObject({ kitId: idSchema }),
    roles: WITH_POLICY,
    decide: ({ kitId }, context) => (context.reader.get('kit', kitId) === undefined ? missing() : ok([draft(kitId, 'kit.restored', {})])),
  }),
];
