import type { FieldImportance, FieldStamp } from '../domain/kernel/aggregate.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';

/** One field edit: what its author saw and what it should become. */
export interface FieldChange {
  readonly from: unknown;
  readonly to: unknown;
}

/** Who is asking, for "had its author seen the last change of this field?". */
export interface EditBasis {
  readonly deviceId: string;
  readonly deviceSeq: number;
  readonly basisSeq: number;
}

export interface MergeResult {
  /** Edits that apply, in the order given. */
  readonly applied: Readonly<Record<string, FieldChange>>;
  /** Edits that change nothing because the field already holds that value. */
  readonly equal: readonly string[];
  /** Important fields changed meanwhile by somebody the author had not seen: the first accepted stays (C2). */
  readonly lost: Readonly<Record<string, FieldChange>>;
}

/**
 * Merges field edits into a state (DESIGN section 6, C1 and C2). Pure; no clock takes part.
 * Different fields never meet here, which is what makes C1 a merge.
 */
export function mergeFields(
  changes: Readonly<Record<string, FieldChange>>,
  state: Readonly<Record<string, unknown>>,
  stamps: Readonly<Record<string, FieldStamp>>,
  basis: EditBasis,
  importance: Readonly<Record<string, FieldImportance>>,
): MergeResult {
  const applied: Record<string, FieldChange> = {};
  const equal: string[] = [];
  const lost: Record<string, FieldChange> = {};
  for (const [field, change] of Object.entries(changes)) {
    const current = state[field];
    if (jsonEqual(current, change.to)) equal.push(field);
    else if (importance[field] === 'text' && !jsonEqual(current, change.from) && !hasSeen(stamps[field] ?? stamps['*'], basis)) {
      applied[field] = { from: current, to: joinTexts(change.from, current, change.to) };
    } else if (importance[field] !== 'important' || jsonEqual(current, change.from) || hasSeen(stamps[field] ?? stamps['*'], basis)) {
      applied[field] = change;
    } else lost[field] = change;
  }
  return { applied, equal, lost };
}

/**
 * Two people wrote into one text apart: what stands stays, and what the second added is put below it, line by line.
 * Lines the second deleted stay, because nobody may delete what they have not seen changed (domain.md section 4, case 17).
 */
export function joinTexts(base: unknown, theirs: unknown, mine: unknown): string {
  const lines = (text: unknown): string[] => (typeof text === 'string' && text !== '' ? text.split('\n') : []);
  const known = new Set([...lines(base), ...lines(theirs)]);
  return [...lines(theirs), ...lines(mine).filter((line) => !known.has(line))].join('\n');
}

/** A change is seen when it is confirmed at or before the basis, or made earlier by the same device (sync.md 7.5). */
export function hasSeen(stamp: FieldStamp | undefined, basis: EditBasis): boolean {
  if (stamp === undefined || basis.deviceId === SERVER_DEVICE_ID) return true;
  if (stamp.deviceId === basis.deviceId && stamp.deviceSeq < basis.deviceSeq) return true;
  return stamp.seq !== null && stamp.seq <= basis.basisSeq;
}

/** Equality of JSON values; key order does not count, absent equals undefined. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, index) => jsonEqual(value, b[index]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!jsonEqual(left[key], right[key])) return false;
  }
  return true;
}
