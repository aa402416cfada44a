import type { PolicyCommand, StateReader } from './aggregate.ts';

/** What a rule that waits for time may look at. The server's clock, never a device's (DESIGN section 5). */
export interface TimeContext {
  readonly reader: StateReader;
  readonly organizationId: string;
  /** The server's instant. */
  readonly now: string;
}

/**
 * A rule that time wakes (domain.md section 3). Pure: asked again and again, it answers with what is due now and was not
 * written before, so asking twice writes once. Only the server runs it; devices hear the result.
 */
export interface TimePolicy {
  /** Stable name, for the organization's switch. */
  readonly id: string;
  /** Number in domain.md section 3. */
  readonly number: number;
  readonly due: (context: TimeContext) => readonly PolicyCommand[];
}

/** A stage of a countdown: due from `minutes` before the moment until the next stage begins. */
export interface Stage {
  readonly name: string;
  readonly minutes: number;
}

/**
 * The stage a countdown has reached: the closest one that has begun. Stages slept through are not caught up on, because a
 * reminder is of no use after the next one (domain.md 1.6). Null before the first and after the moment itself.
 * @param minutesLeft whole minutes until the moment
 */
export function stageOf(stages: readonly Stage[], minutesLeft: number): Stage | null {
  if (minutesLeft < 0) return null;
  return stages.filter(({ minutes }) => minutesLeft <= minutes).toSorted((a, b) => a.minutes - b.minutes)[0] ?? null;
}
