import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/time.ts';
import { candidateSchema, checkInMethodSchema, shiftStateSchema } from './schema.ts';

const { shape } = shiftStateSchema;

/** Payloads of the shift events. Who is meant is always written down: what an author believed decides what a late event does. */
export const createdSchema = z.strictObject({
  bookingId: shape.bookingId,
  needId: shape.needId,
  locationId: shape.locationId,
  siteId: shape.siteId,
  role: shape.role,
  skills: shape.skills,
  period: shape.period,
  travelMinutes: shape.travelMinutes,
  notes: shape.notes,
});
export const emptySchema = z.strictObject({});
export const reasonTextSchema = z.string().trim().min(1).max(500);
export const reasonSchema = z.strictObject({ reason: reasonTextSchema });
export const overrideSchema = reasonTextSchema.nullable();
export const assignedSchema = z.strictObject({
  memberId: idSchema,
  status: z.enum(['offered', 'confirmed']),
  candidates: z.array(candidateSchema).max(3),
  overrideReason: overrideSchema,
});
export const unassignedSchema = z.strictObject({ memberId: idSchema, reason: reasonTextSchema.nullable() });
export const reassignedSchema = z.strictObject({ from: idSchema, to: idSchema, overrideReason: overrideSchema });
export const pencilledSchema = z.strictObject({ memberId: idSchema.nullable(), overrideReason: overrideSchema });
export const exceptionSchema = z.strictObject({ memberId: idSchema, reason: reasonTextSchema });
export const memberOnlySchema = z.strictObject({ memberId: idSchema });
export const absenceSchema = z.strictObject({ memberId: idSchema, reason: reasonTextSchema });
export const checkedInSchema = z.strictObject({
  memberId: idSchema,
  method: checkInMethodSchema,
  at: instantSchema,
  verified: z.boolean(),
});
export const checkedOutSchema = z.strictObject({ memberId: idSchema, at: instantSchema });
export const correctedSchema = z.strictObject({ checkedInAt: instantSchema, checkedOutAt: instantSchema, reason: reasonTextSchema });

export const SHIFT_PERIOD = { period: shape.period };
export const SHIFT_FIELDS = { role: shape.role, skills: shape.skills, locationId: shape.locationId, notes: shape.notes };

export type Created = z.infer<typeof createdSchema>;
export type Assigned = z.infer<typeof assignedSchema>;
export type Unassigned = z.infer<typeof unassignedSchema>;
export type Reassigned = z.infer<typeof reassignedSchema>;
export type Pencilled = z.infer<typeof pencilledSchema>;
export type Exception = z.infer<typeof exceptionSchema>;
export type MemberOnly = z.infer<typeof memberOnlySchema>;
export type Absence = z.infer<typeof absenceSchema>;
export type CheckedIn = z.infer<typeof checkedInSchema>;
export type CheckedOut = z.infer<typeof checkedOutSchema>;
export type Corrected = z.infer<typeof correctedSchema>;
export type WithReason = z.infer<typeof reasonSchema>;
export type Empty = z.infer<typeof emptySchema>;
