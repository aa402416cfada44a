import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { Dice } from './dice.ts';
import type { Timeline } from './timeline.ts';
import type { World } from './world.ts';

/** What the parts of the story share. */
export interface Stage {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly world: World;
  readonly reader: () => StateReader;
  readonly nowMs: number;
}
