import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { AGGREGATE_TYPES } from '../kernel/event.ts';
import { instantSchema } from '../kernel/time.ts';

/** The conflict classes in the order they are checked (DESIGN section 6). */
export const conflictClassSchema = z.enum(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8']);
export type ConflictClass = z.infer<typeof conflictClassSchema>;

export const conflictStatusSchema = z.enum(['open', 'claimed', 'resolved', 'dismissed', 'auto_resolved']);

const paramsSchema = z.record(z.string().max(60), z.union([z.string().max(8000), z.number(), z.null()]));

/** One side of a conflict: who did what, from which device, and the values it carried. */
export const versionSchema = z.object({
  eventId: idSchema,
  eventType: z.string().max(80),
  actorId: idSchema,
  deviceId: idSchema,
  siteId: idSchema,
  occurredAt: instantSchema,
  offline: z.boolean(),
  /** Field → value, JSON. */
  values: z.record(z.string().max(80), z.unknown()),
});
export type ConflictVersion = z.infer<typeof versionSchema>;

/** A way out: an ordinary command with its input, and the words for what it does. */
export const optionSchema = z.object({
  id: z.enum(['keep_theirs', 'keep_mine', 'assign_other', 'accept', 'dismiss', 'reassign_back']),
  code: z.string().max(80),
  params: paramsSchema,
  /** Commands to run, in order, when chosen; empty when nothing changes. */
  commands: z.array(z.object({ name: z.string().max(80), input: z.unknown() })).max(5),
  recommended: z.boolean(),
  /** Members who would be told. */
  notifies: z.array(idSchema).max(50),
});
export type ConflictOption = z.infer<typeof optionSchema>;

export const conflictStateSchema = z.object({
  id: idSchema,
  class: conflictClassSchema,
  severity: z.enum(['info', 'review', 'blocking']),
  status: conflictStatusSchema,
  about: z.object({ type: z.enum(AGGREGATE_TYPES), id: idSchema }),
  /** The booking it belongs to, for sorting and badges. */
  bookingId: idSchema.nullable(),
  /** When the matter starts, for sorting; null when it has no time. */
  startsAt: instantSchema.nullable(),
  /** The sentence: a code in the catalogue with its parameters (names already resolved). */
  code: z.string().min(1).max(80),
  params: paramsSchema,
  /** What stands now. */
  theirs: versionSchema.nullable(),
  /** What was refused, amended or flagged. */
  mine: versionSchema,
  basisSeq: z.int().min(0),
  options: z.array(optionSchema).max(5),
  claimedBy: idSchema.nullable(),
  resolvedBy: idSchema.nullable(),
  resolvedAt: instantSchema.nullable(),
  choice: z.string().max(40).nullable(),
  reason: z.string().max(1000).nullable(),
  detectedAt: instantSchema,
});
export type ConflictState = z.infer<typeof conflictStateSchema>;
