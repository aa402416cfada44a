import { z } from 'zod';
import { defineEvent, type CheckContext, type EventDefinition } from '../kernel/aggregate.ts';
import { changesSchema, type Changes } from '../kernel/changes.ts';
import { EVERYONE, FIELD, PLANNERS, type ActingRole } from '../kernel/roles.ts';
import { evolveCreated, evolveMaterialEdit, evolveNote, evolveReport, evolveReportSettled, evolveStatus } from './evolve.ts';
import {
  createdSchema,
  DETAIL_FIELDS,
  DETAIL_IMPORTANCE,
  NEED_FIELDS,
  noteAddedSchema,
  PERIOD_FIELDS,
  PLACE_FIELDS,
  reasonSchema,
  reportSubmittedSchema,
  statusChangedSchema,
  type Created,
  type NoteAdded,
  type ReportSubmitted,
  type StatusChanged,
} from './fields.ts';
import { BOOKERS, DETAIL_EDITORS, checkCreated, checkMove, checkNeeds, checkOwn, checkPlace } from './rules.ts';
import type { BookingState } from './schema.ts';
import { moveCell, moveOf, reportCell, triggerCell } from './transitions.ts';

type State = BookingState | undefined;

/** Anyone who may take part in some move; `checkMove` says which. */
const MOVERS: readonly ActingRole[] = [...FIELD, 'client', 'policy'];
const NOTERS = EVERYONE.filter((role) => role !== 'auditor');

const materialEdit = {
  version: 1,
  kind: 'plan',
  roles: BOOKERS,
  cell: (state: State) => triggerCell(state, 'material_edit'),
} as const;

export const bookingEvents: Readonly<Record<string, EventDefinition<BookingState>>> = {
  'booking.created': defineEvent<BookingState, Created>({
    version: 1,
    kind: 'plan',
    data: createdSchema,
    roles: BOOKERS,
    cell: (state) => triggerCell(state, 'created'),
    check: (_state, data, context) => checkCreated(data, context),
    evolve: (_state, data, event) => evolveCreated(data, event),
  }),
  'booking.details_changed': defineEvent<BookingState, { changes: Changes<typeof DETAIL_FIELDS> }>({
    version: 1,
    kind: 'plan',
    data: changesSchema(DETAIL_FIELDS),
    roles: DETAIL_EDITORS,
    fields: DETAIL_IMPORTANCE,
    cell: (state) => triggerCell(state, 'details_changed'),
    check: (state, _data, context) => checkOwn(state, context.actor),
  }),
  'booking.rescheduled': defineEvent<BookingState, { changes: Changes<typeof PERIOD_FIELDS> }>({
    ...materialEdit,
    data: changesSchema(PERIOD_FIELDS),
    fields: { period: 'important' },
    check: (state, _data, context) => checkOwn(state, context.actor),
    evolve: (state, _data, event) => evolveMaterialEdit(state, event),
  }),
  'booking.location_changed': defineEvent<BookingState, { changes: Changes<typeof PLACE_FIELDS> }>({
    ...materialEdit,
    data: changesSchema(PLACE_FIELDS),
    fields: { locationId: 'important' },
    check: (state, data, context: CheckContext) => [
      ...checkOwn(state, context.actor),
      ...checkPlace(data.changes.locationId?.to ?? null, context),
    ],
    evolve: (state, _data, event) => evolveMaterialEdit(state, event),
  }),
  'booking.requirements_changed': defineEvent<BookingState, { changes: Changes<typeof NEED_FIELDS> }>({
    ...materialEdit,
    data: changesSchema(NEED_FIELDS),
    fields: { staffNeeds: 'important', kitNeeds: 'important' },
    check: (state, { changes }, context) => [
      ...checkOwn(state, context.actor),
      ...checkNeeds({ staffNeeds: changes.staffNeeds?.to ?? [], kitNeeds: changes.kitNeeds?.to ?? [] }),
    ],
    evolve: (state, _data, event) => evolveMaterialEdit(state, event),
  }),
  'booking.status_changed': defineEvent<BookingState, StatusChanged>({
    version: 1,
    kind: 'plan',
    data: statusChangedSchema,
    roles: MOVERS,
    cell: (state, data) => moveCell(state, moveOf(data)),
    check: checkMove,
    evolve: (state, data, event) => evolveStatus(state, data, event),
  }),
  'booking.note_added': defineEvent<BookingState, NoteAdded>({
    version: 1,
    kind: 'plan',
    data: noteAddedSchema,
    roles: NOTERS,
    additive: true,
    cell: (state) => triggerCell(state, 'note_added'),
    check: (state, _data, context) => checkOwn(state, context.actor),
    evolve: (state, data, event) => evolveNote(state, data, event),
  }),
  'booking.report_submitted': defineEvent<BookingState, ReportSubmitted>({
    version: 1,
    kind: 'fact',
    data: reportSubmittedSchema,
    roles: FIELD,
    cell: (state) => reportCell(state, 'submitted'),
    evolve: (state, data, event) => evolveReport(state, data, event),
  }),
  'booking.report_returned': defineEvent<BookingState, { reason: string }>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({ reason: reasonSchema }),
    roles: PLANNERS,
    cell: (state) => reportCell(state, 'returned'),
    evolve: (state, data, event) => evolveReportSettled(state, 'returned', data.reason, event),
  }),
  'booking.report_approved': defineEvent<BookingState, Record<string, never>>({
    version: 1,
    kind: 'plan',
    data: z.strictObject({}),
    roles: PLANNERS,
    cell: (state) => reportCell(state, 'approved'),
    evolve: (state, _data, event) => evolveReportSettled(state, 'approved', null, event),
  }),
};
