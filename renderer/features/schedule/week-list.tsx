import type { KeyboardEvent, ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, cx, formatDay, formatTime, hoursWords, StatusChip, SyncMark, viewerPeriod, dayKey } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { ScheduleWeek } from './my-shifts.ts';

interface WeekListProps {
  readonly weeks: readonly ScheduleWeek[];
  readonly zone: string;
  readonly now: string;
  readonly openId: string | null;
}

/** The weeks ahead, day by day. Arrow keys walk the shifts, Enter opens one. */
export function WeekList({ weeks, zone, now, openId }: WeekListProps): ReactNode {
  const say = useWords('schedule');
  const today = dayKey(now, zone);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- moves focus between the links inside, which are the controls
    <div onKeyDown={walk}>
      {weeks.map(({ week, later, minutes, days }) => {
        const title = later === 0 ? say('week.this') : later === 1 ? say('week.next') : say('week.of', { day: formatDay(week.from, zone) });
        return (
          <section key={week.from} aria-label={title} className="border-b border-line last:border-b-0">
            <div className="sticky top-0 z-10 flex min-h-9 items-center justify-between gap-3 border-b border-line bg-surface px-4">
              <h2 className="text-12 font-medium text-ink-2">{title}</h2>
              <span className="tabular text-12 text-ink-3">{hoursWords(minutes)}</span>
            </div>
            {days.length === 0 && <p className="px-4 py-3 text-13 text-ink-3">{say('week.none')}</p>}
            <ul>
              {days.flatMap(({ day, shifts }) =>
                shifts.map((shift, index) => (
                  <li key={shift.id} className="border-b border-line last:border-b-0">
                    <ShiftLine
                      shift={shift}
                      isFirst={index === 0}
                      isToday={day === today}
                      isPast={shift.endsAt <= now}
                      isOpen={shift.id === openId}
                    />
                  </li>
                )),
              )}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

interface ShiftLineProps {
  readonly shift: Row<'shifts'>;
  readonly isFirst: boolean;
  readonly isToday: boolean;
  readonly isPast: boolean;
  readonly isOpen: boolean;
}

function ShiftLine({ shift, isFirst, isToday, isPast, isOpen }: ShiftLineProps): ReactNode {
  const say = useWords('schedule');
  const names = useNames();
  const { period, role, bookingId, locationId, status } = shift.state;
  const isOff = status === 'cancelled' || status === 'no_show';
  const elsewhere = viewerPeriod(period);
  return (
    <Link
      to={isToday && !isOff ? `/today/${shift.id}` : `/schedule/${shift.id}`}
      data-shift-line
      {...(isOpen ? { 'aria-current': 'true' as const } : {})}
      className={cx(
        'focus-inner grid min-h-14 grid-cols-[5.5rem_1fr] items-start gap-x-3 px-4 py-2 text-13 text-ink no-underline data-[hovered]:bg-hover @md:grid-cols-[6.5rem_8.5rem_1fr_auto]',
        isOpen && 'bg-press',
        isPast && 'text-ink-2',
      )}
    >
      <span className={cx('tabular', isToday ? 'font-semibold text-accent-text' : isFirst ? 'font-medium' : 'text-ink-3')}>
        {isToday ? say('today') : formatDay(period.start, period.zone)}
      </span>
      <span
        data-certainty={certaintyOf(shift.sync)}
        className={cx('tabular justify-self-start rounded-small px-1 -mx-1 font-medium', isOff && 'line-through')}
      >
        <time dateTime={period.start}>{formatTime(period.start, period.zone)}</time>–{formatTime(period.end, period.zone)}
      </span>
      <span className="min-w-0 @max-md:col-start-2">
        <span className={cx('block break-words', isOff && 'line-through')}>{bookingId === null ? role : names.booking(bookingId)}</span>
        <span className="block text-12 break-words text-ink-3">
          {[bookingId === null ? '' : role, names.location(locationId), elsewhere].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 @max-md:col-start-2 @md:justify-end">
        <StatusChip noun="shift" status={status} look="plain" />
        <SyncMark sync={shift.sync} readOnly={shift.readOnly} />
      </span>
    </Link>
  );
}

/** Up and down between the shifts, as in every list. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0;
  if (step === 0) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-shift-line]')];
  const at = lines.findIndex((line) => line === document.activeElement);
  const next = lines[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
