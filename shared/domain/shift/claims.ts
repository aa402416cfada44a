import type { Claim } from '../kernel/claims.ts';
import { toMs } from '../kernel/time.ts';
import type { ShiftState, ShiftStatus } from './schema.ts';

/** Statuses in which the planned person's time is taken. */
export const HOLDS_PERSON: ReadonlySet<ShiftStatus> = new Set(['offered', 'confirmed', 'checked_in', 'completed', 'approved']);

/** The stretch a person is taken for: the shift with its travel. */
export function blockedTime(slot: Pick<ShiftState, 'period' | 'travelMinutes'>): { readonly startMs: number; readonly endMs: number } {
  const travel = slot.travelMinutes * 60_000;
  return { startMs: toMs(slot.period.start) - travel, endMs: toMs(slot.period.end) + travel };
}

export const shiftClaims = (state: ShiftState): readonly Claim[] =>
  state.assigneeId !== null && HOLDS_PERSON.has(state.status) ? [{ resource: `member:${state.assigneeId}`, ...blockedTime(state) }] : [];
