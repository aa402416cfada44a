import { CalendarCheck, CalendarX } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { cx, dayKey, formatDay, formatDayTime, viewerZone } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { dayAfter, weekOf, type Week } from '../people/weeks.ts';
import { AsOf } from '../sync/as-of.tsx';
import { LaneBlocks } from './lane-blocks.tsx';
import { BINDS } from './lanes.ts';

const WEEKS = [0, 1, 2, 3, 4, 5];
const DAYS = [0, 1, 2, 3, 4, 5, 6];
type Allocation = Row<'allocations'>;

/** When the kit is free, week by week: its use as blocks, the time around it that blocks it too hatched. */
export function KitPlan({ kit }: { readonly kit: Row<'kits'> }): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const now = useNow(60_000);
  const zone = names.siteZone(kit.state.homeSiteId) ?? viewerZone();
  const today = dayKey(now, zone);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the weeks change with the day, not with the minute
  const weeks = useMemo(() => WEEKS.map((later) => weekOf(now, zone, later)), [today, zone]);
  const during = { from: weeks[0]?.from ?? now, to: weeks.at(-1)?.to ?? now };
  const { rows } = useRows('allocations', { during, sort: 'startsAt' });
  const own = useMemo(() => rows.filter(({ state }) => state.kitId === kit.id && BINDS.has(state.status)), [rows, kit.id]);
  return (
    <div className="px-5 py-4">
      <Summary own={own} now={now} until={during.to} isAvailable={kit.state.status === 'available'} />
      <AsOf className="mt-1" />
      <div className="tabular mt-4 grid grid-cols-[4.5rem_1fr] text-12">
        <span />
        <div aria-hidden className="grid grid-cols-7 text-11 text-ink-3">
          {DAYS.map((day) => (
            <span key={day} className="ps-1.5 pb-1">
              {formatDay(`${dayAfter(dayKey(weeks[0]?.from ?? now, zone), day)}T12:00:00Z`, 'UTC').split(' ')[0]}
            </span>
          ))}
        </div>
        {weeks.map((week) => (
          <WeekLane key={week.from} week={week} zone={zone} today={today} now={now} own={own} />
        ))}
      </div>
      <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-12 text-ink-3">
        <Key className="border-s-3 border-pending bg-pending-soft">{say('plan.use')}</Key>
        <Key className="bg-press">{say('plan.around')}</Key>
      </p>
    </div>
  );
}

function Key({ className, children }: { readonly className: string; readonly children: ReactNode }): ReactNode {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={cx('h-3 w-5 rounded-small', className)} />
      {children}
    </span>
  );
}

interface SummaryProps {
  readonly own: readonly Allocation[];
  readonly now: string;
  readonly until: string;
  readonly isAvailable: boolean;
}

/** In one sentence: free until when, or taken until when. */
function Summary({ own, now, until, isAvailable }: SummaryProps): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const current = own.find(({ state }) => state.period.start <= now && now < state.period.end);
  const next = own.find(({ state }) => state.period.start > now);
  const Icon = current === undefined && isAvailable ? CalendarCheck : CalendarX;
  const words = !isAvailable
    ? say('plan.out')
    : current !== undefined
      ? say('plan.taken', {
          what: names.booking(current.state.bookingId),
          when: formatDayTime(current.state.period.end, current.state.period.zone),
        })
      : next !== undefined
        ? say('plan.free-until', { when: formatDayTime(next.state.period.start, next.state.period.zone) })
        : say('plan.free', { when: formatDay(until) });
  return (
    <p className="flex items-center gap-2 text-13">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
      {words}
    </p>
  );
}

interface WeekLaneProps {
  readonly week: Week;
  readonly zone: string;
  readonly today: string;
  readonly now: string;
  readonly own: readonly Allocation[];
}

function WeekLane({ week, zone, today, now, own }: WeekLaneProps): ReactNode {
  const monday = dayKey(week.from, zone);
  return (
    <>
      <span className="self-center text-ink-2">{formatDay(week.from, zone).split(' ').slice(1).join(' ')}</span>
      <ul aria-label={formatDay(week.from, zone)} className="relative grid h-11 grid-cols-7 border-t border-line last:border-b">
        {DAYS.map((day) => (
          <li
            key={day}
            aria-hidden
            role="presentation"
            className={cx(
              'border-s border-line',
              dayAfter(monday, day) === today && 'bg-accent-soft',
              dayAfter(monday, day) < today && 'bg-sunken',
            )}
          />
        ))}
        <LaneBlocks rows={own} window={week} now={now} />
      </ul>
    </>
  );
}
