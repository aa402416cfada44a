import type { SiteContact } from '../../../shared/ipc/bridge.ts';
import type { Row } from '../../view/hooks.ts';

/** One thing that needs a planner today, most urgent first. */
export interface Matter {
  readonly id: string;
  readonly kind: 'gap' | 'late' | 'unknown' | 'short' | 'unpacked' | 'approve' | 'overdue';
  readonly severity: 0 | 1 | 2;
  readonly at: string;
  readonly bookingId: string | null;
  readonly memberId: string | null;
  readonly kitId: string | null;
  readonly what: string;
  /** How many of the same: two bartenders missing at one booking are one thing to fix. */
  readonly count: number;
  readonly siteId: string | null;
  readonly fixAt: string;
}

export interface DayRows {
  readonly bookings: readonly Row<'bookings'>[];
  readonly shifts: readonly Row<'shifts'>[];
  readonly allocations: readonly Row<'allocations'>[];
  readonly sites: readonly SiteContact[];
  readonly graceMinutes: number;
}

const COUNTED: ReadonlySet<Matter['kind']> = new Set(['gap', 'short'] as const);
const LIVE_BOOKINGS: ReadonlySet<string> = new Set(['approved', 'in_progress']);

/**
 * What floats to the top of the control room. A person who has not checked in is only "late" when their site has been heard
 * since; otherwise we do not know (domain.md policy 8).
 */
export function mattersOf(rows: DayRows, now: string): readonly Matter[] {
  const bookingById = new Map(rows.bookings.map((row) => [row.id, row]));
  const heardAt = new Map(rows.sites.map((site) => [site.siteId, site.lastSeenAt]));
  const matters: Matter[] = [];
  const add = (matter: Partial<Matter> & Pick<Matter, 'id' | 'kind' | 'severity' | 'at' | 'fixAt'>): void => {
    const same = matters.findIndex(
      (other) =>
        COUNTED.has(other.kind) &&
        other.kind === matter.kind &&
        other.fixAt === matter.fixAt &&
        other.what === matter.what &&
        other.at === matter.at,
    );
    const known = matters[same];
    if (known === undefined) matters.push({ bookingId: null, memberId: null, kitId: null, what: '', count: 1, siteId: null, ...matter });
    else matters[same] = { ...known, count: known.count + 1 };
  };
  for (const { id, state } of rows.shifts) {
    const booking = state.bookingId === null ? undefined : bookingById.get(state.bookingId);
    if (booking !== undefined && !LIVE_BOOKINGS.has(booking.state.status)) continue;
    const fixAt = state.bookingId === null ? '/roster' : `/bookings/${state.bookingId}/people`;
    const common = {
      at: state.period.start,
      bookingId: state.bookingId,
      siteId: state.siteId,
      what: state.role,
      memberId: state.assigneeId,
      fixAt,
    };
    if ((state.status === 'open' || state.status === 'draft') && state.period.end > now)
      add({ id: `gap:${id}`, kind: 'gap', severity: 0, ...common });
    const lateAt = new Date(Date.parse(state.period.start) + rows.graceMinutes * 60_000).toISOString();
    if (state.status === 'confirmed' && lateAt < now && state.period.end > now) {
      const heard = heardAt.get(state.siteId) ?? null;
      if (heard !== null && heard > lateAt) add({ id: `late:${id}`, kind: 'late', severity: 0, ...common });
      else add({ id: `unknown:${id}`, kind: 'unknown', severity: 1, ...common });
    }
  }
  for (const { id, state } of rows.allocations) {
    const booking = state.bookingId === null ? undefined : bookingById.get(state.bookingId);
    if (booking === undefined || !LIVE_BOOKINGS.has(booking.state.status)) continue;
    const common = { at: state.usage.start, bookingId: state.bookingId, what: state.kitKind, kitId: state.kitId };
    if (state.status === 'requested')
      add({ id: `short:${id}`, kind: 'short', severity: 0, fixAt: `/bookings/${booking.id}/kit`, ...common });
    const isSoon = Date.parse(state.usage.start) - Date.parse(now) < 24 * 3_600_000;
    if (state.status === 'assigned' && isSoon)
      add({ id: `unpacked:${id}`, kind: 'unpacked', severity: 1, fixAt: `/kits/${state.kitId ?? ''}`, ...common });
  }
  for (const { id, state } of rows.bookings) {
    if (state.status === 'pending_approval')
      add({ id: `approve:${id}`, kind: 'approve', severity: 1, at: state.period.start, bookingId: id, fixAt: `/bookings/${id}` });
    if (state.status === 'in_progress' && state.period.end < now)
      add({ id: `overdue:${id}`, kind: 'overdue', severity: 2, at: state.period.end, bookingId: id, fixAt: `/bookings/${id}` });
  }
  return matters.toSorted((a, b) => a.severity - b.severity || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}
