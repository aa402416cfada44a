import type { RowIndex } from '../kernel/aggregate.ts';
import type { KitState } from './schema.ts';

export const kitKeys = (state: KitState): readonly string[] => ['all', `kind:${state.kitKind}`];

export const kitRow = (state: KitState): RowIndex => ({
  status: state.status,
  startsAt: '',
  endsAt: '',
  parentId: '',
  searchText: [state.name, state.code, state.kitKind].join(' ').toLowerCase(),
});
