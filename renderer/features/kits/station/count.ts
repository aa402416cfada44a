import { z } from 'zod';
import type { AllocationState } from '../../../../shared/domain/allocation/schema.ts';
import type { KitLine } from '../../../../shared/domain/kit/schema.ts';

/** What happened to a piece; a packed piece is simply `ok`. */
export const MARKS = ['ok', 'used', 'lost', 'damaged'] as const;
export type Mark = (typeof MARKS)[number];
export type StationMode = 'pack' | 'return';

/** One line of the case and how many of it should be seen. */
export interface StationLine {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly expected: number;
}

export type LineCount = Readonly<Record<Mark, number>>;
export type Counts = Readonly<Record<string, LineCount>>;

const countSchema = z.record(z.string(), z.strictObject({ ok: z.int(), used: z.int(), lost: z.int(), damaged: z.int() }));

/** Counts as a draft kept them, or null when they cannot be read any more. */
export function parseCounts(stored: unknown): Counts | null {
  const parsed = countSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

const NOTHING: LineCount = { ok: 0, used: 0, lost: 0, damaged: 0 };
export const countOf = (counts: Counts, lineId: string): LineCount => counts[lineId] ?? NOTHING;
export const seen = ({ ok, used, lost, damaged }: LineCount): number => ok + used + lost + damaged;

/** What should go in, or what should come back: of each line as much as was packed and is not back yet. */
export function linesOf(mode: StationMode, contents: readonly KitLine[], allocation: AllocationState): readonly StationLine[] {
  if (mode === 'pack') return contents.map(({ id, name, code, quantity }) => ({ id, name, code, expected: quantity }));
  const known = new Map(contents.map((line) => [line.id, line]));
  const out =
    allocation.packedLines.length === 0
      ? contents.map(({ id, name, quantity }) => ({ id, name, count: quantity }))
      : allocation.packedLines.map(({ lineId, name, packed }) => ({ id: lineId, name, count: packed }));
  return out.map(({ id, name, count }) => {
    const back = allocation.returnedLines.find(({ lineId }) => lineId === id);
    return {
      id,
      name: known.get(id)?.name ?? name,
      code: known.get(id)?.code ?? null,
      expected: Math.max(0, count - (back === undefined ? 0 : seen(back))),
    };
  });
}

const put = (counts: Counts, lineId: string, count: LineCount): Counts => ({ ...counts, [lineId]: count });

/** The whole line is here, or, pressed again, it is not after all. */
export function toggleLine(counts: Counts, line: StationLine): Counts {
  const count = countOf(counts, line.id);
  const rest = line.expected - seen(count);
  return put(counts, line.id, rest > 0 ? { ...count, ok: count.ok + rest } : NOTHING);
}

/** One piece more or less of a line. */
export function addPiece(counts: Counts, line: StationLine, step: 1 | -1): Counts {
  const count = countOf(counts, line.id);
  if (step === 1) return seen(count) < line.expected ? put(counts, line.id, { ...count, ok: count.ok + 1 }) : counts;
  const from = MARKS.find((mark) => count[mark] > 0);
  return from === undefined ? counts : put(counts, line.id, { ...count, [from]: count[from] - 1 });
}

/** One piece is damaged, used or lost: it was counted as fine a moment ago, or it is seen only now. */
export function markPiece(counts: Counts, line: StationLine, mark: Mark): Counts {
  const count = countOf(counts, line.id);
  if (mark === 'ok') return addPiece(counts, line, 1);
  if (count.ok > 0) return put(counts, line.id, { ...count, ok: count.ok - 1, [mark]: count[mark] + 1 });
  return seen(count) < line.expected ? put(counts, line.id, { ...count, [mark]: count[mark] + 1 }) : counts;
}

/** A typed number; what would be too much is taken from what was thought fine. */
export function setMark(counts: Counts, line: StationLine, mark: Mark, typed: number): Counts {
  const count = countOf(counts, line.id);
  const value = Math.min(line.expected, Math.max(0, Math.round(Number.isNaN(typed) ? 0 : typed)));
  const next = { ...count, [mark]: value };
  const over = seen(next) - line.expected;
  if (over <= 0) return put(counts, line.id, next);
  if (mark === 'ok') return put(counts, line.id, { ...next, ok: value - over });
  const fromOk = Math.min(over, next.ok);
  return put(counts, line.id, { ...next, ok: next.ok - fromOk, [mark]: value - (over - fromOk) });
}

/** Everything that was not seen yet is here. */
export const allHere = (counts: Counts, lines: readonly StationLine[]): Counts =>
  lines.reduce((all, line) => (seen(countOf(all, line.id)) < line.expected ? toggleLine(all, line) : all), counts);

export interface Tally {
  readonly pieces: number;
  readonly expected: number;
  readonly openLines: number;
  readonly byMark: LineCount;
}

export function tallyOf(counts: Counts, lines: readonly StationLine[]): Tally {
  const all = lines.map((line) => ({ line, count: countOf(counts, line.id) }));
  const sum = (mark: Mark): number => all.reduce((total, { count }) => total + count[mark], 0);
  return {
    pieces: all.reduce((total, { count }) => total + seen(count), 0),
    expected: lines.reduce((total, { expected }) => total + expected, 0),
    openLines: all.filter(({ line, count }) => seen(count) < line.expected).length,
    byMark: { ok: sum('ok'), used: sum('used'), lost: sum('lost'), damaged: sum('damaged') },
  };
}

/** What a scan means here. */
export type ScanResult =
  | { readonly kind: 'counted' | 'full'; readonly line: StationLine; readonly counts: Counts }
  | { readonly kind: 'kit' | 'unknown'; readonly counts: Counts };

const plain = (code: string): string => code.trim().toLowerCase();

export function scan(code: string, counts: Counts, lines: readonly StationLine[], kitCode: string): ScanResult {
  const line = lines.find((each) => each.code !== null && plain(each.code) === plain(code));
  if (line === undefined) return { kind: plain(code) === plain(kitCode) ? 'kit' : 'unknown', counts };
  const next = addPiece(counts, line, 1);
  return { kind: next === counts ? 'full' : 'counted', line, counts: next };
}

export const packedLines = (counts: Counts, lines: readonly StationLine[]): readonly { lineId: string; packed: number }[] =>
  lines.map(({ id }) => ({ lineId: id, packed: countOf(counts, id).ok }));

export const returnedLines = (counts: Counts, lines: readonly StationLine[]): readonly ({ lineId: string } & LineCount)[] =>
  lines.map(({ id }) => ({ lineId: id, ...countOf(counts, id) }));
