import { CalendarX2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, cx, formatDay, formatPeriod, Section, StatusChip, SyncMark, viewerZone } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { hoursNumber, isWork, minutesIn, weekOf, type Week } from './weeks.ts';

/** This week and the next: the shifts of a person, their hours, and how far the limit is. */
export function WeekTab({ person }: { readonly person: Row<'members'> }): ReactNode {
  const say = useWords('people');
  const names = useNames();
  const zone = names.siteZone(person.state.homeSiteId) ?? viewerZone();
  const now = useNow(600_000);
  const weeks = [weekOf(now, zone), weekOf(now, zone, 1)];
  const { rows } = useRows('shifts', { during: { from: weeks[0]?.from ?? now, to: weeks[1]?.to ?? now }, sort: 'startsAt' });
  const own = rows.filter(({ state }) => state.assigneeId === person.id);
  return (
    <>
      {weeks.map((week, index) => (
        <WeekSection
          key={week.from}
          title={say(index === 0 ? 'week.this' : 'week.next')}
          week={week}
          zone={zone}
          person={person}
          shifts={own.filter(({ startsAt }) => startsAt >= week.from && startsAt < week.to)}
        />
      ))}
    </>
  );
}

interface WeekSectionProps {
  readonly title: string;
  readonly week: Week;
  readonly zone: string;
  readonly person: Row<'members'>;
  readonly shifts: readonly Row<'shifts'>[];
}

function WeekSection({ title, week, zone, person, shifts }: WeekSectionProps): ReactNode {
  const say = useWords('people');
  const names = useNames();
  const { organizationId } = useSession();
  const settings = useRow('organizations', organizationId)?.state.settings;
  const minutes = minutesIn(week, shifts);
  const most = person.state.maxMinutesPerWeek ?? settings?.maxMinutesPerWeek ?? null;
  const warn = Math.min(settings?.warnMinutesPerWeek ?? Infinity, most ?? Infinity);
  const isOver = most !== null && minutes > most;
  const tone = isOver ? 'bg-stopped' : minutes > warn ? 'bg-needs' : 'bg-accent';
  return (
    <Section
      title={title}
      actions={
        <span className={cx('tabular text-12', isOver ? 'text-stopped-text' : minutes > warn ? 'text-needs-text' : 'text-ink-2')}>
          {most === null
            ? say('week.hours', { hours: hoursNumber(minutes) })
            : say(isOver ? 'week.over' : 'week.of', { hours: hoursNumber(minutes), most: hoursNumber(most) })}
        </span>
      }
    >
      {most !== null && most > 0 && (
        <div aria-hidden className="mb-2 h-1 overflow-hidden rounded-full bg-sunken">
          <div className={cx('h-full rounded-full', tone)} style={{ width: `${Math.min(100, (minutes / most) * 100)}%` }} />
        </div>
      )}
      {shifts.length === 0 ? (
        <p className="flex items-center gap-2 py-1 text-13 text-ink-3">
          <CalendarX2 aria-hidden className="size-4" strokeWidth={1.75} />
          {say('week.none', { from: formatDay(week.from, zone) })}
        </p>
      ) : (
        <ul>
          {shifts.map((row) => (
            <li
              key={row.id}
              data-certainty={certaintyOf(row.sync)}
              className={cx(
                'flex min-h-12 items-center gap-3 border-b border-line py-1.5 text-13 last:border-b-0',
                !isWork(row) && 'text-ink-3',
              )}
            >
              <span className="min-w-0 flex-1">
                <span className="tabular block truncate">{formatPeriod(row.state.period, row.state.period.zone)}</span>
                <span className="block truncate text-12 text-ink-3">
                  {row.state.role}
                  {row.state.bookingId !== null && (
                    <>
                      {' · '}
                      <Link to={`/bookings/${row.state.bookingId}/people`}>{names.booking(row.state.bookingId)}</Link>
                    </>
                  )}
                </span>
              </span>
              <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
              <StatusChip noun="shift" status={row.state.status} look="plain" className="shrink-0" />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
