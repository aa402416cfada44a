import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { cx } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const BASE =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-control whitespace-nowrap font-medium text-13 leading-none ' +
  'disabled:cursor-default data-[disabled]:opacity-45 forced-colors:border';

const VARIANTS = {
  primary: 'bg-accent text-accent-ink data-[hovered]:bg-accent-hover data-[pressed]:bg-accent-hover',
  default: 'border border-line-strong bg-surface text-ink data-[hovered]:bg-hover data-[pressed]:bg-press',
  quiet: 'text-ink-2 data-[hovered]:bg-hover data-[hovered]:text-ink data-[pressed]:bg-press',
  danger: 'border border-line-strong bg-surface text-stopped-text data-[hovered]:bg-stopped-soft data-[pressed]:bg-stopped-soft',
} as const;

export type ButtonVariant = keyof typeof VARIANTS;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly variant?: ButtonVariant;
  readonly size?: 'default' | 'small' | 'large';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

const SIZES = { small: 'h-control-small px-2 text-12', default: 'h-control px-3', large: 'h-12 px-5 text-15' } as const;

/**
 * While something runs: the button keeps its focus and takes no second press. React Aria's own pending state would announce
 * the button by its id, which says nothing once the press has closed what it stood in; the toast says what came of it.
 */
const whilePending = { 'aria-disabled': true, 'aria-busy': true, type: 'button', onPress: () => undefined } as const;

/** One primary per screen. `isPending` keeps the width and says so to screen readers. */
export function Button({
  variant = 'default',
  size = 'default',
  icon: Icon,
  isPending = false,
  children,
  className,
  ...props
}: ButtonProps): ReactNode {
  return (
    <AriaButton {...props} {...(isPending ? whilePending : {})} className={cx(BASE, VARIANTS[variant], SIZES[size], className)}>
      {isPending ? (
        <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
      ) : (
        Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      )}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** Spoken, and shown as the tooltip. */
  readonly label: string;
  readonly keys?: string;
  readonly size?: 'default' | 'small';
  readonly variant?: ButtonVariant;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon; its label is never missing. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  size = 'default',
  variant = 'quiet',
  className,
  ...props
}: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <AriaButton
        {...props}
        aria-label={label}
        className={cx(BASE, VARIANTS[variant], size === 'small' ? 'size-control-small' : 'size-control', className)}
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </AriaButton>
    </Tooltip>
  );
}
