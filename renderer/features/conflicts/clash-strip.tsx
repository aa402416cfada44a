import { useMemo, type ReactNode } from 'react';
import { periodSchema, type Period } from '../../../shared/domain/kernel/time.ts';
import type { ConflictState, ConflictVersion } from '../../../shared/domain/conflict/schema.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { TimeStrip } from '../../ui/index.ts';
import { useRow } from '../../view/hooks.ts';

/** A strip of time that shows the clash: each side's block, and the stretch where they meet. */
export function ClashStrip({ conflict }: { readonly conflict: ConflictState }): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const aboutPeriod = useObjectPeriod(conflict.about.type, conflict.about.id);
  const { holderType, holderId } = conflict.params;
  const holderPeriod = useObjectPeriod(typeof holderType === 'string' ? holderType : '', typeof holderId === 'string' ? holderId : '');
  const isClash = conflict.class === 'C4';
  const theirs = periodOf(conflict.theirs) ?? (isClash ? holderPeriod : null);
  const mine = periodOf(conflict.mine) ?? (isClash ? aboutPeriod : null);
  const clash = useMemo(() => (isClash && theirs !== null && mine !== null ? meeting(theirs, mine) : null), [isClash, theirs, mine]);
  if (theirs === null || mine === null) return null;
  const label = (version: ConflictVersion | null, fallback: string): string =>
    version === null ? fallback : names.member(version.actorId);
  const title = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);
  return (
    <TimeStrip
      zone={mine.zone}
      clash={clash}
      lanes={[
        {
          id: 'theirs',
          label: label(conflict.theirs, say('stands')),
          blocks: [
            { id: 'theirs', start: theirs.start, end: theirs.end, tone: 'approved', label: title(conflict.params['other'], say('stands')) },
          ],
        },
        {
          id: 'mine',
          label: label(conflict.mine, say('kept-aside')),
          blocks: [
            {
              id: 'mine',
              start: mine.start,
              end: mine.end,
              tone: 'needs',
              certainty: 'refused',
              label: title(conflict.params['what'], say('kept-aside')),
            },
          ],
        },
      ]}
    />
  );
}

const periodOf = (version: ConflictVersion | null): Period | null => periodSchema.safeParse(version?.values['period']).data ?? null;

/** The time of a shift, a kit plan or a booking, when it is on this device. */
function useObjectPeriod(type: string, id: string): Period | null {
  const shift = useRow('shifts', type === 'shift' ? id : null);
  const allocation = useRow('allocations', type === 'allocation' ? id : null);
  const booking = useRow('bookings', type === 'booking' ? id : null);
  return shift?.state.period ?? allocation?.state.period ?? booking?.state.period ?? null;
}

function meeting(a: Period, b: Period): { readonly start: string; readonly end: string } | null {
  const start = a.start > b.start ? a.start : b.start;
  const end = a.end < b.end ? a.end : b.end;
  return start < end ? { start, end } : null;
}
