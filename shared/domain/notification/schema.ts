import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/time.ts';
import { AGGREGATE_TYPES } from '../kernel/event.ts';

/** A message to one person. Its words are made from `code` and `params` in the reader's language. */
export const notificationStateSchema = z.object({
  id: idSchema,
  memberId: idSchema,
  code: z.string().min(1).max(80),
  params: z.record(z.string().max(40), z.union([z.string().max(400), z.number(), z.null()])),
  about: z.object({ type: z.enum(AGGREGATE_TYPES), id: idSchema }),
  severity: z.enum(['info', 'attention', 'critical']),
  createdAt: instantSchema,
  readAt: instantSchema.nullable(),
});
export type NotificationState = z.infer<typeof notificationStateSchema>;
