import { CircleCheck, CloudOff, LoaderCircle, LogIn, Octagon, RefreshCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { say } from '../../i18n/words.ts';
import type { Tone } from '../../ui/index.ts';
import { counted, isLogDamaged, isRevoked, since } from './sync-words.ts';

export interface Explanation {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  /** What is. */
  readonly state: string;
  /** What is safe. */
  readonly safe: string;
  /** What to do, if anything. */
  readonly todo: string | null;
}

/** What is, what is safe, what to do: the three sentences of the sync sheet for every phase. */
export function explain(status: SyncStatus): Explanation {
  const words = (
    key: string,
    params: Readonly<Record<string, unknown>> = {},
    hasTodo = false,
  ): Pick<Explanation, 'state' | 'safe' | 'todo'> => ({
    state: say(`sync:explain.${key}.state`, params),
    safe: say(`sync:explain.${key}.safe`, params),
    todo: hasTodo ? say(`sync:explain.${key}.todo`, params) : null,
  });
  const count = status.pending;
  if (status.overdue && status.oldestPendingAt !== null) {
    return { tone: 'needs', icon: TriangleAlert, ...words('overdue', { count, time: since(status.oldestPendingAt) }, true) };
  }
  if (isLogDamaged(status)) return { tone: 'needs', icon: TriangleAlert, ...words('damaged', { count }, true) };
  switch (status.phase) {
    case 'booting':
    case 'rebuilding':
      return { tone: 'draft', icon: LoaderCircle, ...words('starting') };
    case 'connecting':
    case 'offline': {
      // right after a start without a network nothing was lost yet; then the last word from the server says since when
      const alone = status.offlineSince ?? (status.phase === 'offline' ? status.lastContactAt : null);
      if (alone === null && status.phase === 'offline') return { tone: 'draft', icon: CloudOff, ...words('offline-ever', { count }) };
      if (alone === null) return { tone: 'draft', icon: LoaderCircle, ...words('connecting') };
      const time = since(alone);
      return { tone: 'draft', icon: CloudOff, ...words(count > 0 ? 'offline-waiting' : 'offline', { count, time }) };
    }
    case 'catchingUp':
      if (status.filling !== null) return { tone: 'pending', icon: RefreshCw, ...words('filling', counted(status.filling)) };
      return { tone: 'pending', icon: RefreshCw, ...words('catching-up', { count: Math.max(0, status.head - status.cursor) }) };
    case 'resyncing':
      return { tone: 'pending', icon: RefreshCw, ...words('resyncing') };
    case 'live':
      return count > 0
        ? { tone: 'pending', icon: RefreshCw, ...words('sending', { count }) }
        : { tone: 'approved', icon: CircleCheck, ...words(status.refused > 0 ? 'live-refused' : 'live', { count: status.refused }) };
    case 'pushBlocked':
      return { tone: 'needs', icon: TriangleAlert, ...words('blocked', { count }, true) };
    case 'authNeeded':
      if (isRevoked(status)) return { tone: 'stopped', icon: Octagon, ...words('stopped', { count }, true) };
      return { tone: 'needs', icon: LogIn, ...words('sign-in', { count }, true) };
    case 'halted':
      return { tone: 'stopped', icon: Octagon, ...words('stopped', { count }, true) };
  }
}
