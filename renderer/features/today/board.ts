import type { Row } from '../../view/hooks.ts';

/** What is known of one person of a booking right now. */
export type Presence =
  | { readonly kind: 'late'; readonly minutes: number }
  | { readonly kind: 'expected' | 'offered' | 'open' | 'no-show' }
  | { readonly kind: 'on-way'; readonly since: string }
  | { readonly kind: 'here'; readonly since: string; readonly isVerified: boolean; readonly breakSince: string | null }
  | { readonly kind: 'left'; readonly since: string };

export interface BoardLine {
  readonly key: string;
  readonly shift: Row<'shifts'>;
  readonly memberId: string | null;
  /** Came without being planned on this shift. */
  readonly isUnplanned: boolean;
  readonly presence: Presence;
}

const ORDER: Readonly<Record<Presence['kind'], number>> = {
  late: 0,
  'on-way': 1,
  expected: 2,
  offered: 3,
  open: 4,
  here: 5,
  left: 6,
  'no-show': 7,
};

/** Everybody of a booking, whoever needs the site lead first. */
export function boardOf(shifts: readonly Row<'shifts'>[], now: string, graceMinutes: number): readonly BoardLine[] {
  const lines = shifts
    .filter(({ state }) => state.status !== 'draft')
    .flatMap((shift): BoardLine[] => [
      ...(shift.state.status === 'cancelled'
        ? []
        : [{ key: shift.id, shift, memberId: shift.state.assigneeId, isUnplanned: false, presence: presenceOf(shift, now, graceMinutes) }]),
      ...shift.state.unplanned.map(({ memberId, at, verified, checkedOutAt }): BoardLine => ({
        key: `${shift.id}:${memberId}:${at}`,
        shift,
        memberId,
        isUnplanned: true,
        presence:
          checkedOutAt === null
            ? { kind: 'here', since: at, isVerified: verified, breakSince: null }
            : { kind: 'left', since: checkedOutAt },
      })),
    ]);
  return lines.toSorted(
    (a, b) =>
      ORDER[a.presence.kind] - ORDER[b.presence.kind] ||
      (a.shift.startsAt < b.shift.startsAt ? -1 : a.shift.startsAt > b.shift.startsAt ? 1 : a.key < b.key ? -1 : 1),
  );
}

function presenceOf({ state }: Row<'shifts'>, now: string, graceMinutes: number): Presence {
  const { status, checkIn, checkedOutAt, period, onMyWayAt, breaks } = state;
  if (checkedOutAt !== null) return { kind: 'left', since: checkedOutAt };
  if (status === 'checked_in' && checkIn !== null) {
    const pause = breaks.find(({ end }) => end === null);
    return { kind: 'here', since: checkIn.at, isVerified: checkIn.verified, breakSince: pause?.start ?? null };
  }
  if (status === 'no_show') return { kind: 'no-show' };
  if (status === 'open') return { kind: 'open' };
  if (status === 'offered') return { kind: 'offered' };
  const late = Math.floor((Date.parse(now) - Date.parse(period.start)) / 60_000);
  if (late >= graceMinutes && late > 0 && period.end > now) return { kind: 'late', minutes: late };
  return onMyWayAt === null ? { kind: 'expected' } : { kind: 'on-way', since: onMyWayAt };
}
