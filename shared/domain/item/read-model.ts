import type { RowIndex } from '../kernel/aggregate.ts';
import type { ItemState } from './schema.ts';

export const itemKeys = (_state: ItemState): readonly string[] => ['all'];

export const itemRow = (state: ItemState): RowIndex => ({
  status: state.status,
  startsAt: '',
  endsAt: '',
  parentId: '',
  searchText: [state.name, state.sku, state.serialNumber ?? '', state.code ?? ''].join(' ').toLowerCase(),
});

/** Stock at or below the point where more should be ordered. */
export const isLow = (state: ItemState): boolean => state.reorderPoint !== null && state.onHand <= state.reorderPoint;
