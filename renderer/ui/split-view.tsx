import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';

interface SplitViewProps {
  /** Names the remembered width: one per place. */
  readonly id: string;
  readonly list: ReactNode;
  /** Null while nothing is open: the list takes the whole width. */
  readonly detail: ReactNode | null;
  readonly detailLabel: string;
  readonly initialWidth?: number;
}

const MIN = 280;
const MAX = 760;
const storageKey = (id: string): string => `muster.split.${id}`;

function remembered(id: string, initial: number): number {
  const width = Number(localStorage.getItem(storageKey(id)));
  return width >= MIN && width <= MAX ? width : initial;
}

/**
 * A list with its open detail beside it. The border can be dragged, or moved with the arrow keys when focused; the width
 * is remembered per place. In a narrow window the detail lies over the list.
 */
export function SplitView({ id, list, detail, detailLabel, initialWidth = 400 }: SplitViewProps): ReactNode {
  const say = useWords('ui');
  const [width, setWidth] = useState(() => remembered(id, initialWidth));
  const frame = useRef<HTMLDivElement>(null);
  const resize = useCallback(
    (next: number) => {
      const clamped = Math.round(Math.min(MAX, Math.max(MIN, next)));
      setWidth(clamped);
      localStorage.setItem(storageKey(id), String(clamped));
    },
    [id],
  );
  const isOpen = detail !== null;
  return (
    <div ref={frame} className="@container flex min-h-0 min-w-0 flex-1">
      <div
        className={cx('flex min-h-0 min-w-0 flex-col bg-surface', isOpen ? 'shrink-0 max-w-[44%] @max-3xl:hidden' : 'flex-1')}
        style={isOpen ? { width } : undefined}
      >
        {list}
      </div>
      {isOpen && (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a focusable separator is a widget (ARIA 1.2) */}
          <div
            role="separator"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={say('resize-list')}
            aria-valuenow={width}
            aria-valuemin={MIN}
            aria-valuemax={MAX}
            className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line after:absolute after:inset-y-0 after:-start-1 after:w-2 hover:bg-accent-line focus-visible:bg-accent @max-3xl:hidden"
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => {
              const box = frame.current?.getBoundingClientRect();
              if (!event.currentTarget.hasPointerCapture(event.pointerId) || box === undefined) return;
              resize(getComputedStyle(event.currentTarget).direction === 'rtl' ? box.right - event.clientX : event.clientX - box.left);
            }}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0;
              if (step === 0) return;
              event.preventDefault();
              resize(width + step);
            }}
          />
          <section
            data-detail=""
            tabIndex={-1}
            aria-label={detailLabel}
            className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface outline-none"
          >
            {detail}
          </section>
        </>
      )}
    </div>
  );
}
