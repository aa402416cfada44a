import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { zoneSchema } from '../kernel/time.ts';

/** One of the organization's own bases (depot, office) where devices live. Not a booked location. */
export const siteSchema = z.object({ id: idSchema, name: z.string().min(1).max(120), zone: zoneSchema });

/** Rules an organization may tune. Durations are whole minutes. */
export const settingsSchema = z.object({
  autoAcceptAssignments: z.boolean(),
  autoPublish: z.boolean(),
  travelMinutes: z.int().min(0).max(600),
  minRestMinutes: z.int().min(0).max(2880),
  maxMinutesPerDay: z.int().min(0).max(1440),
  warnMinutesPerWeek: z.int().min(0).max(10080),
  maxMinutesPerWeek: z.int().min(0).max(10080),
  maxDaysInRow: z.int().min(1).max(31),
  deliveryMinutes: z.int().min(0).max(10080),
  returnMinutes: z.int().min(0).max(10080),
  cleaningMinutes: z.int().min(0).max(10080),
  lateGraceMinutes: z.int().min(0).max(240),
  noShowMinutes: z.int().min(0).max(480),
  /** Policies switched off, by policy id. */
  disabledPolicies: z.array(z.string().max(80)).max(50),
});
export type OrganizationSettings = z.infer<typeof settingsSchema>;

/** domain.md section 3: 11 h rest, 12 h/day, warn 40 h, block 48 h/week, 6 days in a row; delivery 4 h, return 4 h, cleaning 2 h. */
export const DEFAULT_SETTINGS: OrganizationSettings = {
  autoAcceptAssignments: true,
  autoPublish: true,
  travelMinutes: 30,
  minRestMinutes: 660,
  maxMinutesPerDay: 720,
  warnMinutesPerWeek: 2400,
  maxMinutesPerWeek: 2880,
  maxDaysInRow: 6,
  deliveryMinutes: 240,
  returnMinutes: 240,
  cleaningMinutes: 120,
  lateGraceMinutes: 10,
  noShowMinutes: 20,
  disabledPolicies: [],
};

export const organizationStateSchema = z.object({
  id: idSchema,
  name: z.string().min(1).max(120),
  kind: z.enum(['agency', 'brand', 'retailer']),
  zone: zoneSchema,
  currency: z.string().length(3),
  sites: z.array(siteSchema).max(200),
  settings: settingsSchema,
});
export type OrganizationState = z.infer<typeof organizationStateSchema>;
