import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Focusable } from 'react-aria-components/Tooltip';
import { KeyHint } from './key-hint.tsx';

interface TooltipProps {
  readonly text: ReactNode;
  /** Shortcut shown beside the words, `g b`. */
  readonly keys?: string;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  /** A React Aria button or link; for anything else see `Hint`. */
  readonly children: ReactElement;
}

/** Words on hover and on keyboard focus. Never the only place where something is said. */
export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip
        placement={placement}
        offset={6}
        className="z-50 flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 text-12 text-canvas forced-colors:border"
      >
        <span>{text}</span>
        {keys !== undefined && <KeyHint keys={keys} inverted />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

/** A tooltip on words or marks that are not buttons: makes them focusable so the keyboard reaches the reason too. */
export function Hint({ text, children, className }: { readonly text: ReactNode; readonly children: ReactNode; readonly className?: string }): ReactNode {
  return (
    <Tooltip text={text}>
      <Focusable>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard on purpose */}
        <span tabIndex={0} role="note" className={className}>
          {children}
        </span>
      </Focusable>
    </Tooltip>
  );
}
