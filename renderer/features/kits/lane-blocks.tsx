import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { certaintyOf, cx, formatPeriod, statusLook, TONE_EDGE, TONE_SOFT, Tooltip } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { Week } from '../people/weeks.ts';

interface LaneBlocksProps {
  /** What binds one kit. */
  readonly rows: readonly Row<'allocations'>[];
  readonly window: Week;
  readonly now: string;
}

/** A kit on a lane of time: its use as blocks, the time around it that blocks it too in grey, and now. Stands in a list. */
export function LaneBlocks({ rows, window, now }: LaneBlocksProps): ReactNode {
  const names = useNames();
  const fromMs = Date.parse(window.from);
  const spanMs = Date.parse(window.to) - fromMs;
  const at = (instant: string): number => Math.min(100, Math.max(0, ((Date.parse(instant) - fromMs) / spanMs) * 100));
  const place = ({ start, end }: { readonly start: string; readonly end: string }) => ({
    insetInlineStart: `${at(start)}%`,
    width: `${at(end) - at(start)}%`,
  });
  const isHere = ({ start, end }: { readonly start: string; readonly end: string }): boolean => start < window.to && end > window.from;
  return (
    <>
      {rows
        .filter(({ state }) => isHere(state.period))
        .map((row) => (
          <li key={row.id} aria-hidden role="presentation" className="absolute inset-y-3.5 bg-press" style={place(row.state.period)} />
        ))}
      {rows
        .filter(({ state }) => isHere(state.usage))
        .map((row) => {
          const { usage, status, bookingId } = row.state;
          const { tone } = statusLook('allocation', status);
          const words = `${names.booking(bookingId)}, ${formatPeriod(usage, usage.zone)}`;
          return (
            <li key={row.id} className="absolute inset-y-1.5 min-w-2" style={place(usage)}>
              <Tooltip text={words}>
                <Link
                  to={bookingId === null ? '/kits' : `/bookings/${bookingId}/kit`}
                  aria-label={words}
                  data-certainty={certaintyOf(row.sync)}
                  className={cx(
                    '@container flex h-full items-center overflow-hidden rounded-small border-s-3 px-1 text-ink no-underline',
                    TONE_SOFT[tone],
                    TONE_EDGE[tone],
                  )}
                >
                  <span aria-hidden className="hidden truncate @min-[5rem]:block">
                    {names.booking(bookingId)}
                  </span>
                </Link>
              </Tooltip>
            </li>
          );
        })}
      {now > window.from && now < window.to && (
        <li aria-hidden role="presentation" className="absolute inset-y-0 w-0.5 bg-accent" style={{ insetInlineStart: `${at(now)}%` }} />
      )}
    </>
  );
}
