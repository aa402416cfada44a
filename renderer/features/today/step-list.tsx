import { Check, Circle, CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { cx, formatTime } from '../../ui/index.ts';
import type { Step } from './my-shift.ts';

/** The whole day at a glance: done with its time, the one now, what follows. */
export function StepList({
  steps,
  next,
  zone,
}: {
  readonly steps: readonly Step[];
  readonly next: Step | null;
  readonly zone: string;
}): ReactNode {
  const say = useWords('today');
  const names = useNames();
  return (
    <ol aria-label={say('staff.steps')} className="flex flex-col">
      {steps.map((step, index) => {
        const isNext = step === next;
        const Icon = step.isDone ? Check : isNext ? CircleDot : Circle;
        return (
          <li
            key={`${step.name}:${index}`}
            aria-current={isNext ? 'step' : undefined}
            className="flex min-h-8 items-center gap-2.5 text-13"
          >
            <Icon aria-hidden className={cx('size-4 shrink-0', step.isDone ? 'text-approved' : isNext ? 'text-accent' : 'text-ink-3')} />
            <span className={cx('min-w-0 truncate', isNext ? 'font-medium' : 'text-ink-2')}>
              {say(`${step.isDone ? 'done' : 'step'}.${step.name}`)}
              {step.allocation !== null && <span className="text-ink-3"> · {names.kit(step.allocation.state.kitId)}</span>}
            </span>
            {step.at !== null && (
              <time dateTime={step.at} className="tabular ms-auto text-12 text-ink-3">
                {formatTime(step.at, zone)}
              </time>
            )}
          </li>
        );
      })}
    </ol>
  );
}
