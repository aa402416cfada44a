import type { Row } from '../../view/hooks.ts';

export const LANES = ['all', 'to-pack', 'packed', 'out', 'due', 'late', 'quarantine', 'free'] as const;
export type Lane = (typeof LANES)[number];

/** States in which a kit is taken for its period. */
export const BINDS: ReadonlySet<string> = new Set(['assigned', 'packed', 'in_transit', 'delivered', 'transferred', 'returning']);
export const OUT: ReadonlySet<string> = new Set(['in_transit', 'delivered', 'transferred', 'returning']);
const SOON_MS = 36 * 3_600_000;

/** Allocations that still bind a kit, the one that matters now first. */
export function liveAllocations(allocations: readonly Row<'allocations'>[]): readonly Row<'allocations'>[] {
  return allocations
    .filter(
      ({ state }) =>
        OUT.has(state.status) ||
        state.status === 'assigned' ||
        state.status === 'packed' ||
        state.status === 'returned' ||
        state.status === 'lost',
    )
    .toSorted((a, b) => Number(OUT.has(b.state.status)) - Number(OUT.has(a.state.status)) || (a.startsAt < b.startsAt ? -1 : 1));
}

/** Which lane of the board a kit stands in now. */
export function laneOf(kit: Row<'kits'>, current: Row<'allocations'> | undefined, now: string): Exclude<Lane, 'all'> {
  if (kit.state.status !== 'available') return 'quarantine';
  if (current === undefined) return 'free';
  const { status, period, usage } = current.state;
  if (OUT.has(status)) return period.end < now ? 'late' : usage.end < now ? 'due' : 'out';
  if (status === 'lost') return 'late';
  if (status === 'packed') return 'packed';
  if (status === 'returned') return 'due';
  return Date.parse(period.start) - Date.parse(now) < SOON_MS ? 'to-pack' : 'free';
}
