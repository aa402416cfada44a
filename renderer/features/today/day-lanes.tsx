import { useMemo, type ReactNode } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, Chip, cx, formatTime, zoneName, StatusIcon, statusLook, TONE_EDGE, TONE_SOFT } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { crewOf, dayAxis } from './day-axis.ts';

interface DayLanesProps {
  readonly bookings: readonly Row<'bookings'>[];
  readonly shifts: readonly Row<'shifts'>[];
  readonly allocations: readonly Row<'allocations'>[];
  readonly window: { readonly from: string; readonly to: string };
  readonly zone: string;
  readonly now: string;
}

/** Every booking of the day as a lane: usage as a block, delivery and return around it hatched, now as a line. */
export function DayLanes({ bookings, shifts, allocations, window, zone, now }: DayLanesProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const { at, isToday, hours, writtenHours } = dayAxis(window, now);
  const shiftsOf = useMemo(() => Map.groupBy(shifts, ({ state }) => state.bookingId), [shifts]);
  const allocationsOf = useMemo(() => Map.groupBy(allocations, ({ state }) => state.bookingId), [allocations]);
  return (
    <section aria-label={say('title')} className="relative border-t border-line">
      <div aria-hidden className="sticky top-0 z-10 grid h-7 grid-cols-[clamp(13rem,30%,22rem)_1fr] border-b border-line bg-surface">
        <span />
        <span className="tabular relative text-11 text-ink-3">
          {isToday && (
            <span
              className="absolute top-1 z-1 -translate-x-1/2 rounded-small bg-accent px-1 leading-4 text-accent-ink rtl:translate-x-1/2"
              style={{ insetInlineStart: `${at(now)}%` }}
            >
              {formatTime(now, zone)}
            </span>
          )}
          {writtenHours.map((hour) => (
            <span key={hour} className="absolute top-1.5 ps-1" style={{ insetInlineStart: `${at(hour)}%` }}>
              {formatTime(hour, zone)}
            </span>
          ))}
        </span>
      </div>
      <ul>
        {bookings.map((row) => {
          const { state } = row;
          const { planned, here, open, memberIds } = crewOf(shiftsOf.get(row.id) ?? []);
          const people = [
            ...memberIds.map(names.member),
            ...(open > 0 && state.status !== 'cancelled' ? [say('room.open', { count: open })] : []),
          ].join(', ');
          const { tone } = statusLook('booking', state.status);
          return (
            <li key={row.id} className="grid grid-cols-[clamp(13rem,30%,22rem)_1fr] border-b border-line">
              <Link
                to={`/bookings/${row.id}`}
                className="flex min-h-11 min-w-0 items-center gap-2 px-4 py-1 text-13 data-[hovered]:bg-hover"
              >
                <StatusIcon noun="booking" status={state.status} />
                <span className="min-w-0 flex-1 overflow-hidden">
                  <span className={cx('block truncate', state.status === 'cancelled' && 'line-through')}>{state.title}</span>
                  <span className="flex min-w-0 gap-1.5 text-12 text-ink-3">
                    <span className="tabular shrink-0">{timesAt(state.period, zone)}</span>
                    <span className="truncate">{names.location(state.locationId)}</span>
                  </span>
                </span>
                {open > 0 && state.status !== 'cancelled' ? (
                  <Chip tone="needs">{say('room.staffed', { staffed: planned - open, planned })}</Chip>
                ) : (
                  state.status === 'in_progress' && <Chip tone="running">{say('room.people', { here, planned })}</Chip>
                )}
              </Link>
              <div className="relative">
                {hours.map((hour) => (
                  <span key={hour} aria-hidden className="absolute inset-y-0 w-px bg-line" style={{ insetInlineStart: `${at(hour)}%` }} />
                ))}
                {(allocationsOf.get(row.id) ?? []).map((allocation) => (
                  <span
                    key={allocation.id}
                    aria-hidden
                    className="absolute inset-y-4 rounded-small bg-press"
                    style={{
                      insetInlineStart: `${at(allocation.state.period.start)}%`,
                      width: `${at(allocation.state.period.end) - at(allocation.state.period.start)}%`,
                    }}
                  />
                ))}
                <span
                  aria-hidden
                  data-certainty={certaintyOf(row.sync)}
                  className={cx(
                    'absolute inset-y-2 overflow-hidden rounded-small border-s-3 px-1.5 text-12 leading-7',
                    TONE_SOFT[tone],
                    TONE_EDGE[tone],
                  )}
                  style={{
                    insetInlineStart: `${at(state.period.start)}%`,
                    width: `${Math.max(0.6, at(state.period.end) - at(state.period.start))}%`,
                  }}
                >
                  <span className="block truncate">{people}</span>
                </span>
                {isToday && (
                  <span aria-hidden className="absolute inset-y-0 z-1 w-0.5 bg-accent" style={{ insetInlineStart: `${at(now)}%` }} />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** `16:45–20:45`, on the place's clock; named when that is not the clock above the lanes. */
function timesAt({ start, end, zone }: Period, axisZone: string): string {
  const times = `${formatTime(start, zone)}–${formatTime(end, zone)}`;
  return formatTime(start, zone) === formatTime(start, axisZone) ? times : `${times} ${zoneName(start, zone)}`;
}
