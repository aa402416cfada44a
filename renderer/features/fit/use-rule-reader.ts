import { useMemo } from 'react';
import type { StateReader } from '../../../shared/domain/kernel/aggregate.ts';
import type { AggregateType } from '../../../shared/domain/kernel/event.ts';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import { Workspace } from '../../../shared/conflict/workspace.ts';
import { useRows, type Row, type TableName } from '../../view/hooks.ts';

const NOTHING: StateReader = { get: () => undefined, find: () => [], claims: () => [] };
const WEEKS_MS = 35 * 86_400_000;

/**
 * The rules' own view of people, their work and their absence around an instant, made from live rows: a screen can ask the
 * very rule that will decide. Five weeks on both sides, which is what fatigue and fairness look at.
 */
export function useRuleReader(around: string): StateReader {
  const during = useMemo(() => {
    const day = Date.parse(around.slice(0, 10));
    return { from: new Date(day - WEEKS_MS).toISOString(), to: new Date(day + WEEKS_MS).toISOString() };
  }, [around]);
  const { rows: organizations } = useRows('organizations');
  const { rows: members } = useRows('members');
  const { rows: locations } = useRows('locations');
  const { rows: availability } = useRows('availability', { during });
  const { rows: shifts } = useRows('shifts', { during });
  const { rows: bookings } = useRows('bookings', { during });
  return useMemo(() => {
    const reader = new Workspace(NOTHING, RULEBOOK);
    const put = (type: AggregateType, rows: readonly Row<TableName>[]): void => {
      for (const { id, state, sync } of rows) {
        reader.put({ type, id, state, stamps: {}, seq: sync.seq, lastEventId: id, anomalies: [], readOnly: false });
      }
    };
    put('organization', organizations);
    put('member', members);
    put('location', locations);
    put('availability', availability);
    put('booking', bookings);
    put('shift', shifts);
    return reader;
  }, [organizations, members, locations, availability, bookings, shifts]);
}
