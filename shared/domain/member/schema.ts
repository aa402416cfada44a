import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { roleSchema } from '../kernel/roles.ts';
import { daySchema, instantSchema } from '../kernel/time.ts';

export const memberStatusSchema = z.enum(['active', 'suspended', 'removed']);
export type MemberStatus = z.infer<typeof memberStatusSchema>;

/** A training or permit that may expire. */
export const certificateSchema = z.object({ name: z.string().min(1).max(80), validUntil: daySchema.nullable() });

/** A person of the organization; `hasLogin` is false for people who are planned but never sign in. */
export const memberStateSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(120),
  email: z.email().max(200).nullable(),
  phone: z.string().max(40).nullable(),
  role: roleSchema,
  status: memberStatusSchema,
  hasLogin: z.boolean(),
  homeSiteId: idSchema,
  skills: z.array(z.string().min(1).max(60)).max(50),
  certificates: z.array(certificateSchema).max(50),
  /** Null takes the organization's limit. */
  maxMinutesPerWeek: z.int().min(0).max(10080).nullable(),
  notes: z.string().max(4000),
  statusReason: z.string().max(500).nullable(),
});
export type MemberState = z.infer<typeof memberStateSchema>;

export const invitationStateSchema = z.object({
  id: idSchema,
  email: z.email().max(200),
  name: z.string().min(1).max(120),
  role: roleSchema,
  homeSiteId: idSchema,
  status: z.enum(['pending', 'accepted', 'declined', 'revoked', 'expired', 'superseded']),
  invitedBy: idSchema,
  invitedAt: instantSchema,
  expiresAt: instantSchema,
  memberId: idSchema.nullable(),
});
export type InvitationState = z.infer<typeof invitationStateSchema>;
