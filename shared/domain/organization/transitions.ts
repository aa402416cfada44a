import { illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { OrganizationCode } from './codes.ts';

export type OrganizationTrigger = 'created' | 'details_changed' | 'settings_changed' | 'site_added' | 'same_site_added';

const no = (code: OrganizationCode) => illegal(code);
const missing = no('organization.not-found');

/** An organization exists or does not; it has no other states. */
export const ORGANIZATION_TRANSITIONS: TransitionTable<'active', OrganizationTrigger> = {
  none: { created: to('active'), details_changed: missing, settings_changed: missing, site_added: missing, same_site_added: missing },
  active: { created: no('organization.exists'), details_changed: stay, settings_changed: stay, site_added: stay, same_site_added: noop },
};
