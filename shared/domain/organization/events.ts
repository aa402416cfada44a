import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import { changesSchema, type Changes } from '../kernel/changes.ts';
import { refuse } from '../kernel/refuse.ts';
import { assert } from '../kernel/result.ts';
import { ADMINS } from '../kernel/roles.ts';
import type { OrganizationCode } from './codes.ts';
import { organizationStateSchema, settingsSchema, siteSchema, type OrganizationState } from './schema.ts';
import { ORGANIZATION_TRANSITIONS, type OrganizationTrigger } from './transitions.ts';

const { name, kind, zone, currency } = organizationStateSchema.shape;
export const ORGANIZATION_FIELDS = { name, kind, zone, currency } as const;
export const SETTING_FIELDS = settingsSchema.shape;

export const organizationCreatedSchema = organizationStateSchema.omit({ id: true }).strict();
export type OrganizationCreated = z.infer<typeof organizationCreatedSchema>;
export type Site = z.infer<typeof siteSchema>;

const cellOf = (trigger: OrganizationTrigger) => (state: OrganizationState | undefined) =>
  ORGANIZATION_TRANSITIONS[state === undefined ? 'none' : 'active'][trigger];

function must(state: OrganizationState | undefined): OrganizationState {
  assert(state !== undefined, 'an organization is created before it is changed');
  return state;
}

export const organizationEvents: Readonly<Record<string, EventDefinition<OrganizationState>>> = {
  'organization.created': defineEvent<OrganizationState, OrganizationCreated>({
    version: 1,
    kind: 'plan',
    data: organizationCreatedSchema,
    roles: ['owner', 'policy'],
    cell: cellOf('created'),
    evolve: (_state, data, event) => ({ ...data, id: event.aggregateId }),
  }),
  'organization.details_changed': defineEvent<OrganizationState, { changes: Changes<typeof ORGANIZATION_FIELDS> }>({
    version: 1,
    kind: 'plan',
    data: changesSchema(ORGANIZATION_FIELDS),
    roles: ADMINS,
    cell: cellOf('details_changed'),
    fields: { name: 'unimportant', kind: 'unimportant', zone: 'important', currency: 'important' },
  }),
  // settings live one level below the state, so they are folded here: different settings merge, of the same one the later wins
  'organization.settings_changed': defineEvent<OrganizationState, { changes: Changes<typeof SETTING_FIELDS> }>({
    version: 1,
    kind: 'plan',
    data: changesSchema(SETTING_FIELDS),
    roles: ADMINS,
    cell: cellOf('settings_changed'),
    evolve: (state, { changes }) => {
      const known = must(state);
      const edits = Object.entries(changes).map(([field, change]) => [field, change?.to]);
      return { ...known, settings: { ...known.settings, ...Object.fromEntries(edits) } };
    },
  }),
  'organization.site_added': defineEvent<OrganizationState, { site: Site }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ site: siteSchema }),
    roles: ADMINS,
    additive: true,
    cell: (state, { site }) => cellOf(state?.sites.some((other) => other.id === site.id) ? 'same_site_added' : 'site_added')(state),
    check: (state, { site }) =>
      state?.sites.some((other) => other.name.toLowerCase() === site.name.toLowerCase())
        ? [refuse('invalid', 'organization.site-repeated' satisfies OrganizationCode, { site: site.name }, 'site')]
        : [],
    evolve: (state, { site }) => ({ ...must(state), sites: [...must(state).sites, site] }),
  }),
};
