import { z } from 'zod';
import type { FieldImportance } from '../kernel/aggregate.ts';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema, periodSchema, type Period } from '../kernel/time.ts';
import { bookingStateSchema, bookingStatusSchema, kitNeedSchema, staffNeedSchema } from './schema.ts';

const { title, clientName, brand, contactName, contactPhone, brief, notes, tags, priceMinor } = bookingStateSchema.shape;

/** Fields whose edit leaves an approval standing (domain.md 1.1). */
export const DETAIL_FIELDS = { title, clientName, brand, contactName, contactPhone, brief, notes, tags, priceMinor } as const;
export const DETAIL_IMPORTANCE = {
  title: 'unimportant',
  clientName: 'important',
  brand: 'unimportant',
  contactName: 'important',
  contactPhone: 'important',
  brief: 'text',
  notes: 'text',
  tags: 'unimportant',
  priceMinor: 'important',
} as const satisfies Readonly<Record<keyof typeof DETAIL_FIELDS, FieldImportance>>;

/** Fields whose edit re-opens approval: time, place, people, kits. */
export const PERIOD_FIELDS = { period: periodSchema as z.ZodType<Period> } as const;
export const PLACE_FIELDS = { locationId: idSchema.nullable() } as const;
export const NEED_FIELDS = { staffNeeds: z.array(staffNeedSchema).max(50), kitNeeds: z.array(kitNeedSchema).max(50) } as const;
export const MATERIAL_FIELDS = ['period', 'locationId', 'staffNeeds', 'kitNeeds'] as const;

/** What its author decides when a booking is made; the rest follows from the event. */
export const createdSchema = bookingStateSchema
  .pick({
    title: true,
    clientName: true,
    brand: true,
    siteId: true,
    locationId: true,
    period: true,
    staffNeeds: true,
    kitNeeds: true,
    contactName: true,
    contactPhone: true,
    brief: true,
    notes: true,
    tags: true,
    priceMinor: true,
    currency: true,
    copiedFrom: true,
  })
  .strict();
export type Created = z.infer<typeof createdSchema>;

export const reasonSchema = z.string().trim().min(1).max(1000);

export const statusChangedSchema = z.strictObject({ from: bookingStatusSchema, to: bookingStatusSchema, reason: reasonSchema.nullable() });
export type StatusChanged = z.infer<typeof statusChangedSchema>;

export const noteAddedSchema = z.strictObject({ noteId: idSchema, text: z.string().trim().min(1).max(4000) });
export type NoteAdded = z.infer<typeof noteAddedSchema>;

export const reportSubmittedSchema = z.strictObject({
  summary: z.string().trim().min(1).max(8000),
  visitors: z.int().min(0).max(1_000_000),
  samplesGiven: z.int().min(0).max(1_000_000),
  issues: z.string().max(4000),
});
export type ReportSubmitted = z.infer<typeof reportSubmittedSchema>;

/** True for a text that is a valid instant; a device's clock text may be anything. */
export const isInstant = (text: string): boolean => instantSchema.safeParse(text).success;
