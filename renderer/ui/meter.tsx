import { Check, CircleAlert, CircleDashed, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';

export type Readiness = 'ready' | 'partial' | 'missing' | 'none';

interface MeterProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly readiness: Readiness;
  /** `done` of `total`, drawn as segments up to 12, as one bar beyond. */
  readonly done?: number;
  readonly total?: number;
  /** What is short, in words: "1 demonstrator open". */
  readonly detail?: string;
  /** Leads to where it is put right. */
  readonly onPress?: () => void;
}

const LOOKS = {
  ready: { fill: 'bg-approved', text: 'text-approved-text', icon: Check },
  partial: { fill: 'bg-needs', text: 'text-needs-text', icon: CircleAlert },
  missing: { fill: 'bg-stopped', text: 'text-stopped-text', icon: CircleAlert },
  none: { fill: 'bg-line-strong', text: 'text-ink-3', icon: CircleDashed },
} as const;

/** One of the small meters that answer "is it ready?" and lead to their fix. */
export function Meter({ label, icon: Icon, readiness, done = 0, total = 0, detail, onPress }: MeterProps): ReactNode {
  const say = useWords('ui');
  const look = LOOKS[readiness];
  const State = look.icon;
  const words =
    detail ?? (readiness === 'ready' ? say('meter.ready') : total > 0 ? say('meter.partial', { done, total }) : say('meter.missing'));
  return (
    <Button
      {...(onPress === undefined ? { isDisabled: true } : { onPress })}
      className="flex min-w-0 flex-col gap-1.5 rounded-control border border-line px-2.5 py-2 text-start data-[hovered]:border-line-strong data-[hovered]:bg-hover"
    >
      <span className="flex items-center gap-1.5 text-12 text-ink-2">
        <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
        <span className="truncate font-medium">{label}</span>
        {total > 0 && (
          <span className="tabular ms-auto ps-2 text-ink-3">
            {done}/{total}
          </span>
        )}
      </span>
      <span aria-hidden className="flex h-1 w-full gap-0.5">
        {segments(done, total, readiness).map((part, index) => (
          <span
            key={index}
            className={cx('h-full min-w-0 rounded-full', part.isFull ? look.fill : 'bg-press')}
            style={{ flexGrow: part.weight }}
          />
        ))}
      </span>
      <span className={cx('flex items-center gap-1 text-12', look.text)}>
        <State aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{words}</span>
      </span>
    </Button>
  );
}

function segments(done: number, total: number, readiness: Readiness): { readonly isFull: boolean; readonly weight: number }[] {
  if (total === 0) return [{ isFull: readiness !== 'none', weight: 1 }];
  if (total <= 12) return Array.from({ length: total }, (_unused, index) => ({ isFull: index < done, weight: 1 }));
  return [
    { isFull: true, weight: done },
    { isFull: false, weight: Math.max(0, total - done) },
  ];
}
