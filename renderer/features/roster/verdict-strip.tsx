import { Ban, Check, CircleAlert, CircleHelp, MapPin } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { cx } from '../../ui/index.ts';
import type { Verdict } from './moves.ts';

const LOOKS = {
  same: { icon: MapPin, tint: 'text-ink-3', ground: 'bg-surface', edge: 'outline-line-strong' },
  fits: { icon: Check, tint: 'text-approved-text', ground: 'bg-approved-soft', edge: 'outline-accent' },
  soft: { icon: CircleAlert, tint: 'text-needs-text', ground: 'bg-needs-soft', edge: 'outline-needs' },
  hard: { icon: Ban, tint: 'text-ink-3', ground: 'bg-sunken', edge: 'outline-stopped' },
  unknown: { icon: CircleHelp, tint: 'text-ink-3', ground: 'bg-surface', edge: 'outline-line-strong' },
} as const;

interface VerdictStripProps {
  readonly verdict: Verdict;
  readonly isOver: boolean;
  /** The lane of open shifts asks nobody. */
  readonly isOpenLane?: boolean;
}

/** While a shift is held: whether it may come here, and the first reason why not, in two or three words. */
export function VerdictStrip({ verdict, isOver, isOpenLane = false }: VerdictStripProps): ReactNode {
  const say = useWords('roster');
  const { icon: Icon, tint, ground, edge } = LOOKS[verdict.kind];
  const reason = verdict.reasons[0];
  const more = verdict.reasons.length > 1 ? ` +${verdict.reasons.length - 1}` : '';
  const words =
    reason !== undefined
      ? say(`why.${reason.code.replace('shift.', '')}`, { defaultValue: say('why.other'), ...reason.params })
      : say(isOpenLane && verdict.kind === 'fits' ? 'verdict.open' : `verdict.${verdict.kind}`);
  return (
    <span
      data-verdict={verdict.kind}
      className={cx('pointer-events-none absolute inset-0 z-1 flex items-end', isOver && `outline-2 -outline-offset-2 ${edge}`)}
    >
      <span className={cx('flex w-full min-w-0 items-center gap-1 px-1 py-0.5 text-11 leading-tight', tint, ground)}>
        <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
        <span className="truncate">{words + more}</span>
      </span>
    </span>
  );
}
