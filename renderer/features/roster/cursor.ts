import type { Row } from '../../view/hooks.ts';
import type { Edge } from './stretch.ts';

/** Where the keyboard is: a row, a day, and which shift of that cell (-1 stands on the cell itself). */
export interface Cursor {
  readonly row: string;
  readonly day: number;
  readonly slot: number;
}

/** The week as the keyboard walks it. */
export interface Walkable {
  /** Rows from top to bottom. */
  readonly order: readonly string[];
  readonly cells: ReadonlyMap<string, readonly (readonly Row<'shifts'>[])[]>;
  readonly dayCount: number;
}

export interface KeyPress {
  readonly key: string;
  readonly hasMod: boolean;
  readonly hasShift: boolean;
  readonly isRtl: boolean;
}

/** What a key means where the keyboard is. */
export type KeyDeed =
  | { readonly kind: 'go'; readonly cursor: Cursor }
  | { readonly kind: 'stretch'; readonly edge: Edge; readonly steps: number }
  | { readonly kind: 'enter' | 'space' | 'free' | 'assign' | 'split' | 'copy' | 'paste' | 'escape' };

/** What is going on: nothing, a shift is carried over cells, or one end of a shift is being moved. */
export type Mode = 'walk' | 'carry' | 'stretch';

const PAGE = 8;

const cellAt = (week: Walkable, row: string, day: number): readonly Row<'shifts'>[] => week.cells.get(row)?.[day] ?? [];

/** The cursor where it can be now: rows and shifts come and go under it. */
export function settled(cursor: Cursor, week: Walkable): Cursor {
  const row = week.cells.has(cursor.row) ? cursor.row : (week.order[0] ?? cursor.row);
  return { ...cursor, row, slot: Math.min(cursor.slot, cellAt(week, row, cursor.day).length - 1) };
}

export const shiftAt = (cursor: Cursor, week: Walkable): Row<'shifts'> | null => cellAt(week, cursor.row, cursor.day)[cursor.slot] ?? null;

/** Null when the key means nothing here and belongs to somebody else. */
export function deedOf(press: KeyPress, cursor: Cursor, week: Walkable, mode: Mode): KeyDeed | null {
  const { key, hasMod, hasShift } = press;
  const across = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const steps = press.isRtl ? -across : across;
  if (steps !== 0 && (hasShift || mode === 'stretch')) {
    if (mode === 'carry' || (mode === 'walk' && shiftAt(cursor, week) === null)) return null;
    return { kind: 'stretch', edge: hasMod ? 'start' : 'end', steps };
  }
  if (hasMod) return mode === 'walk' ? withMod(key, cursor, week) : null;
  if (mode === 'stretch') return inPlace(key, false);
  const moved = walk(key, steps, cursor, week, mode === 'carry');
  return moved === null ? inPlace(key, mode === 'walk') : { kind: 'go', cursor: moved };
}

function withMod(key: string, cursor: Cursor, week: Walkable): KeyDeed | null {
  switch (key) {
    case 'c':
      return shiftAt(cursor, week) === null ? null : { kind: 'copy' };
    case 'v':
      return { kind: 'paste' };
    case 'Home':
      return { kind: 'go', cursor: arriving(week, week.order[0] ?? cursor.row, 0, 'first', false, cursor.slot) };
    case 'End':
      return { kind: 'go', cursor: arriving(week, week.order.at(-1) ?? cursor.row, week.dayCount - 1, 'first', false, cursor.slot) };
    default:
      return null;
  }
}

function inPlace(key: string, isFree: boolean): KeyDeed | null {
  switch (key) {
    case 'Enter':
      return { kind: 'enter' };
    case ' ':
      return { kind: 'space' };
    case 'Escape':
      return { kind: 'escape' };
    case 'Delete':
    case 'Backspace':
      return isFree ? { kind: 'free' } : null;
    case 'a':
      return isFree ? { kind: 'assign' } : null;
    case 's':
      return isFree ? { kind: 'split' } : null;
    default:
      return null;
  }
}

function walk(key: string, across: number, cursor: Cursor, week: Walkable, isCarrying: boolean): Cursor | null {
  if (across !== 0) return arriving(week, cursor.row, cursor.day + across, 'same', isCarrying, cursor.slot);
  switch (key) {
    case 'ArrowDown':
      return vertical(1, cursor, week, isCarrying);
    case 'ArrowUp':
      return vertical(-1, cursor, week, isCarrying);
    case 'PageDown':
      return vertical(PAGE, cursor, week, isCarrying);
    case 'PageUp':
      return vertical(-PAGE, cursor, week, isCarrying);
    case 'Home':
      return arriving(week, cursor.row, 0, 'first', isCarrying, cursor.slot);
    case 'End':
      return arriving(week, cursor.row, week.dayCount - 1, 'first', isCarrying, cursor.slot);
    default:
      return null;
  }
}

/** Shift by shift inside a cell, then cell by cell; a carried shift only knows cells. */
function vertical(by: number, cursor: Cursor, week: Walkable, isCarrying: boolean): Cursor {
  const next = cursor.slot + by;
  const isInside = Math.abs(by) === 1 && cursor.slot >= 0 && next >= 0 && next < cellAt(week, cursor.row, cursor.day).length;
  if (isInside && !isCarrying) return { ...cursor, slot: next };
  const index = Math.min(week.order.length - 1, Math.max(0, week.order.indexOf(cursor.row) + by));
  const row = week.order[index] ?? cursor.row;
  return row === cursor.row ? cursor : arriving(week, row, cursor.day, by > 0 ? 'first' : 'last', isCarrying, cursor.slot);
}

function arriving(week: Walkable, row: string, day: number, wanted: 'first' | 'last' | 'same', isCarrying: boolean, slot: number): Cursor {
  const reached = Math.min(week.dayCount - 1, Math.max(0, day));
  const count = cellAt(week, row, reached).length;
  if (count === 0 || isCarrying) return { row, day: reached, slot: -1 };
  const next = wanted === 'first' ? 0 : wanted === 'last' ? count - 1 : Math.max(0, Math.min(slot, count - 1));
  return { row, day: reached, slot: next };
}
