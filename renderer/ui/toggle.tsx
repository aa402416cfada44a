import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components/Switch';
import { cx } from './class-names.ts';

interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'children' | 'style'> {
  readonly children?: ReactNode;
  readonly className?: string;
}

/** Ticks something; give `aria-label` when there are no words beside it. */
export function Checkbox({ children, className, ...props }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox {...props} className={cx('group flex min-h-6 items-center gap-2 text-13 data-[disabled]:opacity-50', className)}>
      {({ isIndeterminate, isSelected }) => (
        <>
          <span
            aria-hidden
            className={cx(
              'flex size-4 shrink-0 items-center justify-center rounded-small border group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-1 group-data-[focus-visible]:outline-focus',
              isSelected || isIndeterminate
                ? 'border-accent bg-accent text-accent-ink'
                : 'border-control-line bg-surface group-data-[hovered]:border-ink-2',
            )}
          >
            {isIndeterminate ? <Minus className="size-3" strokeWidth={3} /> : isSelected && <Check className="size-3" strokeWidth={3} />}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'children' | 'style'> {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly className?: string;
}

/** Turns a rule or a setting on and off, at once. */
export function Switch({ children, hint, className, ...props }: SwitchProps): ReactNode {
  return (
    <AriaSwitch
      {...props}
      className={cx(
        'group flex min-h-6 justify-between gap-4 text-13 data-[disabled]:opacity-50',
        hint === undefined ? 'items-center' : 'items-start',
        className,
      )}
    >
      {({ isSelected }) => (
        <>
          <span className="min-w-0">
            <span className="block">{children}</span>
            {hint !== undefined && <span className="mt-0.5 block text-12 text-ink-3">{hint}</span>}
          </span>
          <span
            aria-hidden
            className={cx(
              'flex h-[18px] w-8 shrink-0 items-center rounded-full border p-px group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-1 group-data-[focus-visible]:outline-focus',
              isSelected ? 'border-accent bg-accent' : 'border-control-line bg-sunken',
            )}
          >
            <span
              className={cx(
                'size-3.5 rounded-full transition-transform duration-(--move) ease-out forced-colors:bg-[CanvasText]',
                isSelected ? 'translate-x-3.5 bg-accent-ink rtl:-translate-x-3.5' : 'bg-control-line',
              )}
            />
          </span>
        </>
      )}
    </AriaSwitch>
  );
}
