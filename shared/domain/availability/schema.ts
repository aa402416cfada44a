import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { periodSchema } from '../kernel/time.ts';

/** A stretch in which a person is away (`leave`, `unavailable`) or would like to work (`preferred`). */
export const availabilityStateSchema = z.object({
  id: idSchema,
  memberId: idSchema,
  kind: z.enum(['leave', 'unavailable', 'preferred']),
  period: periodSchema,
  note: z.string().max(500),
  removed: z.boolean(),
});
export type AvailabilityState = z.infer<typeof availabilityStateSchema>;
