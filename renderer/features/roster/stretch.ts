import type { Period } from '../../../shared/domain/kernel/time.ts';
import { toPeriod } from '../../ui/wall-time.ts';

/** Which end of a shift is moved. */
export type Edge = 'start' | 'end';

export const STEP_MINUTES = 15;
/** So far a pointer travels for one step: fine enough to aim, coarse enough to stop where one wants. */
const STEP_PX = 7;
const SHORTEST_MINUTES = 15;
const LONGEST_MINUTES = 24 * 60;

/** A finger needs a wider grip than a mouse; a block too narrow for two grips has none, it is only carried. */
const GRIP_PX = { fine: 7, coarse: 18 } as const;

interface Box {
  readonly left: number;
  readonly right: number;
}

/** What was taken hold of at this point of a block: one of its ends, or the whole. */
export function gripAt(x: number, box: Box, pointer: 'fine' | 'coarse', isRtl: boolean): Edge | 'whole' {
  const grip = GRIP_PX[pointer];
  if (box.right - box.left < grip * 4) return 'whole';
  const isLeft = x - box.left < grip;
  const isRight = box.right - x < grip;
  if (!isLeft && !isRight) return 'whole';
  return isLeft === isRtl ? 'end' : 'start';
}

/** Minutes that a pointer which travelled so far means. */
export const minutesFor = (travelledPx: number, isRtl: boolean): number =>
  // `|| 0` keeps a negative zero out of what people see
  Math.round(travelledPx / STEP_PX) * STEP_MINUTES * (isRtl ? -1 : 1) || 0;

const wallMs = (local: string): number => Date.parse(`${local}:00Z`);
const wallText = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

/** The period with one end moved by minutes of wall time: never shorter than a quarter of an hour, never longer than a day. */
export function stretched(period: Period, edge: Edge, minutes: number): Period {
  const start = wallMs(period.startLocal);
  const end = wallMs(period.endLocal);
  const length = (end - start) / 60_000;
  const wanted = edge === 'end' ? length + minutes : length - minutes;
  const change = (Math.min(LONGEST_MINUTES, Math.max(SHORTEST_MINUTES, wanted)) - length) * 60_000;
  if (change === 0) return period;
  return edge === 'end'
    ? toPeriod(period.startLocal, wallText(end + change), period.zone)
    : toPeriod(wallText(start - change), period.endLocal, period.zone);
}
