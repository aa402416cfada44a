import type { RowIndex } from '../kernel/aggregate.ts';
import type { AllocationState } from './schema.ts';

export const allocationKeys = (state: AllocationState): readonly string[] => [
  'all',
  ...(state.bookingId === null ? [] : [`booking:${state.bookingId}`]),
  ...(state.kitId === null ? [] : [`kit:${state.kitId}`]),
];

export const allocationRow = (state: AllocationState): RowIndex => ({
  status: state.status,
  startsAt: state.period.start,
  endsAt: state.period.end,
  parentId: state.bookingId ?? '',
  searchText: state.kitKind.toLowerCase(),
});
