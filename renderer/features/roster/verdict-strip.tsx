import { Ban, Check, CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { cx } from '../../ui/index.ts';
import type { Verdict } from './moves.ts';

const LOOKS = {
  fits: { icon: Check, tint: 'text-approved-text', ground: 'bg-approved-soft' },
  soft: { icon: CircleAlert, tint: 'text-needs-text', ground: 'bg-needs-soft' },
  hard: { icon: Ban, tint: 'text-ink-3', ground: 'bg-sunken' },
} as const;

/** While a shift is held: whether it may come here, and the first reason why not, in two or three words. */
export function VerdictStrip({ verdict, isOver }: { readonly verdict: Verdict; readonly isOver: boolean }): ReactNode {
  const say = useWords('roster');
  if (verdict.kind === 'same' || verdict.kind === 'unknown') return null;
  const { icon: Icon, tint, ground } = LOOKS[verdict.kind];
  const reason = verdict.reasons[0];
  const more = verdict.reasons.length > 1 ? ` +${verdict.reasons.length - 1}` : '';
  const words =
    reason === undefined
      ? say('fits')
      : say(`why.${reason.code.replace('shift.', '')}`, { defaultValue: say('why.other'), ...reason.params });
  return (
    <span
      className={cx(
        'pointer-events-none absolute inset-0 z-1 flex items-end',
        isOver && 'outline-2 -outline-offset-2',
        isOver && (verdict.kind === 'hard' ? 'outline-stopped' : verdict.kind === 'soft' ? 'outline-needs' : 'outline-accent'),
      )}
    >
      <span className={cx('flex w-full min-w-0 items-center gap-1 px-1 py-0.5 text-11 leading-tight', tint, ground)}>
        <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
        <span className="truncate">{words + more}</span>
      </span>
    </span>
  );
}
