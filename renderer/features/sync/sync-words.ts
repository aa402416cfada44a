import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { say } from '../../i18n/words.ts';
import { dayKey, formatDayTime, formatNumber, formatTime } from '../../ui/index.ts';

/** The five things the pill can say (domain.md section 5). */
export type PillState = 'live' | 'sending' | 'offline' | 'attention' | 'stopped' | 'starting';

export interface PillWords {
  readonly state: PillState;
  readonly words: string;
}

/** `14:05`, with the day when it was not today. */
export const since = (instant: string): string =>
  dayKey(instant) === dayKey(new Date().toISOString()) ? formatTime(instant) : formatDayTime(instant);

/** What needs this person: refusals, what was set aside, and open decisions where they are theirs to take. */
export const needing = (status: SyncStatus, decides: boolean): number =>
  (decides ? status.openConflicts : 0) + status.refused + status.parked;

/** An administrator stopped this device: signing in again does not help. */
export const isRevoked = (status: SyncStatus): boolean => status.problem?.code === 'sync.device-revoked';

/** No connection now, and this device knows it: also right after a start, and during each attempt to reconnect. */
export const isAlone = (status: SyncStatus | null): boolean =>
  status !== null && (status.phase === 'offline' || (status.phase === 'connecting' && status.offlineSince !== null));

/** The log does not fit what this device has; it is tried again now and then, and nothing moves until it is mended. */
export const isLogDamaged = (status: SyncStatus): boolean => status.phase !== 'live' && status.problem?.code === 'sync.log-damaged';

/** The server takes nothing from this device: it was stopped, or its sign-in has ended. */
export const isStopped = ({ phase }: SyncStatus): boolean => phase === 'halted' || phase === 'authNeeded';

/** One state and its words; true numbers, no colour needed to understand it. */
export function pillWords(status: SyncStatus | null, decides: boolean): PillWords {
  if (status === null) return { state: 'starting', words: say('sync:pill.starting') };
  if (status.overdue && status.oldestPendingAt !== null) {
    return { state: 'attention', words: say('sync:pill.overdue', { time: since(status.oldestPendingAt) }) };
  }
  if (isLogDamaged(status)) return { state: 'attention', words: say('sync:pill.damaged') };
  switch (status.phase) {
    case 'halted':
      return { state: 'stopped', words: say('sync:pill.stopped') };
    case 'authNeeded':
      return { state: 'stopped', words: say(isRevoked(status) ? 'sync:pill.stopped' : 'sync:pill.sign-in') };
    case 'pushBlocked':
      return { state: 'attention', words: say('sync:pill.blocked') };
    case 'booting':
    case 'rebuilding':
      return { state: 'starting', words: say('sync:pill.starting') };
    case 'offline':
      return offlineWords(status);
    case 'connecting':
      return status.offlineSince === null ? { state: 'starting', words: say('sync:pill.connecting') } : offlineWords(status);
    case 'catchingUp':
    case 'resyncing':
      if (status.filling !== null) return { state: 'sending', words: say('sync:pill.filling', counted(status.filling)) };
      return { state: 'sending', words: say('sync:pill.receiving', { count: Math.max(0, status.head - status.cursor) }) };
    case 'live':
      if (status.pending > 0) return { state: 'sending', words: say('sync:pill.sending', { count: status.pending }) };
      return needing(status, decides) > 0
        ? { state: 'attention', words: say('sync:pill.attention', { count: needing(status, decides) }) }
        : { state: 'live', words: say('sync:pill.live') };
  }
}

/** `1,200 of 16,000` for a sentence. */
export const counted = ({ done, total }: { readonly done: number; readonly total: number }): { done: string; total: string } => ({
  done: formatNumber(done),
  total: formatNumber(total),
});

function offlineWords(status: SyncStatus): PillWords {
  return {
    state: 'offline',
    words: status.pending > 0 ? say('sync:pill.offline-saved', { count: status.pending }) : say('sync:pill.offline'),
  };
}
