import { MapPinPlus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useListPlace } from '../../app/list-place.ts';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSteadyRows } from '../../app/steady-rows.ts';
import { useWords } from '../../i18n/words.ts';
import { certaintyOf, Chip, dayKey, ListFrame, StatusChip, StatusIcon, SyncMark } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';
import { addressLine } from './draft.ts';
import { LocationDetail } from './location-detail.tsx';
import { LocationForm } from './location-form.tsx';
import { validityOf } from './validity.ts';

const FILTERS = ['current', 'waiting', 'approved', 'ending', 'suspended', 'all'] as const;
type Filter = (typeof FILTERS)[number];

/** Every place, and the one that is open beside them. */
export default function LocationsScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('locations');
  const now = useNow(600_000);
  const place = useListPlace({ name: 'locations', id, create: 'location.create' });
  const filter = place.filter('filter', FILTERS, 'current');
  const { rows, loading } = useSteadyRows('locations', place.text === '' ? {} : { text: place.text });
  const open = useRow('locations', id);
  const shown = useMemo(
    () => rows.filter((row) => matches(row, filter, now)).toSorted((a, b) => a.state.name.localeCompare(b.state.name)),
    [rows, filter, now],
  );
  return (
    <ListFrame
      place={place}
      words={say}
      icon={MapPinPlus}
      items={shown}
      total={rows.length}
      loading={loading}
      filters={[
        {
          name: 'filter',
          label: say('filter.label'),
          value: filter,
          standard: 'current',
          choices: FILTERS.map((name) => ({ id: name, label: say(`filter.${name}`) })),
        },
      ]}
      certaintyOf={(row) => certaintyOf(row.sync)}
      renderRow={(row, isNarrow) => <LocationRow row={row} now={now} isNarrow={isNarrow} />}
      detail={open && { title: open.state.name, content: <LocationDetail key={open.id} location={open} tab={tab} /> }}
      form={<LocationForm location={null} onDone={place.leaveNew} />}
    />
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
