import { Boxes, ChartGantt, List } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useKeys } from '../../app/keys.tsx';
import { useListPlace } from '../../app/list-place.ts';
import { useNames } from '../../app/names.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useSteadyRows } from '../../app/steady-rows.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, ListFrame } from '../../ui/index.ts';
import { useRow, useRows } from '../../view/hooks.ts';
import { KitDetail } from './kit-detail.tsx';
import { KitForm } from './kit-form.tsx';
import { KitRow } from './kit-row.tsx';
import { KitsTimeline } from './kits-timeline.tsx';
import { Station } from './station/station.tsx';
import { LANES, laneOf, liveAllocations } from './lanes.ts';

/** Every kit, in the lane it stands in now. */
export default function KitsScreen({ id, tab }: ScreenProps): ReactNode {
  return id === 'station' && tab !== null ? <Station allocationId={tab} /> : <KitBoard id={id} tab={tab} />;
}

function KitBoard({ id, tab }: ScreenProps): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const now = useNow();
  const place = useListPlace({ name: 'kits', id, create: 'kit.create' });
  const lane = place.filter('lane', LANES, 'all');
  const { rows, loading } = useSteadyRows('kits', place.text === '' ? {} : { text: place.text });
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
        .toSorted((a, b) => a.row.state.name.localeCompare(b.row.state.name, undefined, { numeric: true })),
    [rows, liveOf, now],
  );
  const shown = placed.filter((entry) => (lane === 'all' ? entry.row.state.status !== 'retired' : entry.lane === lane));
  const isTimeline = place.filter('view', ['list', 'time'], 'list') === 'time' && id === null && !place.isNew;
  const turn = (): void => place.setFilter('view', isTimeline ? null : 'time');
  useKeys([
    { keys: 'v', label: say(isTimeline ? 'timeline.leave' : 'timeline.open'), group: say('title'), run: turn },
    ...LANES.slice(1, 7).map((name, index) => ({
      keys: String(index + 1),
      label: say(`lane.${name}`),
      group: say('lane'),
      run: () => place.setFilter('lane', name === lane ? null : name),
    })),
  ]);
  return (
    <ListFrame
      place={place}
      words={say}
      icon={Boxes}
      items={shown}
      total={rows.length}
      loading={loading}
      filters={[
        {
          name: 'lane',
          label: say('lane'),
          value: lane,
          standard: 'all',
          choices: LANES.map((name) => ({ id: name, label: say(`lane.${name}`) })),
        },
      ]}
      actions={
        id === null &&
        !place.isNew && (
          <Button icon={isTimeline ? List : ChartGantt} onPress={turn}>
            {say(isTimeline ? 'timeline.leave' : 'timeline.open')}
          </Button>
        )
      }
      {...(isTimeline ? { instead: <KitsTimeline kits={shown.map(({ row }) => row)} allocations={allocations} /> } : {})}
      certaintyOf={({ row }) => certaintyOf(row.sync)}
      renderRow={({ row, current, lane: at }, isNarrow) => (
        <KitRow
          row={row}
          current={current}
          lane={at}
          isNarrow={isNarrow}
          forWhat={current === undefined ? '' : names.booking(current.state.bookingId)}
        />
      )}
      detail={
        open && { title: open.state.name, content: <KitDetail key={open.id} kit={open} live={liveOf.get(open.id) ?? []} tab={tab} /> }
      }
      form={<KitForm kit={null} onDone={place.leaveNew} />}
    />
  );
}
