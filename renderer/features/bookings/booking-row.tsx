import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Chip, cx, formatTime, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { BookingReadiness } from './readiness.ts';

/** One booking in the list: when, what, where, how ready, how certain. */
export function BookingRow({
  row,
  readiness,
  place,
}: {
  readonly row: Row<'bookings'>;
  readonly readiness: BookingReadiness;
  readonly place: string;
}): ReactNode {
  const say = useWords('bookings');
  const { state } = row;
  const isLive = state.status === 'approved' || state.status === 'in_progress';
  const open = readiness.people.total - readiness.people.done;
  return (
    <>
      <time dateTime={state.period.start} className="tabular w-11 shrink-0 text-12 text-ink-2">
        {formatTime(state.period.start, state.period.zone)}
      </time>
      <span className="min-w-0 flex-1">
        <span
          className={cx(
            'block truncate text-13',
            (state.status === 'cancelled' || state.status === 'rejected') && 'text-ink-3 line-through',
          )}
        >
          {state.title}
        </span>
        <span className="block truncate text-12 text-ink-3">{[state.clientName, place].filter((part) => part !== '').join(' · ')}</span>
      </span>
      {isLive && open > 0 && <Chip tone="needs">{say('row.open', { count: open })}</Chip>}
      {isLive && (readiness.kit.readiness === 'missing' || readiness.kit.readiness === 'partial') && (
        <Chip tone="needs">{say('row.no-kit')}</Chip>
      )}
      {state.locationId === null && state.status !== 'cancelled' && <Chip tone="needs">{say('row.no-place')}</Chip>}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      <StatusChip noun="booking" status={state.status} look="plain" className="w-36 shrink-0 justify-start max-lg:hidden" />
    </>
  );
}
