import { useMemo } from 'react';
import { planningPeriod } from '../../../shared/domain/allocation/planning-period.ts';
import { overlaps, type Period } from '../../../shared/domain/kernel/time.ts';
import { settingsOf } from '../../../shared/domain/shift/fit.ts';
import { rank } from '../../../shared/domain/shift/ranking.ts';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { formatDayTime, formatPeriod } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { useRuleReader } from '../fit/use-rule-reader.ts';
import { BINDS } from '../kits/lanes.ts';

/** One thing an approval would use, whether it is there now, and who has it instead. */
export interface Finding {
  readonly key: string;
  readonly isFine: boolean;
  readonly words: string;
  readonly others: readonly { readonly words: string; readonly address: string }[];
}

const MEETING = ['pending_approval', 'approved', 'in_progress'];

/**
 * What an approval would find at this moment: asked again while the booking waits, because what was free when it was
 * submitted may be taken by now. The rules decide the same way when it is approved.
 */
export function useApprovalCheck(booking: Row<'bookings'>): readonly Finding[] {
  const say = useWords('bookings');
  const names = useNames();
  const { organizationId } = useSession();
  const { id, state } = booking;
  const { period } = state;
  const reader = useRuleReader(period.start);
  const place = useRow('locations', state.locationId);
  const { rows: kits } = useRows('kits');
  const { rows: meeting } = useRows('bookings', { during: { from: period.start, to: period.end }, status: MEETING });
  const settings = useMemo(() => settingsOf(reader, organizationId), [reader, organizationId]);
  const blocked = useMemo(() => planningPeriod(period, settings), [period, settings]);
  const { rows: allocations } = useRows('allocations', { during: { from: blocked.start, to: blocked.end } });
  const people = useMemo(() => {
    const members = reader.find('member', 'all');
    return state.staffNeeds.map((need) => {
      const slot = {
        id: need.id,
        role: need.role,
        skills: need.skills,
        period,
        travelMinutes: settings.travelMinutes,
        siteId: state.siteId,
        locationId: state.locationId,
      };
      return { need, fitting: rank(members, slot, { reader, settings }).length };
    });
  }, [reader, settings, state.staffNeeds, state.siteId, state.locationId, period]);
  return useMemo(() => {
    const takenBy = new Map(
      allocations
        .filter((row) => row.parentId !== id && BINDS.has(row.state.status) && overlaps(row.state.period, blocked))
        .map((row) => [row.state.kitId, row]),
    );
    const heldBy = (row: Row<'allocations'>, kit: string, title: string) => ({
      words: say('check.held', { kit, title, until: formatDayTime(row.state.period.end, row.state.period.zone) }),
      address: row.state.bookingId === null ? `/kits/${row.state.kitId ?? ''}` : `/bookings/${row.state.bookingId}/kit`,
    });
    const kitFindings = state.kitNeeds.map((need): Finding => {
      const usable = kits.filter((kit) => kit.state.kitKind === need.kitKind && kit.state.status === 'available');
      const free = usable.filter((kit) => !takenBy.has(kit.id));
      const holders = usable.flatMap((kit) => takenBy.get(kit.id) ?? []);
      const isFine = free.length >= need.count;
      return {
        key: need.id,
        isFine,
        words: say(isFine ? 'check.kit' : 'check.kit-short', { kind: need.kitKind, count: need.count, free: free.length }),
        others: isFine ? [] : holders.map((holder) => heldBy(holder, names.kit(holder.state.kitId), names.booking(holder.state.bookingId))),
      };
    });
    return [
      placeFinding(place ?? null, state.locationId, period, say),
      ...meeting
        .filter((other) => other.id !== id && state.locationId !== null && other.state.locationId === state.locationId)
        .map((other): Finding => ({
          key: other.id,
          isFine: false,
          words: say('check.same-place'),
          others: [
            {
              words: `${other.state.title}, ${formatPeriod(other.state.period, other.state.period.zone)}`,
              address: `/bookings/${other.id}`,
            },
          ],
        })),
      ...people.map(({ need, fitting }): Finding => {
        const isFine = fitting >= need.count;
        return {
          key: need.id,
          isFine,
          words: say(isFine ? 'check.people' : 'check.people-short', { role: need.role, needed: need.count, count: fitting }),
          others: [],
        };
      }),
      ...kitFindings,
    ];
  }, [allocations, blocked, id, kits, meeting, names, people, period, place, say, state.kitNeeds, state.locationId]);
}

function placeFinding(
  place: Row<'locations'> | null,
  locationId: string | null,
  period: Period,
  say: (key: string, params?: Record<string, unknown>) => string,
): Finding {
  if (locationId === null) return { key: 'place', isFine: false, words: say('check.no-place'), others: [] };
  const name = place?.state.name ?? '';
  const others = [{ words: name, address: `/locations/${locationId}` }];
  if (place === null || place.state.status !== 'approved')
    return { key: 'place', isFine: false, words: say('check.place-not-approved'), others };
  const { approvedUntil } = place.state;
  if (approvedUntil !== null && approvedUntil < period.endLocal.slice(0, 10))
    return { key: 'place', isFine: false, words: say('check.place-ends', { until: approvedUntil }), others };
  return { key: 'place', isFine: true, words: say('check.place', { place: name }), others: [] };
}
