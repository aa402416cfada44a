import { expect, test } from 'vitest';
import { aShift } from '../../../shared/domain/testing/fixtures.ts';
import { testId } from '../../../shared/domain/testing/memory-reader.ts';
import type { Row } from '../../view/hooks.ts';
import { deedOf, settled, type Cursor, type KeyPress, type Mode, type Walkable } from './cursor.ts';

const row = (name: string): Row<'shifts'> => {
  const state = aShift({ id: testId(name) });
  const sync = { state: 'confirmed', pending: 0, predicted: false, openConflicts: 0, seq: 1 };
  return { collection: 'shifts', id: state.id, state, sync, readOnly: false } as unknown as Row<'shifts'>;
};
const week: Walkable = {
  order: ['open', 'ana', 'bo'],
  cells: new Map([
    ['open', [[], [row('one')]]],
    ['ana', [[row('two'), row('three')], []]],
    ['bo', [[], [row('four')]]],
  ]),
  dayCount: 2,
};
const at = (cursorRow: string, day: number, slot = -1): Cursor => ({ row: cursorRow, day, slot });
const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({ key, hasMod: false, hasShift: false, isRtl: false, ...over });
const deed = (key: string, from: Cursor, mode: Mode = 'walk', over: Partial<KeyPress> = {}) => deedOf(press(key, over), from, week, mode);

test('arrows walk shift by shift inside a cell and cell by cell outside', () => {
  expect(deed('ArrowDown', at('open', 0))).toEqual({ kind: 'go', cursor: at('ana', 0, 0) });
  expect(deed('ArrowDown', at('ana', 0, 0))).toEqual({ kind: 'go', cursor: at('ana', 0, 1) });
  expect(deed('ArrowDown', at('ana', 0, 1))).toEqual({ kind: 'go', cursor: at('bo', 0) });
  expect(deed('ArrowUp', at('bo', 0))).toEqual({ kind: 'go', cursor: at('ana', 0, 1) });
  expect(deed('ArrowRight', at('open', 0))).toEqual({ kind: 'go', cursor: at('open', 1, 0) });
});

test('nothing walks out of the week, and from right to left the arrows change sides', () => {
  expect(deed('ArrowLeft', at('ana', 0, 0))).toEqual({ kind: 'go', cursor: at('ana', 0, 0) });
  expect(deed('ArrowLeft', at('open', 0), 'walk', { isRtl: true })).toEqual({ kind: 'go', cursor: at('open', 1, 0) });
  expect(deed('End', at('ana', 0), 'walk', { hasMod: true })).toEqual({ kind: 'go', cursor: at('bo', 1, 0) });
});

test('a carried shift knows only cells, and letters wait until it is put down', () => {
  expect(deed('ArrowDown', at('ana', 0, 0), 'carry')).toEqual({ kind: 'go', cursor: at('bo', 0) });
  expect(deed('a', at('ana', 0), 'carry')).toBeNull();
  expect(deed('Delete', at('ana', 0), 'carry')).toBeNull();
  expect(deed('Escape', at('ana', 0), 'carry')).toEqual({ kind: 'escape' });
});

test('Shift and an arrow take the end of a shift, Control the start; then plain arrows go on', () => {
  expect(deed('ArrowRight', at('ana', 0, 0), 'walk', { hasShift: true })).toEqual({ kind: 'stretch', edge: 'end', steps: 1 });
  expect(deed('ArrowLeft', at('ana', 0, 0), 'walk', { hasShift: true, hasMod: true })).toEqual({
    kind: 'stretch',
    edge: 'start',
    steps: -1,
  });
  expect(deed('ArrowRight', at('ana', 0, 0), 'stretch')).toEqual({ kind: 'stretch', edge: 'end', steps: 1 });
  expect(deed('ArrowRight', at('ana', 1), 'walk', { hasShift: true })).toBeNull();
});

test('copying needs a shift, pasting does not', () => {
  expect(deed('c', at('ana', 0, 0), 'walk', { hasMod: true })).toEqual({ kind: 'copy' });
  expect(deed('c', at('ana', 1), 'walk', { hasMod: true })).toBeNull();
  expect(deed('v', at('ana', 1), 'walk', { hasMod: true })).toEqual({ kind: 'paste' });
});

test('a cursor whose row or shift is gone stands where it can', () => {
  expect(settled(at('gone', 1, 3), week)).toEqual(at('open', 1, 0));
  expect(settled(at('ana', 1, 0), week)).toEqual(at('ana', 1));
});
