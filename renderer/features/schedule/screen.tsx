import { CalendarDays } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { EmptyState, PageHeader, Skeleton, SplitView, viewerZone } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';
import { SyncLine } from '../sync/sync-line.tsx';
import { AwayList } from './away-list.tsx';
import { horizon, offersOf, weeksOf } from './my-shifts.ts';
import { Offers } from './offers.tsx';
import { ShiftDetail } from './shift-detail.tsx';
import { WeekList } from './week-list.tsx';

/** A person's own weeks: what is asked of them, what is planned, when they cannot. All of it works without a connection. */
export default function ScheduleScreen({ id }: ScreenProps): ReactNode {
  const say = useWords('schedule');
  return (
    <div className="flex h-full min-h-0 flex-col text-13" data-density="touch">
      <PageHeader title={say('title')} />
      <SyncLine />
      <SplitView
        id="schedule"
        initialWidth={460}
        list={<MySchedule openId={id} />}
        detail={id === null ? null : <ShiftDetail key={id} id={id} />}
        detailLabel={say('shift')}
      />
    </div>
  );
}

function MySchedule({ openId }: { readonly openId: string | null }): ReactNode {
  const say = useWords('schedule');
  const names = useNames();
  const now = useNow();
  const { memberId, siteId } = useSession();
  const zone = names.siteZone(siteId) ?? viewerZone();
  const [isAdding, setIsAdding] = useState(false);
  const { rows: shifts, loading } = useRows('shifts', { during: horizon(now, zone), sort: 'startsAt' });
  const { rows: availability } = useRows('availability', { parentId: memberId, sort: 'startsAt' });
  const away = availability.filter(({ state, endsAt }) => !state.removed && endsAt > now);
  const offers = offersOf(shifts, memberId, now);
  const weeks = weeksOf(shifts, memberId, now, zone);
  useKeys([{ keys: 'n', label: say('away.add'), group: say('title'), run: () => setIsAdding(true) }]);
  if (loading) return <Skeleton rows={10} />;
  const isEmpty = offers.length === 0 && weeks.every(({ days }) => days.length === 0);
  return (
    <div className="@container min-h-0 flex-1 overflow-y-auto">
      <Offers offers={offers} shifts={shifts} away={away} />
      <div className="@5xl:grid @5xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="@container min-w-0">
          {isEmpty ? (
            <EmptyState size="panel" icon={CalendarDays} title={say('none')} detail={say('none-detail')} />
          ) : (
            <WeekList weeks={weeks} zone={zone} now={now} openId={openId} />
          )}
        </div>
        <div className="@container border-t border-line @5xl:border-s @5xl:border-t-0">
          <AwayList
            entries={away}
            shifts={shifts}
            zone={zone}
            isAdding={isAdding}
            onAdd={() => setIsAdding(true)}
            onClose={() => setIsAdding(false)}
          />
        </div>
      </div>
    </div>
  );
}
