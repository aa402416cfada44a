import { ADMINS, FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';

/** Who plans shifts: planners, and the policy that follows an approval. */
export const SHIFT_PLANNERS = [...PLANNERS, 'policy'] as const satisfies readonly ActingRole[];
/** Who may speak for others on site. */
export const LEADS = [...PLANNERS, 'site_lead'] as const satisfies readonly ActingRole[];
export const LEADS_AND_POLICY = [...LEADS, 'policy'] as const satisfies readonly ActingRole[];
/** Who works shifts. */
export const WORKERS = FIELD;
export const TIME_UNLOCKERS = ADMINS;

export const isLead = (role: ActingRole): boolean => LEADS.some((lead) => lead === role);
export const isPlanner = (role: ActingRole): boolean => SHIFT_PLANNERS.some((planner) => planner === role);
