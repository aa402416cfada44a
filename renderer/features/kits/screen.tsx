import { Boxes, Plus } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useNames } from '../../app/names.tsx';
import { navigate, setSearch, usePlace } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import {
  Button,
  certaintyOf,
  Chip,
  DataList,
  EmptyState,
  formatDayTime,
  PageHeader,
  SearchField,
  Select,
  Skeleton,
  SplitView,
  StatusChip,
  StatusIcon,
  SyncMark,
  type Tone,
} from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { KitDetail } from './kit-detail.tsx';
import { KitForm } from './kit-form.tsx';
import { LANES, laneOf, liveAllocations, type Lane } from './lanes.ts';

const LANE_TONES: Readonly<Record<Exclude<Lane, 'all'>, Tone>> = {
  'to-pack': 'pending',
  packed: 'approved',
  out: 'running',
  due: 'pending',
  late: 'stopped',
  quarantine: 'needs',
  free: 'draft',
};

/** Every kit, in the lane it stands in now. */
export default function KitsScreen({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('kits');
  const can = useCan();
  const names = useNames();
  const now = useNow();
  const { search } = usePlace();
  const text = search.get('q') ?? '';
  const lane = LANES.find((name) => name === search.get('lane')) ?? 'all';
  const isNew = search.get('new') === '1';
  const { rows, loading } = useRows('kits', text === '' ? {} : { text });
  const { rows: allocations } = useRows('allocations');
  const open = useRow('kits', id);
  const liveOf = useMemo(() => {
    const byKit = Map.groupBy(allocations, ({ state }) => state.kitId ?? '');
    return new Map([...byKit].map(([kitId, own]) => [kitId, liveAllocations(own)]));
  }, [allocations]);
  const placed = useMemo(
    () =>
      rows
        .map((row) => ({ id: row.id, row, current: liveOf.get(row.id)?.[0], lane: laneOf(row, liveOf.get(row.id)?.[0], now) }))
        .toSorted((a, b) => (a.row.state.name < b.row.state.name ? -1 : 1)),
    [rows, liveOf, now],
  );
  const shown = placed.filter((entry) => (lane === 'all' ? entry.row.state.status !== 'retired' : entry.lane === lane));
  const startNew = (): void => {
    if (can('kit.create')) navigate('/kits?new=1');
  };
  useKeys([
    { keys: 'n', label: say('new'), group: say('title'), run: startNew },
    ...(isNew ? [{ keys: 'escape', label: say('back'), group: say('title'), run: () => navigate('/kits') }] : []),
    ...LANES.slice(1, 7).map((name, index) => ({
      keys: String(index + 1),
      label: say(`lane.${name}`),
      group: say('lane'),
      run: () => setSearch({ lane: name === lane ? null : name }),
    })),
  ]);
  const list =
    loading && rows.length === 0 ? (
      <div className="p-4">
        <Skeleton rows={12} />
      </div>
    ) : shown.length === 0 ? (
      rows.length === 0 && text === '' ? (
        <EmptyState
          icon={Boxes}
          title={say('empty')}
          detail={say('empty-detail')}
          action={can('kit.create') && <Button onPress={startNew}>{say('new')}</Button>}
        />
      ) : (
        <EmptyState icon={Boxes} title={say('empty-filter')} detail={say('empty-filter-detail')} />
      )
    ) : (
      <DataList
        label={say('title')}
        items={shown}
        selectedId={id}
        lines={2}
        certaintyOf={({ row }) => certaintyOf(row.sync)}
        onSelect={(next) => navigate(`/kits/${next}`, { replace: id !== null })}
        renderRow={({ row, current, lane: at }) => (
          <KitRow row={row} current={current} lane={at} forWhat={current === undefined ? '' : names.booking(current.state.bookingId)} />
        )}
      />
    );
  const detail = isNew ? (
    <KitForm kit={null} onDone={(created) => navigate(created === null ? '/kits' : `/kits/${created}`, { replace: true })} />
  ) : id === null ? null : open === undefined ? (
    <div className="p-5">
      <Skeleton rows={8} />
    </div>
  ) : open === null ? (
    <EmptyState icon={Boxes} title={say('gone')} action={<Button onPress={() => navigate('/kits')}>{say('back')}</Button>} />
  ) : (
    <KitDetail key={open.id} kit={open} live={liveOf.get(open.id) ?? []} tab={tab} />
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
              label={say('lane')}
              hideLabel
              value={lane}
              className="w-40"
              choices={LANES.map((name) => ({ id: name, label: say(`lane.${name}`) }))}
              onChange={(value) => setSearch({ lane: value === 'all' ? null : value })}
            />
          </>
        }
        actions={
          can('kit.create') && (
            <Button variant={id === null && !isNew ? 'primary' : 'default'} icon={Plus} onPress={startNew}>
              {say('new')}
            </Button>
          )
        }
      />
      <SplitView id="kits" list={list} detail={detail} detailLabel={open?.state.name ?? say('create-title')} />
    </div>
  );
}

interface KitRowProps {
  readonly row: Row<'kits'>;
  readonly current: Row<'allocations'> | undefined;
  readonly lane: Exclude<Lane, 'all'>;
  readonly forWhat: string;
}

function KitRow({ row, current, lane, forWhat }: KitRowProps): ReactNode {
  const say = useWords('kits');
  const { state } = row;
  return (
    <>
      {current === undefined ? (
        <StatusIcon noun="kit" status={state.status} />
      ) : (
        <StatusIcon noun="allocation" status={current.state.status} />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">{state.name}</span>
        <span className="block truncate text-12 text-ink-3">
          <span className="tabular">{state.code}</span> · {state.kitKind}
          {current !== undefined && <> · {forWhat}</>}
        </span>
      </span>
      {current !== undefined && (
        <span className="tabular shrink-0 text-12 text-ink-3 max-lg:hidden">
          {formatDayTime(current.state.period.start, current.state.period.zone)}
        </span>
      )}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      {state.status === 'available' ? (
        <Chip tone={LANE_TONES[lane]}>{say(`lane.${lane}`)}</Chip>
      ) : (
        <StatusChip noun="kit" status={state.status} />
      )}
    </>
  );
}
