import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './class-names.ts';
import { useRowHeight } from './row-height.ts';

interface DataListProps<Item extends { readonly id: string }> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly renderRow: (item: Item, isSelected: boolean) => ReactNode;
  readonly selectedId: string | null;
  /** Arrows, j/k and a press select. */
  readonly onSelect: (id: string) => void;
  /** Enter and a double press. */
  readonly onOpen?: (id: string) => void;
  /** Heading above the first item of each group: a day, a place. */
  readonly groupOf?: (item: Item) => string;
  /** Lines of text per row: 1 is one `--row`, 2 is one and a half, 3 holds a sentence over two lines and what goes with it. */
  readonly lines?: 1 | 2 | 3;
  /** Shown under the last row. */
  readonly footer?: ReactNode;
  /** Draws certainty along the row: `data-certainty`. */
  readonly certaintyOf?: (item: Item) => string;
  /** Takes focus when the place opens. */
  readonly autoFocus?: boolean;
  readonly className?: string;
}

type Entry<Item> =
  | { readonly kind: 'heading'; readonly words: string }
  | { readonly kind: 'item'; readonly item: Item; readonly position: number };

/**
 * A list of any length: only the rows in sight exist. One tab stop; ↑ ↓ j k Home End PageUp PageDown move the selection,
 * Enter opens. Rows hold words and marks, not buttons: what can be done with a row is done in its detail or by its keys.
 */
export function DataList<Item extends { readonly id: string }>(props: DataListProps<Item>): ReactNode {
  const {
    label,
    items,
    renderRow,
    selectedId,
    onSelect,
    onOpen,
    groupOf,
    lines = 1,
    footer,
    certaintyOf,
    autoFocus = false,
    className,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const row = useRowHeight();
  const height = Math.round(row * { 1: 1, 2: 1.625, 3: 2.25 }[lines]);
  const entries = useMemo(() => layOut(items, groupOf), [items, groupOf]);
  const entryOf = useMemo(
    () => new Map(entries.flatMap((entry, index) => (entry.kind === 'item' ? [[entry.item.id, index] as const] : []))),
    [entries],
  );
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (entries[index]?.kind === 'heading' ? 28 : height),
    overscan: 12,
    getItemKey: (index) => {
      const entry = entries[index];
      return entry === undefined ? index : entry.kind === 'item' ? entry.item.id : `heading ${index}`;
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height, entries]);

  const selectedEntry = selectedId === null ? undefined : entryOf.get(selectedId);
  useEffect(() => {
    if (selectedEntry !== undefined) virtualizer.scrollToIndex(selectedEntry, { align: 'auto' });
  }, [selectedEntry, virtualizer]);
  // stepping out of a detail keeps the place in the list: the next arrow goes on from there
  const [lastId, setLastId] = useState(selectedId);
  if (selectedId !== null && selectedId !== lastId) setLastId(selectedId);
  const cursorId = selectedId ?? lastId;
  useEffect(() => {
    if (autoFocus) scroller.current?.focus({ preventScroll: true });
  }, [autoFocus]);

  const move = (by: number): void => {
    const before = items.findIndex(({ id }) => id === cursorId);
    const at = before >= 0 ? before : by > 0 ? -1 : items.length;
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) onSelect(next.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -items.length,
      End: items.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if (event.key === 'Enter' && selectedId !== null && onOpen !== undefined) {
      event.preventDefault();
      onOpen(selectedId);
    }
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      data-list=""
      aria-activedescendant={selectedEntry === undefined ? undefined : `${baseId}${selectedId}`}
      onKeyDown={onKeyDown}
      className={cx(
        'focus-inner group/list min-h-0 flex-1 overflow-auto contain-strict',
        cursorId !== null && entryOf.has(cursorId) && 'outline-none!',
        className,
      )}
    >
      <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((virtual) => {
          const entry = entries[virtual.index];
          if (entry === undefined) return null;
          const place = { transform: `translateY(${virtual.start}px)`, height: virtual.size };
          if (entry.kind === 'heading') {
            return (
              <div
                key={virtual.key}
                role="presentation"
                style={place}
                className="label absolute inset-x-0 top-0 flex items-end border-b border-line bg-surface px-4 pb-1.5"
              >
                {entry.words}
              </div>
            );
          }
          const isSelected = entry.item.id === selectedId;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled on the list, the one tab stop
            <div
              key={virtual.key}
              id={`${baseId}${entry.item.id}`}
              role="option"
              aria-selected={isSelected}
              aria-posinset={entry.position}
              aria-setsize={items.length}
              data-certainty={certaintyOf?.(entry.item)}
              style={place}
              onClick={() => onSelect(entry.item.id)}
              onDoubleClick={() => onOpen?.(entry.item.id)}
              className={cx(
                'absolute inset-x-0 top-0 flex cursor-default items-center gap-3 overflow-hidden border-b border-line px-4 leading-[1.2] select-none',
                isSelected ? 'bg-accent-soft forced-colors:outline' : 'hover:bg-hover',
                entry.item.id === cursorId &&
                  'group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-focus',
              )}
            >
              {renderRow(entry.item, isSelected)}
            </div>
          );
        })}
      </div>
      {footer}
    </div>
  );
}

function layOut<Item extends { readonly id: string }>(
  items: readonly Item[],
  groupOf: ((item: Item) => string) | undefined,
): readonly Entry<Item>[] {
  const entries: Entry<Item>[] = [];
  let group: string | null = null;
  for (const [index, item] of items.entries()) {
    const words = groupOf?.(item) ?? null;
    if (words !== null && words !== group) entries.push({ kind: 'heading', words });
    group = words;
    entries.push({ kind: 'item', item, position: index + 1 });
  }
  return entries;
}
