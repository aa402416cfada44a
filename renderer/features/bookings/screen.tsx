import { CalendarPlus } from 'lucide-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useListPlace } from '../../app/list-place.ts';
import { useNames } from '../../app/names.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useSteadyRows } from '../../app/steady-rows.ts';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, formatDay, ListFrame } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { BookingDetail } from './booking-detail.tsx';
import { BookingForm } from './booking-form.tsx';
import { BookingRow } from './booking-row.tsx';
import { BOOKING_FILTERS, inList, type BookingFilter } from './in-list.ts';
import { isShort, readinessOf } from './readiness.ts';

/** All bookings, and the one that is open beside them. */
export default function BookingsScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('bookings');
  const place = useListPlace({ name: 'bookings', id, create: 'booking.create' });
  const filter = place.filter('filter', BOOKING_FILTERS, 'open');
  const { shown, total, loading, rowProps } = useBookingList(filter, place.text);
  const open = useRow('bookings', id);
  return (
    <ListFrame
      place={place}
      words={say}
      icon={CalendarPlus}
      items={shown}
      total={total}
      loading={loading}
      filters={[
        {
          name: 'filter',
          label: say('filter.status'),
          value: filter,
          standard: 'open',
          choices: BOOKING_FILTERS.map((name) => ({ id: name, label: say(`filter.${name}`) })),
        },
      ]}
      groupOf={(row) => formatDay(row.state.period.start, row.state.period.zone)}
      certaintyOf={(row) => certaintyOf(row.sync)}
      renderRow={(row, isNarrow) => <BookingRow row={row} isNarrow={isNarrow} {...rowProps(row)} />}
      detail={open && { title: open.state.title, content: <BookingDetail key={open.id} booking={open} tab={tab} /> }}
      form={<BookingForm booking={null} onDone={place.leaveNew} />}
    />
  );
}

/** The list behind the filters, with what each row needs to say how ready it is. */
function useBookingList(filter: BookingFilter, text: string) {
  const { memberId } = useSession();
  const names = useNames();
  const today = useNow(600_000).slice(0, 10);
  const { rows, loading } = useSteadyRows('bookings', text === '' ? {} : { text });
  const { rows: shifts } = useRows('shifts');
  const { rows: allocations } = useRows('allocations');
  const { rows: locations } = useRows('locations');
  const shiftsOf = useMemo(() => Map.groupBy(shifts, ({ parentId }) => parentId), [shifts]);
  const allocationsOf = useMemo(() => Map.groupBy(allocations, ({ parentId }) => parentId), [allocations]);
  const locationById = useMemo(() => new Map(locations.map((row) => [row.id, row])), [locations]);
  const readinessFor = useCallback(
    (row: Row<'bookings'>) =>
      readinessOf(row, shiftsOf.get(row.id) ?? [], allocationsOf.get(row.id) ?? [], locationById.get(row.state.locationId ?? '') ?? null),
    [shiftsOf, allocationsOf, locationById],
  );
  const shown = useMemo(
    () => inList(rows, { filter, memberId, today, isShort: (row) => isShort(readinessFor(row)) }),
    [rows, filter, memberId, today, readinessFor],
  );
  const rowProps = (row: Row<'bookings'>) => ({
    readiness: readinessFor(row),
    place: row.state.locationId === null ? '' : names.location(row.state.locationId),
  });
  return { shown, total: rows.length, loading, rowProps };
}
