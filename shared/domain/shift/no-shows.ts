import type { PolicyCommand } from '../kernel/aggregate.ts';
import { addMinutes, minutesBetween } from '../kernel/time.ts';
import type { OrganizationSettings } from '../organization/schema.ts';
import type { ShiftState } from './schema.ts';

/** What the clock says about a shift whose person has not been seen. */
export type DueNoShow =
  /** Past the grace: somebody should call. */
  | { readonly kind: 'late'; readonly shiftId: string; readonly minutesLate: number }
  /** Past the second limit: the command marks it; a check-in heard later takes it back. */
  | { readonly kind: 'no-show'; readonly shiftId: string; readonly minutesLate: number; readonly command: PolicyCommand }
  /** The site has not been heard since, so nothing is known; null when it was never heard. */
  | { readonly kind: 'unknown'; readonly shiftId: string; readonly siteId: string; readonly offlineSince: string | null };

/**
 * domain.md section 3, policy 8. Pure: the server's timer calls it and is the only one that writes the result; screens may
 * call it to show who is late.
 * @param siteLastSyncAt when each site was last heard; its silence is no proof of anything
 */
export function dueNoShows(
  now: string,
  siteLastSyncAt: Readonly<Record<string, string | null>>,
  shifts: readonly ShiftState[],
  settings: Pick<OrganizationSettings, 'lateGraceMinutes' | 'noShowMinutes'>,
): readonly DueNoShow[] {
  return shifts.flatMap((shift): readonly DueNoShow[] => {
    if (shift.status !== 'confirmed' || shift.checkIn !== null) return [];
    const lateAt = addMinutes(shift.period.start, settings.lateGraceMinutes);
    const noShowAt = addMinutes(shift.period.start, Math.max(settings.noShowMinutes, settings.lateGraceMinutes));
    if (now < lateAt) return [];
    const heardAt = siteLastSyncAt[shift.siteId] ?? null;
    if (heardAt === null || heardAt < lateAt) return [{ kind: 'unknown', shiftId: shift.id, siteId: shift.siteId, offlineSince: heardAt }];
    const minutesLate = minutesBetween(shift.period.start, now);
    if (now < noShowAt || heardAt < noShowAt) return [{ kind: 'late', shiftId: shift.id, minutesLate }];
    const command = { command: 'shift.record_no_show', input: { shiftId: shift.id } };
    return [{ kind: 'no-show', shiftId: shift.id, minutesLate, command }];
  });
}
