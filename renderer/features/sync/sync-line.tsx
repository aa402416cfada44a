import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Chip } from '../../ui/index.ts';
import { useSyncStatus } from '../../view/hooks.ts';
import { explain } from './explain.ts';
import { isAlone, isLogDamaged } from './sync-words.ts';

/**
 * One calm line under the head of a staff screen while this device is on its own or something is wrong: since when, and how
 * much of the person's work is kept here. Nothing while everything flows; the pill says that.
 */
export function SyncLine(): ReactNode {
  const say = useWords('sync');
  const status = useSyncStatus();
  if (status === null) return null;
  const isOffline = isAlone(status) && !isLogDamaged(status);
  const isHeldUp = isLogDamaged(status) || status.phase === 'pushBlocked' || status.phase === 'authNeeded' || status.phase === 'halted';
  if (!isOffline && !isHeldUp) return null;
  const { tone, icon, state } = explain(status);
  return (
    <p
      data-sync-line={isOffline ? 'offline' : 'held-up'}
      className="flex shrink-0 flex-wrap items-center gap-x-2 border-b border-line bg-canvas px-4 py-1.5 text-12 text-ink-2"
    >
      <Chip tone={tone} icon={icon} look="plain">
        {state}
      </Chip>
      <span className="tabular">{status.pending > 0 ? say('line.saved', { count: status.pending }) : say('line.works')}</span>
    </p>
  );
}
