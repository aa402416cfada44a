import { CircleAlert, CircleCheck, ScanBarcode, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../i18n/words.ts';
import { cx } from '../../../ui/index.ts';
import { countOf, seen, type Counts, type ScanResult } from './count.ts';

/** The last code this station heard, and what it came to. */
export interface Heard {
  readonly result: ScanResult;
  readonly code: string;
  /** Another kit this code belongs to. */
  readonly owner: string | null;
  readonly at: number;
}

const LOOKS = {
  counted: { icon: CircleCheck, look: 'bg-approved-soft text-approved-text' },
  kit: { icon: CircleCheck, look: 'bg-approved-soft text-approved-text' },
  full: { icon: TriangleAlert, look: 'bg-needs-soft text-needs-text' },
  unknown: { icon: CircleAlert, look: 'bg-stopped-soft text-stopped-text' },
} as const;

/** Colour, icon and word for each scan; the sound says the same. */
export function Feedback({ heard, counts }: { readonly heard: Heard | null; readonly counts: Counts }): ReactNode {
  const say = useWords('station');
  const Icon = heard === null ? ScanBarcode : LOOKS[heard.result.kind].icon;
  return (
    <p
      role="status"
      aria-live="assertive"
      data-heard={heard?.result.kind ?? 'nothing'}
      className={cx(
        'flex min-h-14 shrink-0 items-center gap-3 border-b border-line px-4 py-2',
        heard === null ? 'text-ink-3' : cx('text-15 font-medium', LOOKS[heard.result.kind].look),
      )}
    >
      <Icon aria-hidden className="size-6 shrink-0" strokeWidth={1.75} />
      {/* the same code twice must be heard twice */}
      <span key={heard?.at ?? 0} className="min-w-0 break-words">
        {heard === null ? say('ready') : words(heard)}
      </span>
    </p>
  );

  function words({ result, code, owner }: Heard): string {
    switch (result.kind) {
      case 'counted':
        return say('heard.counted', {
          what: result.line.name,
          count: seen(countOf(counts, result.line.id)),
          expected: result.line.expected,
        });
      case 'full':
        return say('heard.full', { what: result.line.name, count: result.line.expected });
      case 'kit':
        return say('heard.kit');
      case 'unknown':
        return owner === null ? say('heard.unknown', { code }) : say('heard.other', { code, kit: owner });
    }
  }
}
