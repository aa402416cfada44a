import { MapPin, MapPinPlus, Plus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  certaintyOf,
  Chip,
  DataList,
  dayKey,
  EmptyState,
  PageHeader,
  SearchField,
  Select,
  Skeleton,
  SplitView,
  StatusChip,
  StatusIcon,
  SyncMark,
} from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { addressLine } from './draft.ts';
import { LocationDetail } from './location-detail.tsx';
import { LocationForm } from './location-form.tsx';
import { validityOf } from './validity.ts';

const FILTERS = ['current', 'waiting', 'approved', 'ending', 'suspended', 'all'] as const;
type Filter = (typeof FILTERS)[number];

/** Every place, and the one that is open beside them. */
export default function LocationsScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('locations');
  const can = useCan();
  const now = useNow(600_000);
  const { search } = usePlace();
  const isNew = search.get('new') === '1';
  const filter = FILTERS.find((name) => name === search.get('filter')) ?? 'current';
  const text = search.get('q') ?? '';
  const { rows, loading } = useRows('locations', text === '' ? {} : { text });
  const open = useRow('locations', id);
  const shown = useMemo(
    () => rows.filter((row) => matches(row, filter, now)).toSorted((a, b) => a.state.name.localeCompare(b.state.name)),
    [rows, filter, now],
  );
  const startNew = (): void => {
    if (can('location.create')) navigate('/locations?new=1');
  };
  useKeys([
    { keys: 'n', label: say('new'), group: say('title'), run: startNew },
    ...(isNew ? [{ keys: 'escape', label: say('back'), group: say('title'), run: () => navigate('/locations') }] : []),
  ]);
  const list =
    loading && rows.length === 0 ? (
      <div className="p-4">
        <Skeleton rows={12} />
      </div>
    ) : shown.length === 0 ? (
      rows.length === 0 && text === '' ? (
        <EmptyState
          icon={MapPinPlus}
          title={say('empty')}
          detail={say(can('location.create') ? 'empty-detail' : 'empty-detail-who')}
          action={can('location.create') && <Button onPress={startNew}>{say('new')}</Button>}
        />
      ) : (
        <EmptyState
          icon={MapPin}
          title={say('empty-filter')}
          detail={say('empty-filter-detail')}
          action={<Button onPress={() => setSearch({ q: null, filter: 'all' })}>{say('show-all')}</Button>}
        />
      )
    ) : (
      <DataList
        label={say('title')}
        items={shown}
        selectedId={id}
        lines={2}
        certaintyOf={(row) => certaintyOf(row.sync)}
        onSelect={(next) => navigate(`/locations/${next}`, { replace: id !== null })}
        renderRow={(row) => <LocationRow row={row} now={now} isNarrow={id !== null || isNew} />}
      />
    );
  const detail = isNew ? (
    <LocationForm
      location={null}
      onDone={(created) => navigate(created === null ? '/locations' : `/locations/${created}`, { replace: true })}
    />
  ) : id === null ? null : open === undefined ? (
    <div className="p-5">
      <Skeleton rows={8} />
    </div>
  ) : open === null ? (
    <EmptyState
      icon={MapPin}
      title={say('gone')}
      detail={say('gone-detail')}
      action={<Button onPress={() => navigate('/locations')}>{say('back')}</Button>}
    />
  ) : (
    <LocationDetail key={open.id} location={open} tab={tab} />
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={say('title')}
        count={{ shown: shown.length, total: rows.length }}
        filters={
          <>
            <SearchField
              label={say('search')}
              value={text}
              onChange={(value) => setSearch({ q: value === '' ? null : value })}
              className="w-56"
            />
            <Select
              label={say('filter.label')}
              hideLabel
              value={filter}
              className="w-48"
              choices={FILTERS.map((name) => ({ id: name, label: say(`filter.${name}`) }))}
              onChange={(value) => setSearch({ filter: value === 'current' ? null : value })}
            />
          </>
        }
        actions={
          can('location.create') && (
            <Button variant={isNew || id !== null ? 'default' : 'primary'} icon={Plus} onPress={startNew}>
              {say('new')}
            </Button>
          )
        }
      />
      <SplitView id="locations" list={list} detail={detail} detailLabel={open?.state.name ?? say('create-title')} />
    </div>
  );
}

const isEnding = ({ state }: Row<'locations'>, now: string): boolean =>
  [state.licenceValidUntil, state.status === 'approved' ? state.approvedUntil : null].some((day) =>
    ['soon', 'over'].includes(validityOf(day, dayKey(now, state.zone))),
  );

function matches(row: Row<'locations'>, filter: Filter, now: string): boolean {
  const { status } = row.state;
  switch (filter) {
    case 'current':
      return status !== 'archived' && status !== 'rejected';
    case 'waiting':
      return status === 'pending_approval';
    case 'ending':
      return status !== 'archived' && isEnding(row, now);
    case 'approved':
    case 'suspended':
      return status === filter;
    case 'all':
      return true;
  }
}

interface LocationRowProps {
  readonly row: Row<'locations'>;
  readonly now: string;
  /** A detail stands beside the list: the icon says the status. */
  readonly isNarrow: boolean;
}

function LocationRow({ row, now, isNarrow }: LocationRowProps): ReactNode {
  const say = useWords('locations');
  const { state } = row;
  return (
    <>
      <StatusIcon noun="location" status={state.status} {...(isNarrow ? {} : { className: 'lg:hidden' })} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">{state.name}</span>
        <span className="block truncate text-12 text-ink-3">{addressLine(state.address)}</span>
      </span>
      {isEnding(row, now) && <Chip tone="needs">{say('row.ending')}</Chip>}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      {!isNarrow && <StatusChip noun="location" status={state.status} look="plain" className="w-40 shrink-0 justify-start max-lg:hidden" />}
    </>
  );
}
