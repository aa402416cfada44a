import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

const NAMES: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
};

/** Keys as people see them on the keyboard: `mod+k`, `g b`, `?`. */
export function KeyHint({ keys, inverted = false }: { readonly keys: string; readonly inverted?: boolean }): ReactNode {
  return (
    <span className="inline-flex items-center gap-0.5" aria-hidden>
      {keys.split(/[ +](?=.)/).map((key, index) => (
        <kbd
          key={`${key}${index}`}
          className={cx(
            'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-small border px-1 text-11 leading-none font-medium',
            inverted ? 'border-current/40 text-current' : 'border-line-strong bg-surface text-ink-2',
          )}
        >
          {NAMES[key.toLowerCase()] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}
