import { useState, type ReactElement, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { cx } from './class-names.ts';
import { KeyHint } from './key-hint.tsx';

interface TooltipProps {
  readonly text: ReactNode;
  /** Shortcut shown beside the words, `g b`. */
  readonly keys?: string;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
  /** A React Aria button or link; for words and marks see `Hint`. */
  readonly children: ReactElement;
}

/** Words on hover and on keyboard focus. Never the only place where something is said. */
export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Bubble placement={placement}>
        <span>{text}</span>
        {keys !== undefined && <KeyHint keys={keys} inverted />}
      </Bubble>
    </TooltipTrigger>
  );
}

/** Words or a mark with a reason behind it: on hover, on keyboard focus and, for thumbs, on a press. Not for rows of lists. */
export function Hint({
  text,
  children,
  className,
}: {
  readonly text: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <TooltipTrigger delay={300} closeDelay={0} isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button onPress={() => setIsOpen(true)} className={cx('cursor-default rounded-small text-start', className)}>
        {children}
      </Button>
      <Bubble placement="bottom">{text}</Bubble>
    </TooltipTrigger>
  );
}

function Bubble({
  placement,
  children,
}: {
  readonly placement: 'top' | 'bottom' | 'left' | 'right';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <AriaTooltip
      placement={placement}
      offset={6}
      className="z-50 flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 text-12 text-canvas forced-colors:border"
    >
      {children}
    </AriaTooltip>
  );
}
