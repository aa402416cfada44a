import { PLANNERS, roleSchema, type Role } from '../../../shared/domain/kernel/roles.ts';
import { mayGrant } from '../../../shared/domain/member/rules.ts';

export const ROLES: readonly Role[] = roleSchema.options;
const planners: readonly Role[] = PLANNERS;
export const isPlanner = (role: Role): boolean => planners.includes(role);

/** The roles somebody may give; the rules themselves answer. The most given one first. */
export const grantable = (actor: Role): readonly Role[] =>
  ROLES.filter((role) => mayGrant(actor, role))
    .toReversed()
    .toSorted((a, b) => rank(a) - rank(b));

const rank = (role: Role): number => (role === 'staff' ? 0 : 1);
