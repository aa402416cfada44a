import { ChevronLeft, ChevronRight, Plus, Sun } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { useKeys } from '../../app/keys.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, dayKey, EmptyState, formatDay, IconButton, PageHeader, Skeleton, toInstantAt, viewerZone } from '../../ui/index.ts';
import { useCount, useRow, useRows, useSyncStatus } from '../../view/hooks.ts';
import { mattersOf } from './attention.ts';
import { DayLanes } from './day-lanes.tsx';
import { FirstSteps } from './first-steps.tsx';
import { MatterList } from './matter-list.tsx';
import { SitesToday } from './sites-today.tsx';

const DAY_MS = 86_400_000;

/** The day of a planner: what needs somebody on top, then every booking as a lane with now. */
export function ControlRoom(): ReactNode {
  const say = useWords('today');
  const can = useCan();
  const names = useNames();
  const now = useNow();
  const { siteId, organizationId } = useSession();
  const { search } = usePlace();
  const zone = names.siteZone(siteId) ?? viewerZone();
  const today = dayKey(now, zone);
  const day = search.get('day') ?? today;
  const window = useMemo(() => {
    const from = toInstantAt(`${day}T00:00`, zone);
    return { from, to: new Date(Date.parse(from) + DAY_MS).toISOString() };
  }, [day, zone]);
  const { rows: bookings, loading } = useRows('bookings', { during: window, sort: 'startsAt' });
  const { rows: shifts } = useRows('shifts', { during: window, sort: 'startsAt' });
  const { rows: allocations } = useRows('allocations', { during: window });
  const organization = useRow('organizations', organizationId);
  const hasNone = useCount('bookings') === 0 && can('booking.create');
  const sites = useSyncStatus()?.sites;
  const graceMinutes = organization?.state.settings.lateGraceMinutes ?? 10;
  const matters = useMemo(
    () => mattersOf({ bookings, shifts, allocations, sites: sites ?? [], graceMinutes }, now),
    [bookings, shifts, allocations, sites, graceMinutes, now],
  );
  const lanes = bookings.filter(({ state }) => state.status !== 'rejected');
  const create = (): void => navigate(day > today ? `/bookings?new=1&day=${day}` : '/bookings?new=1');
  const step = (days: number): void => {
    const next = dayKey(new Date(Date.parse(window.from) + days * DAY_MS + DAY_MS / 2).toISOString(), zone);
    setSearch({ day: next === today ? null : next });
  };
  useKeys([
    { keys: 'arrowleft', label: say('room.day-before'), group: say('title'), run: () => step(-1) },
    { keys: 'arrowright', label: say('room.day-after'), group: say('title'), run: () => step(1) },
    { keys: 't', label: say('room.today'), group: say('title'), run: () => setSearch({ day: null }) },
    ...(can('booking.create') ? [{ keys: 'n', label: say('room.new'), group: say('title'), run: create }] : []),
  ]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={say('title')}
        filters={
          <>
            <IconButton icon={ChevronLeft} label={say('room.day-before')} onPress={() => step(-1)} />
            <time dateTime={day} className="tabular text-13">
              {formatDay(new Date(Date.parse(window.from) + DAY_MS / 2).toISOString(), zone)}
            </time>
            <IconButton icon={ChevronRight} label={say('room.day-after')} onPress={() => step(1)} />
            {day !== today && (
              <Button variant="quiet" onPress={() => setSearch({ day: null })}>
                {say('room.today')}
              </Button>
            )}
          </>
        }
        actions={
          can('booking.create') && (
            <Button variant={hasNone ? 'default' : 'primary'} icon={Plus} onPress={create}>
              {say('room.new')}
            </Button>
          )
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {loading ? (
          <div className="p-5">
            <Skeleton rows={12} />
          </div>
        ) : (
          <>
            {hasNone ? <FirstSteps /> : <MatterList matters={matters} zone={zone} />}
            {hasNone ? null : lanes.length === 0 ? (
              <EmptyState icon={Sun} title={say('room.empty')} detail={say('room.empty-detail')} />
            ) : (
              <DayLanes bookings={lanes} shifts={shifts} allocations={allocations} window={window} zone={zone} now={now} />
            )}
            <SitesToday sites={sites ?? []} shifts={shifts} />
          </>
        )}
      </div>
    </div>
  );
}
