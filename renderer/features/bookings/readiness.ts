import type { Readiness } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

export interface Part {
  readonly readiness: Readiness;
  readonly done: number;
  readonly total: number;
  /** Key of the words, in `bookings:ready.*`; null takes the meter's own. */
  readonly words: string | null;
}

export interface BookingReadiness {
  readonly people: Part;
  readonly kit: Part;
  readonly place: Part;
  readonly brief: Part;
}

const BEFORE_APPROVAL: ReadonlySet<string> = new Set(['draft', 'pending_approval', 'changes_requested']);
const WITHOUT_KIT: ReadonlySet<string> = new Set(['requested', 'released', 'lost']);

/** Is it ready? One answer for people, kit, place and brief each (domain.md 1.1). */
export function readinessOf(
  booking: Row<'bookings'>,
  shifts: readonly Row<'shifts'>[],
  allocations: readonly Row<'allocations'>[],
  location: Row<'locations'> | null,
): BookingReadiness {
  const { state } = booking;
  const isBefore = BEFORE_APPROVAL.has(state.status);
  const sum = (needs: readonly { readonly count: number }[]): number => needs.reduce((total, need) => total + need.count, 0);
  const planned = shifts.filter(({ state: shift }) => shift.status !== 'cancelled');
  const staffed = planned.filter(
    ({ state: shift }) => shift.assigneeId !== null && shift.status !== 'draft' && shift.status !== 'open',
  ).length;
  const live = allocations.filter(({ state: allocation }) => allocation.status !== 'released');
  const packed = live.filter(({ state: allocation }) => !WITHOUT_KIT.has(allocation.status) && allocation.kitId !== null).length;
  return {
    people: partOf(staffed, Math.max(planned.length, sum(state.staffNeeds)), isBefore, 'people'),
    kit: partOf(packed, Math.max(live.length, sum(state.kitNeeds)), isBefore, 'kit'),
    place: placePart(state.locationId, location),
    brief: {
      readiness: state.brief.trim() === '' ? 'partial' : 'ready',
      done: 0,
      total: 0,
      words: state.brief.trim() === '' ? 'brief-missing' : null,
    },
  };
}

function partOf(done: number, total: number, isBefore: boolean, kind: 'people' | 'kit'): Part {
  if (total === 0) return { readiness: 'none', done, total, words: 'none-needed' };
  if (isBefore && done < total) return { readiness: 'none', done, total, words: `${kind}-after` };
  if (done >= total) return { readiness: 'ready', done, total, words: null };
  return { readiness: done === 0 ? 'missing' : 'partial', done, total, words: kind === 'people' ? 'people-open' : 'kit-short' };
}

function placePart(locationId: string | null, location: Row<'locations'> | null): Part {
  const base = { done: 0, total: 0 };
  if (locationId === null) return { ...base, readiness: 'missing', words: 'place-missing' };
  const status = location?.state.status ?? 'approved';
  if (status === 'approved') return { ...base, readiness: 'ready', words: null };
  const isPending = status === 'draft' || status === 'pending_approval' || status === 'changes_requested';
  return { ...base, readiness: isPending ? 'partial' : 'missing', words: isPending ? 'place-pending' : 'place-bad' };
}

/** Whether something is short that an approved booking should have. */
export const isShort = (readiness: BookingReadiness): boolean =>
  [readiness.people, readiness.kit, readiness.place].some((part) => part.readiness === 'missing' || part.readiness === 'partial');
