import type { Claim } from '../kernel/claims.ts';
import { toMs } from '../kernel/time.ts';
import type { AllocationState, AllocationStatus } from './schema.ts';

/** Statuses in which the kit is taken over its planning period. */
export const HOLDS_KIT: ReadonlySet<AllocationStatus> = new Set([
  'assigned',
  'packed',
  'in_transit',
  'delivered',
  'transferred',
  'returning',
]);

export const allocationClaims = (state: AllocationState): readonly Claim[] =>
  state.kitId !== null && HOLDS_KIT.has(state.status)
    ? [{ resource: `kit:${state.kitId}`, startMs: toMs(state.period.start), endMs: toMs(state.period.end) }]
    : [];
