import type { Row } from '../../view/hooks.ts';

export const BOOKING_FILTERS = ['open', 'waiting', 'gaps', 'mine', 'past', 'all'] as const;
export type BookingFilter = (typeof BOOKING_FILTERS)[number];

const OPEN: ReadonlySet<string> = new Set(['draft', 'pending_approval', 'changes_requested', 'approved', 'in_progress', 'completed']);

interface Sieve {
  readonly filter: BookingFilter;
  /** Whose are "mine". */
  readonly memberId: string;
  /** `2026-11-24`; a booking that ended before this day is past. */
  readonly today: string;
  readonly isShort: (row: Row<'bookings'>) => boolean;
}

/** What the list of bookings shows, in its order: the next one first, what is past from the latest back. */
export function inList(rows: readonly Row<'bookings'>[], { filter, memberId, today, isShort }: Sieve): readonly Row<'bookings'>[] {
  // days and times are read at each place, so that is the order they stand in
  const inOrder = rows.toSorted((a, b) => a.state.period.startLocal.localeCompare(b.state.period.startLocal));
  const shown = inOrder.filter((row) => {
    const { status, createdBy } = row.state;
    const isPast = row.endsAt.slice(0, 10) < today;
    switch (filter) {
      case 'open':
        return OPEN.has(status) && (!isPast || status === 'in_progress');
      case 'waiting':
        return status === 'pending_approval';
      case 'gaps':
        return (status === 'approved' || status === 'in_progress') && !isPast && isShort(row);
      case 'mine':
        return createdBy === memberId;
      case 'past':
        return isPast;
      case 'all':
        return true;
    }
  });
  return filter === 'past' ? shown.toReversed() : shown;
}
