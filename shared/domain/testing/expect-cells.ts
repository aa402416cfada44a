import { expect } from 'vitest';
import { cellsThatDiffer } from './cells.ts';

export { codesOf } from './cells.ts';

/** Fails with the cells of a table that differ from what is written. */
export function expectCells(...args: Parameters<typeof cellsThatDiffer>): void {
  expect(cellsThatDiffer(...args)).toEqual([]);
}
