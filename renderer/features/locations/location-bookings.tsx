import { CalendarPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, EmptyState, formatPeriod, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

const SHOWN = 50;

/** What is planned at this place from now on. */
export function LocationBookings({ bookings }: { readonly bookings: readonly Row<'bookings'>[] }): ReactNode {
  const say = useWords('locations');
  if (bookings.length === 0)
    return <EmptyState size="panel" icon={CalendarPlus} title={say('bookings.none')} detail={say('bookings.none-detail')} />;
  return (
    <ul className="px-5 py-2">
      {bookings.slice(0, SHOWN).map((row) => (
        <li
          key={row.id}
          data-certainty={certaintyOf(row.sync)}
          className="flex min-h-12 items-center gap-3 border-b border-line py-1.5 text-13 last:border-b-0"
        >
          <span className="min-w-0 flex-1">
            <Link to={`/bookings/${row.id}`} className="block truncate text-ink underline-offset-2 data-[hovered]:underline">
              {row.state.title}
            </Link>
            <span className="tabular block truncate text-12 text-ink-3">{formatPeriod(row.state.period, row.state.period.zone)}</span>
          </span>
          <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
          <StatusChip noun="booking" status={row.state.status} look="plain" className="shrink-0" />
        </li>
      ))}
      {bookings.length > SHOWN && <li className="py-2 text-12 text-ink-3">{say('bookings.more', { count: bookings.length - SHOWN })}</li>}
    </ul>
  );
}
