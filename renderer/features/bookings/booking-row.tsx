import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Chip, cx, formatTime, StatusChip, StatusIcon, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { BookingReadiness } from './readiness.ts';

interface BookingRowProps {
  readonly row: Row<'bookings'>;
  readonly readiness: BookingReadiness;
  readonly place: string;
  /** A detail stands beside the list: the icon says the status. */
  readonly isNarrow: boolean;
}

/** One booking in the list: when, what, where, how ready, how certain. */
export function BookingRow({ row, readiness, place, isNarrow }: BookingRowProps): ReactNode {
  const say = useWords('bookings');
  const { state } = row;
  const isLive = state.status === 'approved' || state.status === 'in_progress';
  const open = readiness.people.total - readiness.people.done;
  const isKitShort = readiness.kit.readiness === 'missing' || readiness.kit.readiness === 'partial';
  const gaps = [
    isLive && open > 0 ? say('row.open', { count: open }) : null,
    isLive && isKitShort ? say('row.no-kit') : null,
    state.locationId === null && state.status !== 'cancelled' ? say('row.no-place') : null,
  ].filter((gap) => gap !== null);
  return (
    <>
      <time dateTime={state.period.start} className="tabular w-9 shrink-0 text-12 text-ink-2">
        {formatTime(state.period.start, state.period.zone)}
      </time>
      <StatusIcon noun="booking" status={state.status} {...(isNarrow ? {} : { className: 'lg:hidden' })} />
      <span className="min-w-0 flex-1">
        <span
          className={cx(
            'block truncate text-13',
            (state.status === 'cancelled' || state.status === 'rejected') && 'text-ink-3 line-through',
          )}
        >
          {state.title}
        </span>
        <span className="block truncate text-12 text-ink-3">{[place, state.clientName].filter((part) => part !== '').join(' · ')}</span>
      </span>
      {isNarrow && gaps.length > 0 ? (
        <Chip tone="needs">{gaps.join(', ')}</Chip>
      ) : (
        gaps.map((gap) => (
          <Chip key={gap} tone="needs">
            {gap}
          </Chip>
        ))
      )}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      {!isNarrow && <StatusChip noun="booking" status={state.status} look="plain" className="w-40 shrink-0 justify-start max-lg:hidden" />}
    </>
  );
}
