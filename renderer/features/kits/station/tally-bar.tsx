import type { ReactNode } from 'react';
import { useWords } from '../../../i18n/words.ts';
import { cx, formatNumber } from '../../../ui/index.ts';
import type { StationMode, Tally } from './count.ts';

/** The counters, readable from two metres away. */
export function TallyBar({ mode, tally }: { readonly mode: StationMode; readonly tally: Tally }): ReactNode {
  const say = useWords('station');
  const isComplete = tally.openLines === 0;
  const marks = (['used', 'lost', 'damaged'] as const).filter((mark) => tally.byMark[mark] > 0);
  return (
    <div className="flex shrink-0 flex-wrap items-baseline gap-x-6 gap-y-1 border-b border-line px-4 py-3">
      <p className="tabular flex items-baseline gap-2">
        <span className={cx('text-28 leading-none font-semibold', isComplete && 'text-approved-text')}>{formatNumber(tally.pieces)}</span>
        <span className="text-15 text-ink-2">{say(`tally.${mode}`, { count: tally.expected, total: formatNumber(tally.expected) })}</span>
      </p>
      <p className={cx('tabular', isComplete ? 'text-approved-text' : 'text-ink-2')}>
        {isComplete ? say('tally.complete') : say('tally.open', { count: tally.openLines })}
      </p>
      {marks.map((mark) => (
        <p key={mark} className={cx('tabular', mark === 'used' ? 'text-ink-2' : 'text-needs-text')}>
          {say(`tally.${mark}`, { count: tally.byMark[mark] })}
        </p>
      ))}
    </div>
  );
}
