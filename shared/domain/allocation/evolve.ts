import type { DomainEvent } from '../kernel/event.ts';
import { addMinutes } from '../kernel/time.ts';
import type { PackedData, ReturnedData } from './payloads.ts';
import type { AllocationState, AllocationStatus } from './schema.ts';

/** A fact on a kit plan nobody knows is kept on a stand-in that plans nothing. */
export function standIn(event: DomainEvent): AllocationState {
  const end = addMinutes(event.occurredAt, 60);
  const text = (instant: string): string => instant.slice(0, 16);
  const period = { start: event.occurredAt, end, zone: 'UTC', startLocal: text(event.occurredAt), endLocal: text(end) };
  return {
    id: event.aggregateId,
    bookingId: null,
    needId: null,
    kitKind: 'Unknown kit',
    kitId: null,
    status: 'released',
    statusReason: null,
    period,
    usage: period,
    packedLines: [],
    returnedLines: [],
    custody: [],
  };
}

/** Adds a step to the custody, in the order things happened. */
export function witness(state: AllocationState, step: AllocationStatus, note: string, event: DomainEvent): AllocationState {
  const inHand = kitInHand(event.data);
  const unplanned = inHand !== null && inHand !== state.kitId ? { kitId: inHand } : {};
  const entry = { step, at: event.occurredAt, memberId: event.actorId, note, ...unplanned };
  const after = state.custody.findLastIndex(({ at }) => at <= entry.at) + 1;
  return { ...state, custody: state.custody.toSpliced(after, 0, entry) };
}

/** Steps that were recorded before the plan knew of the kit. */
const STEPS_TAKEN: readonly AllocationStatus[] = ['delivered', 'in_transit', 'packed'];

/** The kit that the author of a packing or delivery had in hand. */
export function kitInHand(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'kitId' in data && typeof data.kitId === 'string' ? data.kitId : null;
}

/** Giving a kit to a booking that already has it in hand takes what was recorded into the plan. */
export function adoptCustody(state: AllocationState): AllocationState {
  const status = STEPS_TAKEN.find((step) => state.custody.some((entry) => entry.step === step && entry.kitId === state.kitId));
  return status === undefined ? state : { ...state, status };
}

type PackedLine = AllocationState['packedLines'][number];
type ReturnedLine = AllocationState['returnedLines'][number];

/** The later scan of a line is the better count of it; other lines stay. */
export function mergePacked(before: readonly PackedLine[], { lines }: PackedData): PackedLine[] {
  const byId = new Map(before.map((line) => [line.lineId, line]));
  for (const line of lines) byId.set(line.lineId, line);
  return [...byId.values()];
}

/**
 * Returns made in parts add up (domain.md section 4, case 10). A sum above what was out means that both devices counted the
 * same pieces, so the larger count of each kind stands.
 */
export function mergeReturned(before: readonly ReturnedLine[], { lines }: ReturnedData): ReturnedLine[] {
  const byId = new Map(before.map((line) => [line.lineId, line]));
  for (const { expected, ...line } of lines) {
    const known = byId.get(line.lineId);
    byId.set(line.lineId, known === undefined ? line : combine(known, line, expected));
  }
  return [...byId.values()];
}

function combine(a: ReturnedLine, b: ReturnedLine, expected: number): ReturnedLine {
  const combined = (pick: (left: number, right: number) => number): ReturnedLine => ({
    ...a,
    ok: pick(a.ok, b.ok),
    used: pick(a.used, b.used),
    lost: pick(a.lost, b.lost),
    damaged: pick(a.damaged, b.damaged),
  });
  const sum = combined((left, right) => left + right);
  return sum.ok + sum.used + sum.lost + sum.damaged <= expected ? sum : combined(Math.max);
}
