import { CalendarCheck } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { EmptyState, formatDay, formatPeriod, PageHeader, Skeleton, viewerZone } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { offersOf } from '../schedule/my-shifts.ts';
import { SyncLine } from '../sync/sync-line.tsx';
import { isMine, pickShift } from './my-shift.ts';
import { OtherShifts } from './other-shifts.tsx';
import { ShiftDay } from './shift-day.tsx';

const HOUR_MS = 3_600_000;
const LOOK_AHEAD_MS = 28 * 24 * HOUR_MS;

/** One shift at a time with one next action; everything on it works without a connection. */
export function StaffToday({ id }: { readonly id: string | null }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const { memberId, siteId } = useSession();
  const now = useNow();
  const { around, ahead } = useMemo(() => {
    const hour = Math.floor(Date.parse(now) / HOUR_MS) * HOUR_MS;
    const at = (ms: number): string => new Date(hour + ms).toISOString();
    return { around: { from: at(-16 * HOUR_MS), to: at(36 * HOUR_MS) }, ahead: { from: at(0), to: at(LOOK_AHEAD_MS) } };
  }, [now]);
  const { rows, loading } = useRows('shifts', { during: around, sort: 'startsAt' });
  const { rows: later } = useRows('shifts', { during: ahead, sort: 'startsAt' });
  const bookingIds = rows.flatMap((row) => (isMine(row, memberId) && row.state.bookingId !== null ? [row.state.bookingId] : []));
  const { rows: bookings, loading: isLoadingBookings } = useRows('bookings', bookingIds.length === 0 ? null : { ids: bookingIds });
  const unreported = new Set(
    bookings.flatMap((row) => (row.state.report === null || row.state.report.status === 'returned' ? [row.id] : [])),
  );
  const asked = useRow('shifts', id);
  const picked = pickShift(rows, memberId, now, ({ state }) => state.bookingId !== null && unreported.has(state.bookingId));
  const shift = id === null ? picked : (asked ?? picked);
  const isLoading = loading || isLoadingBookings || (id !== null && asked === undefined);
  const own = rows.filter((row) => isMine(row, memberId));
  const offers = offersOf(later, memberId, now).filter((offer) => offer.id !== shift?.id);
  const upcoming = later.find(
    (row) => row.state.assigneeId === memberId && row.state.status === 'confirmed' && row.startsAt > now && row.id !== shift?.id,
  );
  return (
    <div className="flex h-full min-h-0 flex-col text-13" data-density="touch">
      <PageHeader
        title={say('title')}
        filters={<time className="tabular text-13 text-ink-2">{formatDay(now, names.siteZone(siteId) ?? viewerZone())}</time>}
      />
      <SyncLine />
      {offers.length > 0 && (
        <p className="shrink-0 border-b border-line bg-pending-soft px-4 py-2 text-13">
          <Link to="/schedule">{say('staff.offers', { count: offers.length })}</Link>
        </p>
      )}
      <div className="@container relative min-h-0 flex-1 overflow-y-auto">
        {isLoading ? (
          <Skeleton rows={8} />
        ) : shift === null ? (
          <EmptyState
            icon={CalendarCheck}
            title={say('staff.none')}
            detail={upcoming === undefined ? say('staff.none-detail') : <Upcoming shift={upcoming} />}
            action={<Link to="/schedule">{say('staff.to-schedule')}</Link>}
          />
        ) : (
          <ShiftDay key={shift.id} shift={shift} now={now}>
            <OtherShifts shifts={own} currentId={shift.id} />
            {upcoming !== undefined && !own.includes(upcoming) && (
              <p className="border-t border-line pt-4 text-13 text-ink-2">
                <Upcoming shift={upcoming} />
              </p>
            )}
          </ShiftDay>
        )}
      </div>
    </div>
  );
}

function Upcoming({ shift }: { readonly shift: Row<'shifts'> }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const { bookingId, role, period } = shift.state;
  return (
    <Link to={`/schedule/${shift.id}`}>
      {say('staff.upcoming', { when: formatPeriod(period, period.zone), what: bookingId === null ? role : names.booking(bookingId) })}
    </Link>
  );
}
