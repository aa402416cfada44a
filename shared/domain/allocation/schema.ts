import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema, periodSchema } from '../kernel/time.ts';

export const allocationStatusSchema = z.enum([
  'requested',
  'assigned',
  'packed',
  'in_transit',
  'delivered',
  'transferred',
  'returning',
  'returned',
  'closed',
  'released',
  'lost',
]);
export type AllocationStatus = z.infer<typeof allocationStatusSchema>;

/** What was scanned or ticked of one kit line at packing. */
export const packedLineSchema = z.object({ lineId: idSchema, name: z.string().max(120), expected: z.int().min(0), packed: z.int().min(0) });
/** What came back of one kit line; the four add up to what was out, or the rest is still out. */
export const returnedLineSchema = z.object({
  lineId: idSchema,
  name: z.string().max(120),
  ok: z.int().min(0),
  used: z.int().min(0),
  lost: z.int().min(0),
  damaged: z.int().min(0),
});

/** A step that happened to the kit: who, when. */
export const custodyStepSchema = z.object({
  step: allocationStatusSchema,
  at: instantSchema,
  memberId: idSchema,
  note: z.string().max(500),
  /** The kit in hand, where the plan had not named it. */
  kitId: idSchema.optional(),
});

/** A kit planned for a booking over its planning period (usage plus delivery, return and cleaning). */
export const allocationStateSchema = z.object({
  id: idSchema,
  bookingId: idSchema.nullable(),
  needId: idSchema.nullable(),
  kitKind: z.string().min(1).max(80),
  kitId: idSchema.nullable(),
  status: allocationStatusSchema,
  statusReason: z.string().max(500).nullable(),
  /** Blocked from, including delivery, until, including return and cleaning. */
  period: periodSchema,
  usage: periodSchema,
  packedLines: z.array(packedLineSchema),
  returnedLines: z.array(returnedLineSchema),
  custody: z.array(custodyStepSchema),
});
export type AllocationState = z.infer<typeof allocationStateSchema>;
