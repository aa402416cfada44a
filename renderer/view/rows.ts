import type { CollectionName, ViewRow } from '../../shared/ipc/bridge.ts';
import type { States } from '../../shared/domain/kernel/states.ts';

/**
 * What a screen can ask for. Every table is a collection of the view, except `invitations`: they live in the
 * collection `members` (their statuses never meet) so that the view stays at 11 collections.
 */
export interface RowStates {
  readonly organizations: States['organization'];
  readonly members: States['member'];
  readonly invitations: States['invitation'];
  readonly availability: States['availability'];
  readonly locations: States['location'];
  readonly bookings: States['booking'];
  readonly shifts: States['shift'];
  readonly kits: States['kit'];
  readonly items: States['item'];
  readonly allocations: States['allocation'];
  readonly conflicts: States['conflict'];
  readonly notifications: States['notification'];
}
export type TableName = keyof RowStates;

/** A row as screens see it: plain, frozen, and the same object as long as its version is the same. */
export type Row<T extends TableName> = Omit<ViewRow, 'state' | 'deleted'> & { readonly state: RowStates[T] };

/** A half-open stretch of time `[from, to)`, instants. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

export interface RowQuery {
  /** Any of these statuses. */
  readonly status?: string | readonly string[];
  /** Rows that belong to one of these (a booking's shifts: the booking's id). */
  readonly parentId?: string | readonly string[];
  /** Exactly these rows. */
  readonly ids?: readonly string[];
  /** Rows whose `[startsAt, endsAt)` meets this window. Rows without a time never do. */
  readonly during?: Window;
  /** Every word must occur in the row's search text; case does not matter. */
  readonly text?: string;
  /** `id` (the default) is the order of making. A leading `-` turns it round. */
  readonly sort?: 'id' | '-id' | 'startsAt' | '-startsAt' | 'endsAt' | '-endsAt';
  readonly limit?: number;
}

const INVITATION_STATUSES = ['pending', 'accepted', 'declined', 'revoked', 'expired', 'superseded'] as const;
const MEMBER_STATUSES = ['active', 'suspended', 'removed'] as const;

/** The collection a table lives in and the statuses that are its own when it shares it. */
export function placeOf(table: TableName): { readonly collection: CollectionName; readonly statuses: readonly string[] | null } {
  if (table === 'invitations') return { collection: 'members', statuses: INVITATION_STATUSES };
  if (table === 'members') return { collection: 'members', statuses: MEMBER_STATUSES };
  return { collection: table, statuses: null };
}
