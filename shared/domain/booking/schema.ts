import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema, periodSchema } from '../kernel/time.ts';

export const bookingStatusSchema = z.enum([
  'draft',
  'pending_approval',
  'changes_requested',
  'approved',
  'in_progress',
  'completed',
  'closed',
  'rejected',
  'cancelled',
]);
export type BookingStatus = z.infer<typeof bookingStatusSchema>;

/** `count` people who can do `role` (a job, e.g. "Demonstrator") and have all `skills`. */
export const staffNeedSchema = z.object({
  id: idSchema,
  role: z.string().min(1).max(60),
  count: z.int().min(1).max(100),
  skills: z.array(z.string().min(1).max(60)).max(20),
});
export type StaffNeed = z.infer<typeof staffNeedSchema>;

/** `count` kits of a kind (the kit template's name, e.g. "Sampling bar"). */
export const kitNeedSchema = z.object({ id: idSchema, kitKind: z.string().min(1).max(80), count: z.int().min(1).max(50) });
export type KitNeed = z.infer<typeof kitNeedSchema>;

/** The recap after the activation (domain.md 2.1). */
export const reportSchema = z.object({
  status: z.enum(['submitted', 'returned', 'approved']),
  summary: z.string().min(1).max(8000),
  visitors: z.int().min(0).max(1_000_000),
  samplesGiven: z.int().min(0).max(1_000_000),
  issues: z.string().max(4000),
  submittedBy: idSchema,
  submittedAt: instantSchema,
  returnReason: z.string().max(1000).nullable(),
});
export type BookingReport = z.infer<typeof reportSchema>;

export const noteSchema = z.object({ id: idSchema, text: z.string().min(1).max(4000), authorId: idSchema, writtenAt: instantSchema });

export const bookingStateSchema = z.object({
  id: idSchema,
  /** Short code people say aloud, `B-7K2Q`; derived from the id. */
  reference: z.string().min(3).max(20),
  title: z.string().min(1).max(160),
  clientName: z.string().max(160),
  brand: z.string().max(120),
  status: bookingStatusSchema,
  statusReason: z.string().max(1000).nullable(),
  siteId: idSchema,
  locationId: idSchema.nullable(),
  /** Usage: when people are there. Staff are claimed for this plus travel. */
  period: periodSchema,
  staffNeeds: z.array(staffNeedSchema).max(50),
  kitNeeds: z.array(kitNeedSchema).max(50),
  contactName: z.string().max(120),
  contactPhone: z.string().max(40),
  brief: z.string().max(8000),
  notes: z.string().max(8000),
  noteLog: z.array(noteSchema),
  tags: z.array(z.string().min(1).max(40)).max(30),
  priceMinor: z.int().min(0).max(1_000_000_000).nullable(),
  currency: z.string().length(3),
  actualStart: instantSchema.nullable(),
  actualEnd: instantSchema.nullable(),
  outcome: z.enum(['aborted']).nullable(),
  /** Set when field work was recorded on a cancelled booking (domain.md section 4, case 4). */
  workAfterCancel: z.boolean(),
  report: reportSchema.nullable(),
  createdBy: idSchema,
  submittedBy: idSchema.nullable(),
  approvedBy: idSchema.nullable(),
  copiedFrom: idSchema.nullable(),
});
export type BookingState = z.infer<typeof bookingStateSchema>;
