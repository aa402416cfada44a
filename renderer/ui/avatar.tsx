import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** First letters of the first and last name; two people with the same letters keep their full name beside it. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    letters
      .map((word) => [...(word ?? '')][0] ?? '')
      .join('')
      .toUpperCase() || '?'
  );
}

interface AvatarProps {
  readonly name: string;
  readonly size?: 'small' | 'default' | 'large';
  readonly className?: string;
}

const SIZES = { small: 'size-5 text-[0.5625rem]', default: 'size-6 text-11', large: 'size-10 text-13' } as const;

/** Initials in a circle; decoration beside a name, so it stays silent. */
export function Avatar({ name, size = 'default', className }: AvatarProps): ReactNode {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-press leading-none font-semibold text-ink-2 forced-colors:border',
        SIZES[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
