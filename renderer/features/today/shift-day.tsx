import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { dayKey, formatAgo, formatDay, formatTime, StatusChip, SyncMark, viewerPeriod } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { KitRows } from './kit-rows.tsx';
import { attendanceOf, stepsOf } from './my-shift.ts';
import { NextAction } from './next-action.tsx';
import { ShiftFacts } from './shift-facts.tsx';
import { SiteBoard } from './site-board.tsx';
import { StepList } from './step-list.tsx';

interface ShiftDayProps {
  readonly shift: Row<'shifts'>;
  readonly now: string;
  readonly children: ReactNode;
}

/** One shift from its start to its report: when and where, what to do now, and everything one needs to know on site. */
export function ShiftDay({ shift, now, children }: ShiftDayProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const { memberId, role } = useSession();
  const { bookingId, period, assigneeId } = shift.state;
  const booking = useRow('bookings', bookingId) ?? null;
  const { rows: allocations } = useRows('allocations', bookingId === null ? null : { parentId: bookingId });
  const { rows: colleagues } = useRows('shifts', bookingId === null ? null : { parentId: bookingId });
  const steps = stepsOf(shift, booking, allocations, memberId);
  const next = steps.find((step) => !step.isDone) ?? null;
  const isCancelled = shift.state.status === 'cancelled' || booking?.state.status === 'cancelled';
  const isMoved = !isCancelled && assigneeId !== null && assigneeId !== memberId;
  const isToday = dayKey(period.start, period.zone) === dayKey(now, period.zone);
  const elsewhere = viewerPeriod(period);
  const attendance = attendanceOf(shift, memberId);
  const when =
    isCancelled && attendance === null
      ? say('staff.was-cancelled')
      : next === null
        ? say('staff.finished')
        : shift.endsAt <= now
          ? say('staff.over', { ago: formatAgo(shift.endsAt, Date.parse(now)) })
          : shift.startsAt > now
            ? say('staff.starts', { ago: formatAgo(shift.startsAt, Date.parse(now)) })
            : say('staff.began', { ago: formatAgo(shift.startsAt, Date.parse(now)) });
  return (
    <article
      aria-label={booking?.state.title ?? shift.state.role}
      className="flex min-h-full flex-col gap-x-10 gap-y-5 px-4 pt-5 @2xl:grid @2xl:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] @2xl:grid-rows-[auto_auto_1fr] @2xl:content-start @2xl:pb-8 @5xl:grid-cols-[26rem_minmax(0,44rem)] @5xl:px-8"
    >
      <header className="flex flex-col gap-1 @2xl:col-start-1">
        <p className="text-12 text-ink-3">{when}</p>
        <p className="tabular text-28 leading-tight font-semibold">
          <time dateTime={period.start}>{formatTime(period.start, period.zone)}</time>–{formatTime(period.end, period.zone)}
        </p>
        {!isToday && <p className="tabular text-15">{formatDay(period.start, period.zone)}</p>}
        {elsewhere !== null && <p className="tabular text-12 text-ink-3">{elsewhere}</p>}
        <h2 className="text-20 leading-tight break-words">{booking?.state.title ?? shift.state.role}</h2>
        <p className="break-words text-ink-2">
          {[booking === null ? '' : shift.state.role, names.location(shift.state.locationId ?? booking?.state.locationId ?? null)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <div className="flex flex-wrap items-center gap-3 pt-1">
          <StatusChip noun="shift" status={shift.state.status} />
          <SyncMark sync={shift.sync} readOnly={shift.readOnly} look="words" />
        </div>
      </header>
      {/* under the thumb on a phone, under the head on a desk */}
      <div className="order-last -mx-4 mt-auto border-t border-line bg-surface px-4 py-3 @2xl:order-none @2xl:col-start-1 @2xl:mx-0 @2xl:mt-0 @2xl:border-t-0 @2xl:p-0 @max-2xl:sticky @max-2xl:bottom-0 @max-2xl:z-10 @max-2xl:has-[form]:static">
        {(isCancelled || isMoved) && next !== null && (
          <p role="status" className="mb-3 border-s-3 border-needs bg-needs-soft px-3 py-2 text-13 text-needs-text">
            {say(`staff.${isCancelled ? 'cancelled' : 'moved'}${attendance === null ? '' : '-here'}`, { person: names.member(assigneeId) })}
          </p>
        )}
        <NextAction step={next} shift={shift} booking={booking} />
      </div>
      <div className="flex flex-col gap-5 @2xl:col-start-1">
        <StepList steps={steps} next={next} zone={period.zone} />
        {children}
      </div>
      <div className="flex flex-col gap-5 @max-2xl:pb-3 @2xl:col-start-2 @2xl:row-span-3 @2xl:row-start-1">
        {role === 'site_lead' && bookingId !== null && <SiteBoard own={shift} shifts={colleagues} now={now} />}
        <KitRows allocations={allocations} back={`/today/${shift.id}`} />
        <ShiftFacts shift={shift} booking={booking} allocations={allocations} colleagues={colleagues} />
      </div>
    </article>
  );
}
