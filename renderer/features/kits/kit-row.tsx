import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Chip, formatDayTime, StatusChip, StatusIcon, SyncMark, type Tone } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { Lane } from './lanes.ts';

const LANE_TONES: Readonly<Record<Exclude<Lane, 'all'>, Tone>> = {
  'to-pack': 'pending',
  packed: 'approved',
  out: 'running',
  due: 'pending',
  late: 'stopped',
  quarantine: 'needs',
  free: 'draft',
};
const AWAY: ReadonlySet<Lane> = new Set<Lane>(['out', 'due', 'late']);

interface KitRowProps {
  readonly row: Row<'kits'>;
  readonly current: Row<'allocations'> | undefined;
  readonly lane: Exclude<Lane, 'all'>;
  readonly forWhat: string;
  /** A detail stands beside the list. */
  readonly isNarrow: boolean;
}

/** One kit in the list: what it is, whom it is for, when it goes or comes back, and where it stands in its round. */
export function KitRow({ row, current, lane, forWhat, isNarrow }: KitRowProps): ReactNode {
  const say = useWords('kits');
  const { state } = row;
  const period = current?.state.period;
  const when =
    period === undefined || current?.state.status === 'lost'
      ? null
      : AWAY.has(lane)
        ? say('row.back', { when: formatDayTime(period.end, period.zone) })
        : say(lane === 'free' ? 'row.next' : 'row.leaves', { when: formatDayTime(period.start, period.zone) });
  return (
    <>
      {current === undefined ? (
        <StatusIcon noun="kit" status={state.status} />
      ) : (
        <StatusIcon noun="allocation" status={current.state.status} />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">{state.name}</span>
        <span className="block truncate text-12 text-ink-3">{[state.code, forWhat === '' ? state.kitKind : forWhat].join(' · ')}</span>
      </span>
      {!isNarrow && when !== null && <span className="tabular shrink-0 text-12 text-ink-2 max-lg:hidden">{when}</span>}
      <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
      <span className={isNarrow ? 'shrink-0' : 'flex w-28 shrink-0 justify-end'}>
        {state.status === 'available' ? (
          <Chip tone={LANE_TONES[lane]}>{say(`lane.${lane}`)}</Chip>
        ) : (
          <StatusChip noun="kit" status={state.status} />
        )}
      </span>
    </>
  );
}
