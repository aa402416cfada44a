import { z } from 'zod';

/** What a member may be (domain.md 1.5). `server_admin` lives outside organizations and is not in this list. */
export const roleSchema = z.enum(['owner', 'admin', 'manager', 'site_lead', 'warehouse', 'staff', 'client', 'auditor']);
export type Role = z.infer<typeof roleSchema>;
/** `policy` is the server (or a device predicting it) acting on an event; no person can take it. */
export type ActingRole = Role | 'policy';

export const PLANNERS = ['owner', 'admin', 'manager'] as const satisfies readonly Role[];
export const ADMINS = ['owner', 'admin'] as const satisfies readonly Role[];
export const FIELD = ['owner', 'admin', 'manager', 'site_lead', 'warehouse', 'staff'] as const satisfies readonly Role[];
export const EVERYONE = [
  'owner',
  'admin',
  'manager',
  'site_lead',
  'warehouse',
  'staff',
  'client',
  'auditor',
] as const satisfies readonly Role[];
