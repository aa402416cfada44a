import { expect, test } from 'vitest';
import { anAllocation } from '../../../../shared/domain/testing/fixtures.ts';
import {
  addPiece,
  allHere,
  countOf,
  linesOf,
  markPiece,
  packedLines,
  parseCounts,
  returnedLines,
  scan,
  setMark,
  tallyOf,
  toggleLine,
  type StationLine,
} from './count.ts';

const cooler: StationLine = { id: 'cooler', name: 'Cooler', code: 'SB-1', expected: 2 };
const cups: StationLine = { id: 'cups', name: 'Cups', code: null, expected: 200 };
const lines = [cooler, cups];

test('a scan counts one piece, a scan too many changes nothing and says so', () => {
  const first = scan(' sb-1 ', {}, lines, 'SB');
  expect(first).toMatchObject({ kind: 'counted', line: cooler });
  const second = scan('SB-1', first.counts, lines, 'SB');
  const third = scan('SB-1', second.counts, lines, 'SB');
  expect(third.kind).toBe('full');
  expect(countOf(third.counts, 'cooler').ok).toBe(2);
});

test('the case itself and what belongs elsewhere are told apart and never counted', () => {
  expect(scan('SB', {}, lines, 'SB')).toEqual({ kind: 'kit', counts: {} });
  expect(scan('X-9', {}, lines, 'SB')).toEqual({ kind: 'unknown', counts: {} });
});

test('a line is ticked as a whole and unticked again', () => {
  const partly = addPiece({}, cooler, 1);
  const ticked = toggleLine(partly, cooler);
  expect(countOf(ticked, 'cooler').ok).toBe(2);
  expect(countOf(toggleLine(ticked, cooler), 'cooler').ok).toBe(0);
});

test('a mark turns a piece that was fine, or counts one that was not seen yet, and never more than there are', () => {
  const fine = toggleLine({}, cooler);
  const damaged = markPiece(fine, cooler, 'damaged');
  expect(countOf(damaged, 'cooler')).toEqual({ ok: 1, used: 0, lost: 0, damaged: 1 });
  const lost = markPiece(markPiece({}, cooler, 'lost'), cooler, 'lost');
  expect(markPiece(lost, cooler, 'lost')).toBe(lost);
  expect(countOf(lost, 'cooler')).toEqual({ ok: 0, used: 0, lost: 2, damaged: 0 });
});

test('a typed number takes what is too much from what was thought fine', () => {
  const fine = allHere({}, lines);
  expect(countOf(setMark(fine, cups, 'used', 140), 'cups')).toEqual({ ok: 60, used: 140, lost: 0, damaged: 0 });
  expect(countOf(setMark(setMark({}, cups, 'used', 140), cups, 'ok', 999), 'cups')).toEqual({ ok: 60, used: 140, lost: 0, damaged: 0 });
  expect(countOf(setMark({}, cups, 'ok', Number.NaN), 'cups').ok).toBe(0);
});

test('the big counters add up', () => {
  const counts = markPiece(addPiece({}, cooler, 1), cooler, 'damaged');
  expect(tallyOf(counts, lines)).toEqual({ pieces: 1, expected: 202, openLines: 2, byMark: { ok: 0, used: 0, lost: 0, damaged: 1 } });
});

test('what is handed in names every line, seen or not', () => {
  const counts = addPiece({}, cooler, 1);
  expect(packedLines(counts, lines)).toEqual([
    { lineId: 'cooler', packed: 1 },
    { lineId: 'cups', packed: 0 },
  ]);
  expect(returnedLines({}, [cooler])).toEqual([{ lineId: 'cooler', ok: 0, used: 0, lost: 0, damaged: 0 }]);
});

test('what should come back is what was packed and is not back yet, also of a line the kit no longer has', () => {
  const allocation = anAllocation({
    packedLines: [
      { lineId: 'cooler', name: 'Cooler', expected: 2, packed: 1 },
      { lineId: 'gone', name: 'Old sign', expected: 1, packed: 1 },
    ],
    returnedLines: [{ lineId: 'gone', name: 'Old sign', ok: 1, used: 0, lost: 0, damaged: 0 }],
  });
  const contents = [{ id: 'cooler', itemId: null, name: 'Cool box', code: 'SB-1', quantity: 2 }];
  expect(linesOf('return', contents, allocation)).toEqual([
    { id: 'cooler', name: 'Cool box', code: 'SB-1', expected: 1 },
    { id: 'gone', name: 'Old sign', code: null, expected: 0 },
  ]);
  expect(linesOf('pack', contents, allocation)).toEqual([{ id: 'cooler', name: 'Cool box', code: 'SB-1', expected: 2 }]);
});

test('a draft that cannot be read starts again instead of breaking the station', () => {
  expect(parseCounts({ cooler: { ok: 1, used: 0, lost: 0, damaged: 0 } })).toEqual({ cooler: { ok: 1, used: 0, lost: 0, damaged: 0 } });
  expect(parseCounts({ cooler: 3 })).toBeNull();
  expect(parseCounts('nonsense')).toBeNull();
});
