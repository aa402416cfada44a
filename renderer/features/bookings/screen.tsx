import { CalendarPlus, ClipboardList, Plus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  certaintyOf,
  DataList,
  EmptyState,
  formatDay,
  PageHeader,
  SearchField,
  Select,
  Skeleton,
  SplitView,
} from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { BookingDetail } from './booking-detail.tsx';
import { BookingForm } from './booking-form.tsx';
import { BookingRow } from './booking-row.tsx';
import { isShort, readinessOf } from './readiness.ts';

const OPEN = ['draft', 'pending_approval', 'changes_requested', 'approved', 'in_progress', 'completed'];
const FILTERS = ['open', 'waiting', 'gaps', 'mine', 'past', 'all'] as const;
type Filter = (typeof FILTERS)[number];

/** All bookings, and the one that is open beside them. */
export default function BookingsScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('bookings');
  const can = useCan();
  const { search } = usePlace();
  const isNew = search.get('new') === '1';
  const filter = (FILTERS.find((name) => name === search.get('filter')) ?? 'open') satisfies Filter;
  const text = search.get('q') ?? '';
  const { shown, total, loading, rowProps } = useBookingList(filter, text);
  const open = useRow('bookings', id);
  const startNew = (): void => {
    if (can('booking.create')) navigate('/bookings?new=1');
  };
  useKeys([
    { keys: 'n', label: say('new'), group: say('title'), run: startNew },
    ...(isNew ? [{ keys: 'escape', label: say('back'), group: say('title'), run: () => navigate('/bookings') }] : []),
  ]);
  const list =
    loading && shown.length === 0 ? (
      <div className="p-4">
        <Skeleton rows={12} />
      </div>
    ) : shown.length === 0 ? (
      total === 0 ? (
        <EmptyState
          icon={CalendarPlus}
          title={say('empty')}
          detail={say('empty-detail')}
          action={can('booking.create') && <Button onPress={startNew}>{say('new')}</Button>}
        />
      ) : (
        <EmptyState icon={ClipboardList} title={say('empty-filter')} detail={say('empty-filter-detail')} />
      )
    ) : (
      <DataList
        label={say('title')}
        items={shown}
        selectedId={id}
        lines={2}
        groupOf={(row) => formatDay(row.state.period.start, row.state.period.zone)}
        certaintyOf={(row) => certaintyOf(row.sync)}
        onSelect={(next) => navigate(`/bookings/${next}`, { replace: id !== null })}
        renderRow={(row) => <BookingRow row={row} {...rowProps(row)} />}
      />
    );
  const detail = isNew ? (
    <BookingForm
      booking={null}
      onDone={(created) => navigate(created === null ? '/bookings' : `/bookings/${created}`, { replace: true })}
    />
  ) : id === null ? null : open === undefined ? (
    <div className="p-5">
      <Skeleton rows={8} />
    </div>
  ) : open === null ? (
    <EmptyState
      icon={ClipboardList}
      title={say('gone')}
      detail={say('gone-detail')}
      action={<Button onPress={() => navigate('/bookings')}>{say('back')}</Button>}
    />
  ) : (
    <BookingDetail key={open.id} booking={open} tab={tab} />
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={say('title')}
        count={{ shown: shown.length, total }}
        filters={
          <>
            <SearchField
              label={say('search')}
              value={text}
              onChange={(value) => setSearch({ q: value === '' ? null : value })}
              className="w-56"
            />
            <Select
              label={say('filter.status')}
              hideLabel
              value={filter}
              className="w-48"
              choices={FILTERS.map((name) => ({ id: name, label: say(`filter.${name}`) }))}
              onChange={(value) => setSearch({ filter: value === 'open' ? null : value })}
            />
          </>
        }
        actions={
          can('booking.create') && (
            <Button variant={isNew || id !== null ? 'default' : 'primary'} icon={Plus} onPress={startNew}>
              {say('new')}
            </Button>
          )
        }
      />
      <SplitView id="bookings" list={list} detail={detail} detailLabel={open?.state.title ?? say('create-title')} />
    </div>
  );
}

/** The list behind the filters, with what each row needs to say how ready it is. */
function useBookingList(filter: Filter, text: string) {
  const { memberId } = useSession();
  const names = useNames();
  const today = useNow(600_000).slice(0, 10);
  const { rows, loading } = useRows('bookings', { sort: 'startsAt', ...(text === '' ? {} : { text }) });
  const { rows: shifts } = useRows('shifts');
  const { rows: allocations } = useRows('allocations');
  const { rows: locations } = useRows('locations');
  const shiftsOf = useMemo(() => Map.groupBy(shifts, ({ parentId }) => parentId), [shifts]);
  const allocationsOf = useMemo(() => Map.groupBy(allocations, ({ parentId }) => parentId), [allocations]);
  const locationById = useMemo(() => new Map(locations.map((row) => [row.id, row])), [locations]);
  const readinessFor = (row: Row<'bookings'>) =>
    readinessOf(row, shiftsOf.get(row.id) ?? [], allocationsOf.get(row.id) ?? [], locationById.get(row.state.locationId ?? '') ?? null);
  const shown = rows.filter((row) => {
    const { status, createdBy } = row.state;
    const isPast = row.endsAt.slice(0, 10) < today;
    switch (filter) {
      case 'open':
        return OPEN.includes(status) && (!isPast || status === 'in_progress');
      case 'waiting':
        return status === 'pending_approval';
      case 'gaps':
        return (status === 'approved' || status === 'in_progress') && !isPast && isShort(readinessFor(row));
      case 'mine':
        return createdBy === memberId;
      case 'past':
        return isPast;
      case 'all':
        return true;
    }
  });
  const rowProps = (row: Row<'bookings'>) => ({
    readiness: readinessFor(row),
    place: row.state.locationId === null ? '' : names.location(row.state.locationId),
  });
  return { shown: filter === 'past' ? shown.toReversed() : shown, total: rows.length, loading, rowProps };
}
