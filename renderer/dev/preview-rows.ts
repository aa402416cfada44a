import type { RowIndex } from '../../shared/domain/kernel/aggregate.ts';
import type { AggregateType } from '../../shared/domain/kernel/event.ts';
import type { States } from '../../shared/domain/kernel/states.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import type { CollectionName, RowSync, RowSyncState, ViewRow } from '../../shared/ipc/bridge.ts';
import { INVITATIONS, ITEMS, KITS, LOCATIONS, ME, MEMBERS, ORGANIZATION } from './preview-people.ts';
import { previewConflicts, previewNotifications } from './preview-matters.ts';
import { previewWeek } from './preview-week.ts';

/** Development tooling: an object of the preview with its columns. Excluded from both builds. */
export interface PreviewObject<T extends AggregateType = AggregateType> {
  readonly type: T;
  readonly id: string;
  readonly state: States[T];
}

export const COLLECTION_OF: Readonly<Record<AggregateType, CollectionName>> = {
  organization: 'organizations',
  member: 'members',
  invitation: 'members',
  availability: 'availability',
  location: 'locations',
  booking: 'bookings',
  shift: 'shifts',
  kit: 'kits',
  allocation: 'allocations',
  item: 'items',
  notification: 'notifications',
  conflict: 'conflicts',
};

export function previewObjects(nowMs: number): readonly PreviewObject[] {
  const week = previewWeek(nowMs);
  const of = <T extends AggregateType>(type: T, states: readonly (States[T] & { readonly id: string })[]): PreviewObject[] =>
    states.map((state) => ({ type, id: state.id, state }));
  return [
    ...of('organization', [ORGANIZATION]),
    ...of('member', MEMBERS),
    ...of('invitation', INVITATIONS),
    ...of('location', LOCATIONS),
    ...of('kit', KITS),
    ...of('item', ITEMS),
    ...of('booking', week.bookings),
    ...of('shift', week.shifts),
    ...of('allocation', week.allocations),
    ...of('availability', week.availability),
    ...of('conflict', previewConflicts(week, nowMs)),
    ...of('notification', previewNotifications(week, nowMs)),
  ];
}

export function previewRow(object: PreviewObject, rev: number, sync: RowSync): ViewRow {
  return {
    collection: COLLECTION_OF[object.type],
    id: object.id,
    rev,
    deleted: false,
    ...indexOf(object),
    state: object.state,
    anomalies: object.type === 'shift' && rev % 29 === 0 ? [{ code: 'shift.unplanned-attendance', params: {} }] : [],
    readOnly: false,
    sync,
  };
}

/** All sorts of sync states, most of them confirmed, as in real life. */
export function previewSync(position: number, type: AggregateType, nowMs: number): RowSync {
  const unusual: Readonly<Record<number, RowSyncState>> = {
    3: 'saved',
    8: 'sent',
    13: 'adjusted',
    17: 'conflict',
    21: 'refused',
    34: 'parked',
  };
  const state = type === 'organization' || type === 'member' ? 'confirmed' : (unusual[position % 37] ?? 'confirmed');
  return {
    state,
    predicted: state === 'saved' && (type === 'shift' || type === 'allocation'),
    pending: state === 'saved' || state === 'sent' ? 1 : 0,
    seq: state === 'saved' || state === 'sent' ? 0 : 100 + position,
    reason:
      state === 'refused'
        ? { code: 'authority.not-allowed', params: { type: 'booking.status_changed', role: 'staff' } }
        : state === 'adjusted'
          ? { code: 'event.field-changed-meanwhile', params: {} }
          : null,
    openConflicts: state === 'conflict' ? 1 : 0,
    changedAt: new Date(nowMs - position * 420_000).toISOString(),
    changedBy: ME.id,
  };
}

/** Columns as the noun's own read model makes them. */
export function indexOf(object: PreviewObject): RowIndex {
  const aggregate = RULEBOOK.aggregates.get(object.type);
  if (aggregate === undefined) throw new Error(`no aggregate ${object.type}`);
  return aggregate.row(object.state);
}
