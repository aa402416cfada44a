import { z } from 'zod';
import { defineCommand, type CommandDefinition, type DecideContext } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok } from '../kernel/result.ts';
import { ADMINS } from '../kernel/roles.ts';
import type { OrganizationCode } from './codes.ts';
import { ORGANIZATION_FIELDS, organizationCreatedSchema, SETTING_FIELDS, type OrganizationCreated, type Site } from './events.ts';
import { siteSchema } from './schema.ts';

const draft = draftOf('organization');
const missing = refused('not-found', 'organization.not-found' satisfies OrganizationCode);
/** A device belongs to one organization, so commands need not name it. */
const current = (context: DecideContext) => context.reader.get('organization', context.organizationId)?.state;

export const organizationCommands: readonly CommandDefinition[] = [
  defineCommand<OrganizationCreated & { organizationId: string }>({
    name: 'organization.create',
    input: organizationCreatedSchema.extend({ organizationId: idSchema }),
    roles: ['owner', 'policy'],
    decide: ({ organizationId, ...data }) => ok([draft(organizationId, 'organization.created', data)]),
  }),
  defineCommand<{ changes: Edits<typeof ORGANIZATION_FIELDS> }>({
    name: 'organization.edit',
    input: z.strictObject({ changes: editsSchema(ORGANIZATION_FIELDS) }),
    roles: ADMINS,
    decide: ({ changes: edits }, context) => {
      const state = current(context);
      if (state === undefined) return missing;
      const changes = changesBetween<typeof ORGANIZATION_FIELDS>(state, edits);
      return ok(isEmpty(changes) ? [] : [draft(state.id, 'organization.details_changed', { changes })]);
    },
  }),
  defineCommand<{ changes: Edits<typeof SETTING_FIELDS> }>({
    name: 'organization.change_settings',
    input: z.strictObject({ changes: editsSchema(SETTING_FIELDS) }),
    roles: ADMINS,
    decide: ({ changes: edits }, context) => {
      const state = current(context);
      if (state === undefined) return missing;
      const changes = changesBetween<typeof SETTING_FIELDS>(state.settings, edits);
      return ok(isEmpty(changes) ? [] : [draft(state.id, 'organization.settings_changed', { changes })]);
    },
  }),
  defineCommand<{ site: Site }>({
    name: 'organization.add_site',
    input: z.strictObject({ site: siteSchema }),
    roles: ADMINS,
    decide: ({ site }, context) => ok([draft(context.organizationId, 'organization.site_added', { site })]),
  }),
];
