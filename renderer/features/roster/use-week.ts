import { useMemo } from 'react';
import { DEFAULT_SETTINGS } from '../../../shared/domain/organization/schema.ts';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { usePlace } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { dayKey, viewerZone } from '../../ui/index.ts';
import { useRow, useRows } from '../../view/hooks.ts';
import { entriesOf } from './grouping.ts';
import { planOf } from './plan.ts';
import { useRosterLook } from './roster-look.ts';
import { isDay, mondayOf, startDay, weekDays, windowOf } from './week.ts';

/** The week of the address, or of the open shift, or this one; with everything the grid shows of it. */
export function useWeek(shiftId: string | null) {
  const say = useWords('roster');
  const names = useNames();
  const { search } = usePlace();
  const { siteId, organizationId } = useSession();
  const today = dayKey(useNow(60_000), names.siteZone(siteId) ?? viewerZone());
  const shift = useRow('shifts', shiftId);
  const asked = search.get('week');
  const monday = mondayOf(isDay(asked) ? asked : shift === null || shift === undefined ? today : startDay(shift.state.period));
  const { grouping } = useRosterLook();
  const text = search.get('q') ?? '';

  const days = useMemo(() => weekDays(monday), [monday]);
  const during = useMemo(() => windowOf(monday), [monday]);
  const { rows: members, loading: isLoadingPeople } = useRows('members');
  const { rows: shifts, loading: isLoadingShifts } = useRows('shifts', { during });
  const { rows: availability } = useRows('availability', { during });
  const settings = useRow('organizations', organizationId)?.state.settings ?? DEFAULT_SETTINGS;
  const plan = useMemo(
    () => planOf(days, { members, shifts, availability, settings, nameOf: names.member }),
    [days, members, shifts, availability, settings, names],
  );
  const entries = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = plan.people.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    return entriesOf(plan, found, grouping, {
      place: (id) => (id === null ? say('no-place') : names.location(id)),
      booking: (id) => (id === null ? say('no-booking') : names.booking(id)),
      nobodyElse: say('group.rest'),
    });
  }, [plan, text, grouping, names, say]);
  const roles = useMemo(() => {
    const counts = Map.groupBy(shifts, ({ state }) => state.role);
    return [...counts.entries()].toSorted(([, a], [, b]) => b.length - a.length).map(([role]) => role);
  }, [shifts]);
  return { monday, days, today, shift, members, plan, entries, roles, text, isLoading: isLoadingPeople || isLoadingShifts };
}
