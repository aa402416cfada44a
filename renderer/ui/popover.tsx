import type { ReactElement, ReactNode } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import { cx } from './class-names.ts';
import { LIFTED } from './overlay.ts';

interface PopoverProps {
  /** Spoken name of what opens. */
  readonly label: string;
  readonly trigger: ReactElement;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'right top' | 'right bottom';
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly className?: string;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** A small panel that belongs to the button that opened it. Escape and a press outside close it; focus returns. */
export function Popover({ label, trigger, placement = 'bottom start', children, className, ...state }: PopoverProps): ReactNode {
  return (
    <DialogTrigger {...state}>
      {trigger}
      <AriaPopover offset={6} placement={placement} className={cx(LIFTED, className)}>
        <Dialog aria-label={label} className="outline-none">
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
