import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

export const kitStatusSchema = z.enum(['available', 'in_maintenance', 'quarantined', 'retired']);
export type KitStatus = z.infer<typeof kitStatusSchema>;

/** A line of a kit: a serialised item (with `itemId`, `code`) or a count of bulk items. */
export const kitLineSchema = z.object({
  id: idSchema,
  itemId: idSchema.nullable(),
  name: z.string().min(1).max(120),
  code: z.string().max(60).nullable(),
  quantity: z.int().min(1).max(10_000),
});
export type KitLine = z.infer<typeof kitLineSchema>;

/** One physical case, exclusive in time. Whether it is out is derived from its allocations. */
export const kitStateSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(120),
  code: z.string().min(1).max(60),
  /** The template it was built from, matched against a booking's kit need. */
  kitKind: z.string().min(1).max(80),
  status: kitStatusSchema,
  statusReason: z.string().max(500).nullable(),
  homeSiteId: idSchema,
  contents: z.array(kitLineSchema).max(500),
  notes: z.string().max(4000),
  usageCount: z.int().min(0),
});
export type KitState = z.infer<typeof kitStateSchema>;
