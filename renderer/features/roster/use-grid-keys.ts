import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import type { Row } from '../../view/hooks.ts';
import { OPEN_LANE, type PersonWeek, type WeekPlan } from './plan.ts';
import type { Day } from './week.ts';

/** Where the keyboard is: a row, a day, and which shift of that cell (-1 stands on the cell itself). */
export interface Cursor {
  readonly rowId: string;
  readonly day: number;
  readonly slot: number;
}

interface GridKeysOptions {
  readonly plan: WeekPlan;
  readonly people: readonly PersonWeek[];
  readonly days: readonly Day[];
  readonly isHolding: boolean;
  readonly onEnter: (shift: Row<'shifts'> | null, cursor: Cursor) => void;
  readonly onSpace: (shift: Row<'shifts'> | null, cursor: Cursor) => void;
  readonly onDelete: (shift: Row<'shifts'>) => void;
  readonly onAssign: (shift: Row<'shifts'>) => void;
  readonly onEscape: () => void;
  readonly onMove: (cursor: Cursor) => void;
}

const PAGE = 8;

/** Arrows walk shift by shift and cell by cell; the grid itself keeps the focus, so nothing is lost when rows come and go. */
export function useGridKeys(options: GridKeysOptions) {
  const { plan, people, days, isHolding } = options;
  const [cursor, setCursor] = useState<Cursor>({ rowId: OPEN_LANE, day: 0, slot: -1 });
  const order = useMemo(() => [OPEN_LANE, ...people.map(({ id }) => id)], [people]);
  const cells = useMemo(
    () => new Map([[OPEN_LANE, plan.open], ...people.map((person) => [person.id, person.days] as const)]),
    [plan, people],
  );
  const cellAt = useCallback((rowId: string, day: number): readonly Row<'shifts'>[] => cells.get(rowId)?.[day] ?? [], [cells]);
  const at: Cursor = cells.has(cursor.rowId) ? cursor : { ...cursor, rowId: OPEN_LANE };
  const slot = Math.min(at.slot, cellAt(at.rowId, at.day).length - 1);
  const here = cellAt(at.rowId, at.day)[slot] ?? null;

  const go = (rowId: string, day: number, wanted: 'first' | 'last' | 'same'): void => {
    const count = cellAt(rowId, day).length;
    const next =
      count === 0 || isHolding ? -1 : wanted === 'first' ? 0 : wanted === 'last' ? count - 1 : Math.max(0, Math.min(slot, count - 1));
    const moved = { rowId, day, slot: next };
    setCursor(moved);
    options.onMove(moved);
  };
  const vertical = (by: number): void => {
    const count = cellAt(at.rowId, at.day).length;
    if (!isHolding && Math.abs(by) === 1 && slot + by >= 0 && slot + by < count && slot >= 0) return moveSlot(slot + by);
    const index = Math.min(order.length - 1, Math.max(0, order.indexOf(at.rowId) + by));
    const rowId = order[index] ?? OPEN_LANE;
    if (rowId !== at.rowId) go(rowId, at.day, by > 0 ? 'first' : 'last');
  };
  const moveSlot = (next: number): void => {
    const moved = { ...at, slot: next };
    setCursor(moved);
    options.onMove(moved);
  };
  const horizontal = (by: number): void => {
    const day = Math.min(days.length - 1, Math.max(0, at.day + by));
    if (day !== at.day) go(at.rowId, day, 'same');
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.target !== event.currentTarget) return;
    const hasMod = event.ctrlKey || event.metaKey;
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const deeds: Readonly<Record<string, () => void>> = {
      ArrowDown: () => vertical(1),
      ArrowUp: () => vertical(-1),
      ArrowRight: () => horizontal(isRtl ? -1 : 1),
      ArrowLeft: () => horizontal(isRtl ? 1 : -1),
      PageDown: () => vertical(PAGE),
      PageUp: () => vertical(-PAGE),
      Home: () => (hasMod ? go(OPEN_LANE, 0, 'first') : go(at.rowId, 0, 'first')),
      End: () => go(hasMod ? (order.at(-1) ?? OPEN_LANE) : at.rowId, days.length - 1, 'first'),
      Enter: () => options.onEnter(here, at),
      ' ': () => options.onSpace(here, at),
      Delete: () => here !== null && options.onDelete(here),
      Backspace: () => here !== null && options.onDelete(here),
      a: () => here !== null && options.onAssign(here),
      Escape: options.onEscape,
    };
    const deed = deeds[event.key];
    if (deed === undefined || (hasMod && event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    deed();
  };
  return { cursor: { ...at, slot }, here, setCursor, onKeyDown };
}
