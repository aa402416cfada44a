import { CopyPlus } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { createPortal } from 'react-dom';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { cx, durationWords } from '../../ui/index.ts';
import type { Verdict } from './moves.ts';
import { ShiftBlock } from './shift-block.tsx';
import type { Hold } from './use-hold.ts';
import { clockWords } from './week.ts';

interface HeldGhostProps {
  readonly hold: Hold;
  readonly verdict: Verdict | null;
  readonly ghost: Ref<HTMLDivElement>;
}

/** What is in the hand, under the pointer, with the whole sentence about the cell it is over. */
export function HeldGhost({ hold, verdict, ghost }: HeldGhostProps): ReactNode {
  const say = useWords('roster');
  const tint = verdict?.kind === 'hard' ? 'text-stopped-text' : verdict?.kind === 'soft' ? 'text-needs-text' : 'text-approved-text';
  const isCopy = hold.kind === 'carry' && hold.isCopy;
  return createPortal(
    <div ref={ghost} aria-hidden className="pointer-events-none fixed start-0 top-0 z-50 w-56 [--block:2.25rem]">
      {hold.kind === 'carry' ? (
        <div className="w-36 rounded-small bg-surface shadow-lift">
          <ShiftBlock shift={hold.shift} isGhost />
        </div>
      ) : (
        <div className="tabular w-fit rounded-control bg-raised px-2 py-1 text-13 font-medium shadow-lift">
          {clockWords(hold.period)} · {durationWords(hold.period.start, hold.period.end)}
        </div>
      )}
      {isCopy && (
        <div className="mt-1 flex w-fit items-center gap-1 rounded-control bg-raised px-2 py-1 text-12 shadow-lift">
          <CopyPlus className="size-3.5" /> {say('as-copy')}
        </div>
      )}
      {verdict !== null && verdict.kind !== 'same' && verdict.kind !== 'unknown' && (
        <div
          className={cx(
            'mt-1 flex w-fit max-w-56 flex-col gap-0.5 rounded-control bg-raised px-2 py-1 text-12 leading-snug shadow-lift',
            tint,
          )}
        >
          {verdict.reasons.length === 0
            ? say('verdict.fits')
            : verdict.reasons.map((reason) => <span key={reason.code}>{reasonWords(reason)}</span>)}
          {verdict.kind === 'soft' && <span className="text-ink-3">{say('soft-hint')}</span>}
        </div>
      )}
    </div>,
    document.body,
  );
}
