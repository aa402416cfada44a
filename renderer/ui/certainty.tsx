import { CircleDashed, CircleHelp, Diamond, ShieldAlert, Slash, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RowSync } from '../../shared/ipc/bridge.ts';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { formatAgo } from './format-time.ts';
import { Hint } from './tooltip.tsx';

/** How sure we are of what is shown (look.md). Put it on the element as `data-certainty`; the pattern follows. */
export type CertaintyKind = 'confirmed' | 'provisional' | 'predicted' | 'conflict' | 'refused' | 'unknown';

/** What a row's sync state means for how it is drawn. */
export function certaintyOf(sync: RowSync): CertaintyKind {
  if (sync.openConflicts > 0 || sync.state === 'conflict') return 'conflict';
  if (sync.state === 'refused' || sync.state === 'parked') return 'refused';
  if (sync.predicted) return 'predicted';
  return sync.pending > 0 || sync.state === 'saved' || sync.state === 'sent' ? 'provisional' : 'confirmed';
}

interface CertaintyProps {
  readonly kind: CertaintyKind;
  /** Why: shown on hover and focus (refused, conflict). */
  readonly reason?: ReactNode;
  /** For `unknown`: when the site was last heard. */
  readonly lastHeardAt?: string | null;
  /** `block` wraps a whole thing in its pattern; `mark` is the small sign with its word. */
  readonly look?: 'block' | 'mark';
  readonly children?: ReactNode;
  readonly className?: string;
}

const MARKS: Readonly<Record<Exclude<CertaintyKind, 'confirmed'>, { icon: LucideIcon; tint: string }>> = {
  provisional: { icon: CircleDashed, tint: 'text-ink-2' },
  predicted: { icon: Diamond, tint: 'text-ink-2' },
  conflict: { icon: ShieldAlert, tint: 'text-needs-text' },
  refused: { icon: Slash, tint: 'text-stopped-text' },
  unknown: { icon: CircleHelp, tint: 'text-ink-3' },
};

/** Draws certainty the same way everywhere. Confirmed things carry no mark at all. */
export function Certainty({ kind, reason, lastHeardAt, look = 'mark', children, className }: CertaintyProps): ReactNode {
  const say = useWords('ui');
  if (look === 'block') {
    return (
      <div data-certainty={kind} className={cx('rounded-control', className)}>
        {children}
      </div>
    );
  }
  if (kind === 'confirmed') return children ?? null;
  const { icon: Icon, tint } = MARKS[kind];
  const heard =
    kind !== 'unknown'
      ? null
      : typeof lastHeardAt === 'string'
        ? say('certainty.last-heard', { ago: formatAgo(lastHeardAt) })
        : say('certainty.never-heard');
  const words = children ?? [say(`certainty.${kind}`), heard].filter(Boolean).join(', ');
  const mark = (
    <span
      data-certainty={kind === 'refused' ? 'refused' : undefined}
      className={cx('inline-flex items-center gap-1 text-12', tint, className)}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2} />
      <span className="certainty-words">{words}</span>
    </span>
  );
  return reason === undefined ? mark : <Hint text={reason}>{mark}</Hint>;
}
