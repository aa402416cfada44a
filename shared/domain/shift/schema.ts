import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema, periodSchema } from '../kernel/time.ts';

export const shiftStatusSchema = z.enum([
  'draft',
  'open',
  'offered',
  'confirmed',
  'checked_in',
  'completed',
  'approved',
  'no_show',
  'cancelled',
]);
export type ShiftStatus = z.infer<typeof shiftStatusSchema>;

/** How somebody proved to be there (domain.md section 0, rule 6). Only `site_code` and `lead` count as verified. */
export const checkInMethodSchema = z.enum(['site_code', 'location', 'photo', 'lead', 'manual']);

export const attendanceSchema = z.object({
  memberId: idSchema,
  at: instantSchema,
  method: checkInMethodSchema,
  verified: z.boolean(),
  deviceId: idSchema,
  checkedOutAt: instantSchema.nullable(),
});
export type Attendance = z.infer<typeof attendanceSchema>;

/** One part of a fit score, 0 to its weight. */
export const scorePartSchema = z.object({ name: z.string().max(40), points: z.number(), weight: z.number() });
/** A ranked person: total score 0–100 and its parts. */
export const candidateSchema = z.object({ memberId: idSchema, score: z.number(), parts: z.array(scorePartSchema) });
export type Candidate = z.infer<typeof candidateSchema>;

/** Whom a draft is meant for. Nobody is told and nobody's time is taken until it is published. */
export const pencilSchema = z.object({ memberId: idSchema, overrideReason: z.string().max(500).nullable() });

export const shiftStateSchema = z.object({
  id: idSchema,
  bookingId: idSchema.nullable(),
  needId: idSchema.nullable(),
  locationId: idSchema.nullable(),
  siteId: idSchema,
  role: z.string().min(1).max(60),
  skills: z.array(z.string().min(1).max(60)).max(20),
  period: periodSchema,
  /** Minutes blocked before and after for travel; part of the person's claim. */
  travelMinutes: z.int().min(0).max(600),
  status: shiftStatusSchema,
  statusReason: z.string().max(500).nullable(),
  assigneeId: idSchema.nullable(),
  assignedBy: idSchema.nullable(),
  /** Why this person: the best of the ranking with the runners-up, when a policy chose. */
  candidates: z.array(candidateSchema).max(3),
  /** Written reason given when a soft rule was overridden. */
  overrideReason: z.string().max(500).nullable(),
  onMyWayAt: instantSchema.nullable(),
  checkIn: attendanceSchema.nullable(),
  checkedOutAt: instantSchema.nullable(),
  breaks: z.array(z.object({ start: instantSchema, end: instantSchema.nullable() })),
  /** Attendance that met no plan: on a cancelled shift, or by somebody else than the assignee (cases 4, 5, 6). */
  unplanned: z.array(attendanceSchema),
  notes: z.string().max(2000),
  /** Who declined or called in sick: not asked again for this shift. */
  turnedDown: z.array(idSchema).max(100).optional(),
  /** Only while a draft; absent on shifts that were stored before drafts could carry a person. */
  pencil: pencilSchema.nullable().optional(),
});
export type ShiftState = z.infer<typeof shiftStateSchema>;

/** A draft that is meant for somebody. */
export const isPencilled = (state: ShiftState): state is ShiftState & { readonly pencil: z.infer<typeof pencilSchema> } =>
  state.status === 'draft' && state.pencil !== null && state.pencil !== undefined;

/** Who is planned on a shift, or meant to be once it is published. */
export const plannedPerson = (state: ShiftState): string | null => (isPencilled(state) ? state.pencil.memberId : state.assigneeId);
