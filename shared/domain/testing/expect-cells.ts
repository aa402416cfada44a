import { expect } from 'vitest';
import type { Cell } from '../kernel/transitions.ts';

type AnyTable = Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>;

/**
 * Writes a cell down: `→status`, `stay`, `noop`, `+code` (kept beside the plan) or `-code` (refused), codes without
 * the noun.
 */
export function notation(cell: Cell<string>): string {
  switch (cell.kind) {
    case 'to':
      return `→${cell.status}`;
    case 'attach':
      return `+${cell.code.replace(/^[^.]+\./, '')}`;
    case 'illegal':
      return `-${cell.code.replace(/^[^.]+\./, '')}`;
    default:
      return cell.kind;
  }
}

/**
 * Compares every cell of a table with what is written, a row a status and a column a trigger, and nothing besides.
 * @param part the triggers written here, when a wide table is written in parts
 */
export function expectCells(table: AnyTable, written: string, part?: readonly string[]): void {
  const [head = '', ...lines] = written.trim().split('\n');
  const triggers = words(head).slice(1);
  if (part !== undefined) expect(triggers).toEqual(part);
  const rows = lines.map(words);
  expect(Object.keys(table).sort()).toEqual(rows.map(([status]) => status).sort());
  for (const [status = '', ...expected] of rows) {
    const row = table[status] ?? {};
    if (part === undefined) expect(Object.keys(row).sort()).toEqual(triggers.toSorted());
    const actual = triggers.map((trigger) => `${trigger} ${row[trigger] === undefined ? 'absent' : notation(row[trigger])}`);
    expect({ status, cells: actual }).toEqual({ status, cells: triggers.map((trigger, index) => `${trigger} ${expected[index]}`) });
  }
}

/** Every code a table can answer with. */
export const codesOf = (table: AnyTable): readonly string[] =>
  Object.values(table)
    .flatMap((row) => Object.values(row))
    .flatMap((cell) => ('code' in cell ? [cell.code] : []));

const words = (line: string): string[] => line.trim().split(/\s+/);
