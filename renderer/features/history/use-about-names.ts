import { useCallback, useMemo } from 'react';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { placeOfObject } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { formatDay } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';

/** What an entry is about, by name, and where it can be seen. */
export interface AboutName {
  readonly words: string;
  readonly address: string | null;
}

type About = Pick<HistoryEntry, 'aggregateType' | 'aggregateId'>;

/** Names for a stream of entries about everything: a shift is its role and booking, a kit plan its kit and booking. */
export function useAboutNames(entries: readonly About[]): (entry: About) => AboutName {
  const say = useWords('history');
  const names = useNames();
  const idsOf = (type: string): readonly string[] => [
    ...new Set(entries.filter(({ aggregateType }) => aggregateType === type).map(({ aggregateId }) => aggregateId)),
  ];
  const { rows: shifts } = useRows('shifts', { ids: idsOf('shift') });
  const { rows: allocations } = useRows('allocations', { ids: idsOf('allocation') });
  const known = useMemo(() => {
    const about = new Map<string, AboutName>();
    for (const { id, state } of shifts) {
      const when = formatDay(state.period.start, state.period.zone);
      about.set(id, {
        words: say('about-shift', {
          role: state.role,
          what: state.bookingId === null ? when : `${names.booking(state.bookingId)}, ${when}`,
        }),
        address: state.bookingId === null ? `/roster/${id}` : `/bookings/${state.bookingId}/people`,
      });
    }
    for (const { id, state } of allocations) {
      const kit = state.kitId === null ? state.kitKind : names.kit(state.kitId);
      about.set(id, {
        words: state.bookingId === null ? kit : say('about-kit', { kit, what: names.booking(state.bookingId) }),
        address: state.bookingId === null ? null : `/bookings/${state.bookingId}/kit`,
      });
    }
    return about;
  }, [shifts, allocations, names, say]);
  return useCallback(
    ({ aggregateType, aggregateId }) =>
      known.get(aggregateId) ?? { words: names.object(aggregateType, aggregateId), address: placeOfObject(aggregateType, aggregateId) },
    [known, names],
  );
}
