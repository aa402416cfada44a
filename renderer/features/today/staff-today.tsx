import { CalendarCheck } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { EmptyState, formatPeriod, PageHeader, Skeleton, StatusChip, SyncMark } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { isMine, pickShift, stepsOf } from './my-shift.ts';
import { NextAction } from './next-action.tsx';
import { ShiftFacts } from './shift-facts.tsx';
import { StepList } from './step-list.tsx';

const HOUR_MS = 3_600_000;

/** One shift at a time with one next action; everything on it works without a connection. */
export function StaffToday(): ReactNode {
  const say = useWords('today');
  const { memberId } = useSession();
  const now = useNow();
  const around = useMemo(() => {
    const hour = Math.floor(Date.parse(now) / HOUR_MS) * HOUR_MS;
    return { from: new Date(hour - 16 * HOUR_MS).toISOString(), to: new Date(hour + 36 * HOUR_MS).toISOString() };
  }, [now]);
  const { rows, loading } = useRows('shifts', { during: around, sort: 'startsAt' });
  const shift = pickShift(rows, memberId, now);
  const later = rows.filter((row) => isMine(row, memberId) && row.id !== shift?.id && row.endsAt > now && row.state.status !== 'cancelled');
  return (
    <div className="flex h-full min-h-0 flex-col" data-density="touch">
      <PageHeader title={say('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-xl flex-col gap-6 px-4 py-5">
          {loading ? (
            <Skeleton rows={8} />
          ) : shift === null ? (
            <EmptyState icon={CalendarCheck} title={say('staff.none')} detail={say('staff.none-detail')} />
          ) : (
            <ShiftDay shift={shift} colleagues={rows} now={now} />
          )}
          {later.length > 0 && <LaterShifts shifts={later} />}
        </div>
      </div>
    </div>
  );
}

function ShiftDay({
  shift,
  colleagues,
  now,
}: {
  readonly shift: Row<'shifts'>;
  readonly colleagues: readonly Row<'shifts'>[];
  readonly now: string;
}): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const { memberId } = useSession();
  const { bookingId, period, assigneeId } = shift.state;
  const booking = useRow('bookings', bookingId) ?? null;
  const { rows: allocations } = useRows('allocations', bookingId === null ? null : { parentId: bookingId });
  const steps = stepsOf(shift, booking, allocations, memberId);
  const next = steps.find((step) => !step.isDone) ?? null;
  const isCancelled = shift.state.status === 'cancelled' || booking?.state.status === 'cancelled';
  const isMoved = !isCancelled && assigneeId !== null && assigneeId !== memberId;
  return (
    <article aria-label={booking?.state.title ?? shift.state.role} className="flex flex-col gap-5">
      <header className="flex flex-col gap-1">
        <p className="text-12 text-ink-3">{shift.startsAt > now ? say('staff.next') : say('staff.now')}</p>
        <h2 className="text-20 break-words">{booking?.state.title ?? shift.state.role}</h2>
        <p className="tabular text-15">
          <time dateTime={period.start}>{formatPeriod(period, period.zone)}</time> · {shift.state.role}
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <StatusChip noun="shift" status={shift.state.status} />
          <SyncMark sync={shift.sync} look="words" />
        </div>
      </header>
      {(isCancelled || isMoved) && (
        <p role="status" className="border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text">
          {isCancelled ? say('staff.cancelled') : say('staff.moved', { person: names.member(assigneeId) })}
        </p>
      )}
      <NextAction step={next} shift={shift} booking={booking} />
      <StepList steps={steps} next={next} zone={period.zone} />
      <ShiftFacts shift={shift} booking={booking} allocations={allocations} colleagues={colleagues} />
    </article>
  );
}

function LaterShifts({ shifts }: { readonly shifts: readonly Row<'shifts'>[] }): ReactNode {
  const say = useWords('today');
  const names = useNames();
  return (
    <section aria-label={say('staff.later')} className="border-t border-line pt-4">
      <h3 className="mb-1 text-13 text-ink-2">{say('staff.later')}</h3>
      <ul>
        {shifts.map(({ id, state }) => (
          <li key={id} className="flex min-h-row items-center gap-3 text-13">
            <span className="tabular shrink-0 text-ink-2">{formatPeriod(state.period, state.period.zone)}</span>
            <Link to={state.bookingId === null ? '/schedule' : `/bookings/${state.bookingId}`}>{names.booking(state.bookingId)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
