import type { RowIndex } from '../kernel/aggregate.ts';
import { isPencilled, type ShiftState } from './schema.ts';

export const shiftKeys = (state: ShiftState): readonly string[] => [
  ...(state.bookingId === null ? [] : [`booking:${state.bookingId}`]),
  ...(state.assigneeId === null ? [] : [`member:${state.assigneeId}`]),
  // apart from `member:`, so that whoever asks for somebody's work is not shown drafts
  ...(isPencilled(state) ? [`pencil:${state.pencil.memberId}`] : []),
];

export const shiftRow = (state: ShiftState): RowIndex => ({
  status: state.status,
  startsAt: state.period.start,
  endsAt: state.period.end,
  parentId: state.bookingId ?? '',
  searchText: [state.role, ...state.skills, state.notes].join(' ').toLowerCase(),
});
