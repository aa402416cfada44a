import type { RowIndex } from '../kernel/aggregate.ts';
import type { BookingState } from './schema.ts';

/** Bookings are unbounded, so nothing files them all under one key. */
export const bookingKeys = (state: BookingState): readonly string[] => (state.locationId === null ? [] : [`location:${state.locationId}`]);

export function bookingRow(state: BookingState): RowIndex {
  return {
    status: state.status,
    startsAt: state.period.start,
    endsAt: state.period.end,
    parentId: '',
    searchText: [state.reference, state.title, state.clientName, state.brand, state.contactName, ...state.tags].join(' ').toLowerCase(),
  };
}
