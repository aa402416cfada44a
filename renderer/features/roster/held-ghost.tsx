import type { ReactNode, Ref } from 'react';
import { createPortal } from 'react-dom';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { cx } from '../../ui/index.ts';
import type { Verdict } from './moves.ts';
import { ShiftBlock } from './shift-block.tsx';
import type { Hold } from './use-hold.ts';

/** The shift under the pointer, with the whole sentence about the cell it is over. */
export function HeldGhost({
  hold,
  verdict,
  ghost,
}: {
  readonly hold: Hold;
  readonly verdict: Verdict | null;
  readonly ghost: Ref<HTMLDivElement>;
}): ReactNode {
  const say = useWords('roster');
  const tint = verdict?.kind === 'hard' ? 'text-stopped-text' : verdict?.kind === 'soft' ? 'text-needs-text' : 'text-approved-text';
  return createPortal(
    <div ref={ghost} aria-hidden className="pointer-events-none fixed start-0 top-0 z-50 w-56 [--block:2.25rem]">
      <div className="w-36 rounded-small bg-surface shadow-lift">
        <ShiftBlock shift={hold.shift} isGhost />
      </div>
      {verdict !== null && verdict.kind !== 'same' && verdict.kind !== 'unknown' && (
        <div
          className={cx(
            'mt-1 flex w-fit max-w-56 flex-col gap-0.5 rounded-control bg-raised px-2 py-1 text-12 leading-snug shadow-lift',
            tint,
          )}
        >
          {verdict.reasons.length === 0
            ? say('fits')
            : verdict.reasons.map((reason) => <span key={reason.code}>{reasonWords(reason)}</span>)}
          {verdict.kind === 'soft' && <span className="text-ink-3">{say('soft-hint')}</span>}
        </div>
      )}
    </div>,
    document.body,
  );
}
