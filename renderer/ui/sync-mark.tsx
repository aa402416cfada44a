import { Circle, CircleCheck, CircleDot, CircleSlash, Diamond, Lock, RefreshCw, ShieldAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RowSync, RowSyncState } from '../../shared/ipc/bridge.ts';
import { reasonWords } from '../i18n/reasons.ts';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { Hint } from './tooltip.tsx';

const LOOKS: Readonly<Record<RowSyncState, { icon: LucideIcon; tint: string }>> = {
  saved: { icon: Circle, tint: 'text-ink-2' },
  sent: { icon: CircleDot, tint: 'text-ink-2' },
  confirmed: { icon: CircleCheck, tint: 'text-ink-3' },
  adjusted: { icon: RefreshCw, tint: 'text-pending' },
  conflict: { icon: ShieldAlert, tint: 'text-needs' },
  refused: { icon: CircleSlash, tint: 'text-stopped' },
  parked: { icon: CircleSlash, tint: 'text-stopped' },
};

interface SyncMarkProps {
  readonly sync: RowSync;
  readonly readOnly?: boolean;
  /** `words` says it beside the mark; `icon` keeps the words for hover, focus and readers. */
  readonly look?: 'icon' | 'words';
  /** Lists leave confirmed rows unmarked. */
  readonly hideConfirmed?: boolean;
  readonly className?: string;
}

/** How far the latest change of an object has come: saved here, sent, confirmed, or in need of a person. */
export function SyncMark({ sync, readOnly = false, look = 'icon', hideConfirmed = false, className }: SyncMarkProps): ReactNode {
  const say = useWords('ui');
  const state: RowSyncState = sync.openConflicts > 0 ? 'conflict' : sync.state;
  if (hideConfirmed && state === 'confirmed' && !sync.predicted && !readOnly) return null;
  const { icon: Icon, tint } = readOnly
    ? { icon: Lock, tint: 'text-ink-3' }
    : sync.predicted && state !== 'conflict'
      ? { icon: Diamond, tint: 'text-ink-2' }
      : LOOKS[state];
  const word = readOnly ? say('sync.read-only') : sync.predicted && state !== 'conflict' ? say('sync.predicted') : say(`sync.${state}`);
  const detail = [
    word,
    sync.reason !== null && (state === 'adjusted' || state === 'refused' || state === 'parked') ? reasonWords(sync.reason) : '',
    sync.pending > 1 ? say('sync.pending', { count: sync.pending }) : '',
  ].filter(Boolean);
  const mark = (
    <span
      {...(look === 'icon' ? { role: 'img', 'aria-label': detail.join('. '), title: detail.join(' · ') } : {})}
      className={cx('inline-flex items-center gap-1 rounded-small text-12', tint, className)}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      {look === 'words' && <span>{word}</span>}
    </span>
  );
  // rows keep to one tab stop; where there is room the reason can be reached by keyboard and thumb
  return look === 'words' && detail.length > 1 ? <Hint text={detail.slice(1).join(' · ')}>{mark}</Hint> : mark;
}
