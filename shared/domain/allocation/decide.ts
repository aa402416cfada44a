import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext, type Refusal } from '../kernel/aggregate.ts';
import type { EventDraft, Reason } from '../kernel/event.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refuse as refuseAny, refused as refusedAny } from '../kernel/refuse.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { FIELD } from '../kernel/roles.ts';
import { periodSchema, toMs, type Period } from '../kernel/time.ts';
import type { KitLine } from '../kit/schema.ts';
import { settingsOf } from '../shift/fit.ts';
import { readable } from '../shift/local-time.ts';
import type { AllocationCode } from './codes.ts';
import { cellFor, KIT_PLANNERS, KIT_REQUESTERS, kitProblem } from './events.ts';
import * as payload from './payloads.ts';
import { planningPeriod } from './planning-period.ts';
import { returnedLineSchema, type AllocationState } from './schema.ts';

const draft = draftOf('allocation');
type Decided = Result<readonly EventDraft[], Refusal>;

const refused = (kind: Refusal['kind'], code: AllocationCode, params: Reason['params'] = {}, field: string | null = null) =>
  refusedAny(kind, code, params, field);

function withAllocation(allocationId: string, { reader }: DecideContext, decide: (state: AllocationState) => Decided): Decided {
  const state = reader.get('allocation', allocationId)?.state;
  return state === undefined ? refused('not-found', 'allocation.missing', {}, 'allocationId') : decide(state);
}

/** Refuses a kit that cannot serve or is taken, saying by what. */
function problemWith(kitId: string, kitKind: string, period: Period, allocationId: string, { reader }: DecideContext): Refusal | null {
  const kit = reader.get('kit', kitId)?.state;
  const unfit = kitProblem(kit, kitKind);
  if (unfit !== null) return unfit;
  const holder = reader
    .claims(`kit:${kitId}`, toMs(period.start), toMs(period.end))
    .find(({ aggregateId }) => aggregateId !== allocationId);
  if (holder === undefined) return null;
  const other = holder.aggregateType === 'allocation' ? reader.get('allocation', holder.aggregateId)?.state : undefined;
  const booking = other?.bookingId === null || other === undefined ? undefined : reader.get('booking', other.bookingId)?.state;
  const params = {
    kit: kit?.name ?? '',
    place: booking?.title ?? '—',
    from: other === undefined ? '' : readable(other.period.startLocal),
    to: other === undefined ? '' : readable(other.period.endLocal),
    allocationId: holder.aggregateId,
  };
  return refuseAny('clash', 'allocation.kit-busy' satisfies AllocationCode, params, 'kitId');
}

const requestSchema = z.strictObject({
  allocationId: idSchema,
  bookingId: idSchema.nullable(),
  needId: idSchema.nullable(),
  kitKind: z.string().min(1).max(80),
  kitId: idSchema.nullable(),
  usage: periodSchema,
});
const packSchema = z.strictObject({
  allocationId: idSchema,
  lines: z.array(z.strictObject({ lineId: idSchema, packed: z.int().min(0).max(10_000) })).max(500),
});
const returnSchema = z.strictObject({
  allocationId: idSchema,
  lines: z.array(returnedLineSchema.omit({ name: true }).strict()).max(500),
});
const inspectSchema = payload.inspectedSchema.extend({ allocationId: idSchema }).strict();
const notedSchema = z.strictObject({ allocationId: idSchema, note: payload.noteSchema });

/** What the kit holds now, or nothing while no kit is chosen. */
const contentsOf = (state: AllocationState, { reader }: DecideContext): readonly KitLine[] =>
  state.kitId === null ? [] : (reader.get('kit', state.kitId)?.state.contents ?? []);

/** What is known of a line on this device; a scan of a line that is not known is still a scan. */
function lineOf(lineId: string, state: AllocationState, context: DecideContext): { readonly name: string; readonly expected: number } {
  const packed = state.packedLines.find((line) => line.lineId === lineId);
  const inKit = contentsOf(state, context).find((line) => line.id === lineId);
  return { name: inKit?.name ?? packed?.name ?? '', expected: inKit?.quantity ?? packed?.expected ?? 0 };
}

const noted = (name: string, type: string): CommandDefinition =>
  defineCommand<z.infer<typeof notedSchema>>({
    name,
    input: notedSchema,
    roles: FIELD,
    decide: ({ allocationId, note }, context) => withAllocation(allocationId, context, () => ok([draft(allocationId, type, { note })])),
  });

/** Like `noted`, naming the kit that is in hand. */
const moved = (name: string, type: string): CommandDefinition =>
  defineCommand<z.infer<typeof notedSchema>>({
    name,
    input: notedSchema,
    roles: FIELD,
    decide: ({ allocationId, note }, context) =>
      withAllocation(allocationId, context, ({ kitId }) => ok([draft(allocationId, type, { note, kitId })])),
  });

export const allocationCommands: readonly CommandDefinition[] = [
  defineCommand<z.infer<typeof requestSchema>>({
    name: 'allocation.request',
    input: requestSchema,
    roles: KIT_REQUESTERS,
    decide: ({ allocationId, kitId, ...data }, context) => {
      const period = planningPeriod(data.usage, settingsOf(context.reader, context.organizationId));
      const requested = draft(allocationId, 'kit.requested', { ...data, period });
      if (kitId === null) return ok([requested]);
      const problem = problemWith(kitId, data.kitKind, period, allocationId, context);
      return problem === null ? ok([requested, draft(allocationId, 'kit.assigned', { kitId })]) : err(problem);
    },
  }),
  defineCommand<{ allocationId: string; kitId: string }>({
    name: 'allocation.assign',
    input: z.strictObject({ allocationId: idSchema, kitId: idSchema }),
    roles: KIT_PLANNERS,
    decide: ({ allocationId, kitId }, context) =>
      withAllocation(allocationId, context, (state) => {
        const cell = cellFor(state, 'assigned');
        if (cell.kind === 'illegal') return err(refuseAny('illegal-state', cell.code));
        const problem = problemWith(kitId, state.kitKind, state.period, allocationId, context);
        return problem === null ? ok([draft(allocationId, 'kit.assigned', { kitId })]) : err(problem);
      }),
  }),
  defineCommand<z.infer<typeof packSchema>>({
    name: 'allocation.pack',
    input: packSchema,
    roles: FIELD,
    decide: ({ allocationId, lines }, context) =>
      withAllocation(allocationId, context, (state) => {
        const known = lines.map(({ lineId, packed }) => ({ lineId, ...lineOf(lineId, state, context), packed }));
        return ok([draft(allocationId, 'kit.packed', { lines: known, kitId: state.kitId })]);
      }),
  }),
  moved('allocation.dispatch', 'kit.dispatched'),
  moved('allocation.deliver', 'kit.delivered'),
  defineCommand<{ allocationId: string; toAllocationId: string | null; note: string }>({
    name: 'allocation.transfer',
    input: payload.transferredSchema.extend({ allocationId: idSchema }).strict(),
    roles: FIELD,
    decide: ({ allocationId, ...data }, context) =>
      withAllocation(allocationId, context, () => ok([draft(allocationId, 'kit.transferred', data)])),
  }),
  defineCommand<{ allocationId: string }>({
    name: 'allocation.start_return',
    input: z.strictObject({ allocationId: idSchema }),
    roles: FIELD,
    decide: ({ allocationId }, context) => withAllocation(allocationId, context, () => ok([draft(allocationId, 'kit.return_started', {})])),
  }),
  defineCommand<z.infer<typeof returnSchema>>({
    name: 'allocation.return',
    input: returnSchema,
    roles: FIELD,
    decide: ({ allocationId, lines }, context) =>
      withAllocation(allocationId, context, (state) => {
        const known = lines.map((line) => {
          const { name, expected } = lineOf(line.lineId, state, context);
          const packed = state.packedLines.find(({ lineId }) => lineId === line.lineId)?.packed;
          return { ...line, name, expected: packed ?? expected };
        });
        return ok([draft(allocationId, 'kit.returned', { lines: known })]);
      }),
  }),
  defineCommand<z.infer<typeof inspectSchema>>({
    name: 'allocation.inspect',
    input: inspectSchema,
    roles: FIELD,
    decide: ({ allocationId, result, note }, context) =>
      withAllocation(allocationId, context, () => ok([draft(allocationId, 'kit.inspected', { result, note })])),
  }),
  defineCommand<{ allocationId: string; reason: string }>({
    name: 'allocation.release',
    input: z.strictObject({ allocationId: idSchema, reason: payload.reasonTextSchema }),
    roles: KIT_PLANNERS,
    decide: ({ allocationId, reason }, context) =>
      withAllocation(allocationId, context, () => ok([draft(allocationId, 'kit.unassigned', { reason })])),
  }),
  noted('allocation.report_lost', 'kit.reported_lost'),
  noted('allocation.mark_found', 'kit.found'),
];
