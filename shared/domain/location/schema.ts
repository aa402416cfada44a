import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { daySchema, zoneSchema } from '../kernel/time.ts';

export const locationStatusSchema = z.enum([
  'draft',
  'pending_approval',
  'changes_requested',
  'approved',
  'rejected',
  'suspended',
  'archived',
]);
export type LocationStatus = z.infer<typeof locationStatusSchema>;

export const addressSchema = z.object({
  line1: z.string().min(1).max(200),
  line2: z.string().max(200),
  city: z.string().min(1).max(120),
  region: z.string().max(120),
  postalCode: z.string().max(20),
  country: z.string().length(2),
});
export type Address = z.infer<typeof addressSchema>;

/** Opening hours of one weekday in the place's own wall time; 1 is Monday (ISO 8601). */
export const openingSchema = z.object({
  weekday: z.int().min(1).max(7),
  opens: z.string().regex(/^\d{2}:\d{2}$/),
  closes: z.string().regex(/^\d{2}:\d{2}$/),
});

/** A place that is booked. */
export const locationStateSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(160),
  status: locationStatusSchema,
  statusReason: z.string().max(500).nullable(),
  address: addressSchema,
  zone: zoneSchema,
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  contactName: z.string().max(120),
  contactPhone: z.string().max(40),
  loadInNotes: z.string().max(4000),
  hours: z.array(openingSchema).max(21),
  licenceNumber: z.string().max(80).nullable(),
  licenceValidUntil: daySchema.nullable(),
  approvedUntil: daySchema.nullable(),
  notes: z.string().max(4000),
});
export type LocationState = z.infer<typeof locationStateSchema>;
