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
 * @returns where they differ, in words
 */
export function cellsThatDiffer(table: AnyTable, written: string, part?: readonly string[]): readonly string[] {
  const [head = '', ...lines] = written.trim().split('\n');
  const triggers = words(head).slice(1);
  const rows = new Map(lines.map(words).map(([status = '', ...cells]) => [status, cells]));
  const differences: string[] = [];
  if (!sameSet(Object.keys(table), [...rows.keys()])) differences.push(`statuses are ${Object.keys(table).join(', ')}`);
  for (const [status, row] of Object.entries(table)) {
    if (!sameSet(part ?? Object.keys(row), triggers)) differences.push(`triggers of ${status} are ${Object.keys(row).join(', ')}`);
    for (const [index, trigger] of triggers.entries()) {
      const cell = row[trigger];
      const actual = cell === undefined ? 'absent' : notation(cell);
      const expected = rows.get(status)?.[index];
      if (actual !== expected) differences.push(`${status} × ${trigger}: ${actual}, written ${expected}`);
    }
  }
  return differences;
}

/** Every code a table can answer with. */
export const codesOf = (table: AnyTable): readonly string[] =>
  Object.values(table)
    .flatMap((row) => Object.values(row))
    .flatMap((cell) => ('code' in cell ? [cell.code] : []));

const words = (line: string): string[] => line.trim().split(/\s+/);

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join(' ') === b.toSorted().join(' ');
