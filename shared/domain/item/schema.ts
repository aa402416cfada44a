import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/time.ts';

export const movementKindSchema = z.enum([
  'received',
  'issued',
  'consumed',
  'returned',
  'damaged',
  'lost',
  'adjusted',
  'counted',
  'written_off',
  'transferred',
  'repaired',
]);
/** One row of the ledger: `delta` is what it changed on hand. Never overwritten. */
export const movementSchema = z.object({
  eventId: idSchema,
  kind: movementKindSchema,
  delta: z.int(),
  at: instantSchema,
  memberId: idSchema,
  bookingId: idSchema.nullable(),
  note: z.string().max(500),
});

/** A serialised thing or a bulk article. `onHand` is always the sum of all movements. */
export const itemStateSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(120),
  sku: z.string().min(1).max(60),
  tracking: z.enum(['serial', 'bulk']),
  serialNumber: z.string().max(80).nullable(),
  code: z.string().max(60).nullable(),
  siteId: idSchema,
  status: z.enum(['active', 'retired']),
  unit: z.string().max(20),
  onHand: z.int(),
  reorderPoint: z.int().min(0).nullable(),
  /** The most recent movements, newest last, at most 20; the log holds all. */
  recentMovements: z.array(movementSchema).max(20),
});
export type ItemState = z.infer<typeof itemStateSchema>;
