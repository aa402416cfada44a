import { z } from 'zod';
import { defineCommand, type CommandDefinition } from '../kernel/aggregate.ts';
import { changesBetween, editsSchema, isEmpty, type Edits } from '../kernel/changes.ts';
import { idSchema } from '../kernel/ids.ts';
import { draftOf, refused } from '../kernel/refuse.ts';
import { ok } from '../kernel/result.ts';
import { ADMINS, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import type { LocationCode } from './codes.ts';
import {
  approvedSchema,
  LOCATION_FIELDS,
  locationCreatedSchema,
  locationReasonSchema,
  SUGGESTERS,
  type Approved,
  type LocationCreated,
} from './events.ts';

const draft = draftOf('location');
const onLocation = z.strictObject({ locationId: idSchema });
interface OnLocation {
  locationId: string;
}

const plain = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<OnLocation>({ name, input: onLocation, roles, decide: ({ locationId }) => ok([draft(locationId, type, {})]) });

const withReason = (name: string, type: string, roles: readonly ActingRole[]): CommandDefinition =>
  defineCommand<OnLocation & { reason: string }>({
    name,
    input: onLocation.extend({ reason: locationReasonSchema }),
    roles,
    decide: ({ locationId, reason }) => ok([draft(locationId, type, { reason })]),
  });

export const locationCommands: readonly CommandDefinition[] = [
  defineCommand<LocationCreated & OnLocation>({
    name: 'location.create',
    input: locationCreatedSchema.extend({ locationId: idSchema }),
    roles: SUGGESTERS,
    decide: ({ locationId, ...data }) => ok([draft(locationId, 'location.created', data)]),
  }),
  defineCommand<OnLocation & { changes: Edits<typeof LOCATION_FIELDS> }>({
    name: 'location.edit',
    input: onLocation.extend({ changes: editsSchema(LOCATION_FIELDS) }),
    roles: SUGGESTERS,
    decide: ({ locationId, changes: edits }, context) => {
      const state = context.reader.get('location', locationId)?.state;
      if (state === undefined) return refused('not-found', 'location.not-found' satisfies LocationCode);
      const changes = changesBetween<typeof LOCATION_FIELDS>(state, edits);
      return ok(isEmpty(changes) ? [] : [draft(locationId, 'location.updated', { changes })]);
    },
  }),
  plain('location.submit', 'location.submitted', SUGGESTERS),
  defineCommand<OnLocation & Approved>({
    name: 'location.approve',
    input: approvedSchema.extend({ locationId: idSchema }),
    roles: PLANNERS,
    // The author's clock may warn the author; in the log no clock decides anything.
    decide: ({ locationId, ...data }, { now }) =>
      data.validUntil !== null && data.validUntil < now.slice(0, 10)
        ? refused('invalid', 'location.validity-past' satisfies LocationCode, {}, 'validUntil')
        : ok([draft(locationId, 'location.approved', data)]),
  }),
  withReason('location.return', 'location.returned', PLANNERS),
  withReason('location.reject', 'location.rejected', PLANNERS),
  withReason('location.suspend', 'location.suspended', PLANNERS),
  plain('location.reinstate', 'location.reinstated', PLANNERS),
  defineCommand<OnLocation & { reason: string }>({
    name: 'location.archive',
    input: onLocation.extend({ reason: locationReasonSchema }),
    roles: ADMINS,
    // What was planned there meanwhile, unseen by the author, gets its card when the log has both (domain.md section 4, case 12).
    decide: ({ locationId, reason }, { reader, now }) => {
      const location = reader.get('location', locationId)?.state.name ?? '';
      const count = reader
        .find('booking', `location:${locationId}`)
        .filter(({ state }) => !OVER.has(state.status) && state.period.end > now).length;
      return count === 0
        ? ok([draft(locationId, 'location.archived', { reason })])
        : refused('illegal-state', 'location.in-use' satisfies LocationCode, { count, location });
    },
  }),
];

const OVER: ReadonlySet<string> = new Set(['completed', 'closed', 'rejected', 'cancelled']);
