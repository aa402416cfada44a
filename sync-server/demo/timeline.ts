import { toInstant } from '../../shared/domain/kernel/time.ts';
import { MINUTE_MS } from './calendar.ts';
import type { DemoClock, DemoCommand, DemoHost, DemoRefusal } from './host.ts';

/** Something somebody does at a moment. `commands` is asked at that moment, so it can look at what happened before. */
export interface Moment {
  readonly atMs: number;
  readonly memberId: string;
  readonly commands: () => readonly DemoCommand[];
}

/** Moments closer together than this share a commit of the server; what depends on another moment lies further away. */
const SLICE_MS = 10 * MINUTE_MS;

/** Moments in the order in which they happened. New ones may be added while it plays, from the present on. */
export class Timeline {
  #moments: Moment[] = [];
  #sorted = true;

  add(atMs: number, memberId: string, commands: DemoCommand[] | (() => readonly DemoCommand[])): void {
    this.#moments.push({ atMs, memberId, commands: typeof commands === 'function' ? commands : () => commands });
    this.#sorted = false;
  }

  get length(): number {
    return this.#moments.length;
  }

  /** Plays everything up to `untilMs`, setting the clock to each moment, and answers what the rules refused. */
  async play(host: DemoHost, clock: DemoClock, untilMs: number, onProgress: (done: number) => void): Promise<DemoRefusal[]> {
    const refusals: DemoRefusal[] = [];
    let done = 0;
    for (let slice = this.#takeSlice(untilMs); slice.length > 0; slice = this.#takeSlice(untilMs)) {
      const answers = slice.map(async (moment) => {
        clock.setTo(moment.atMs);
        const at = toInstant(moment.atMs);
        for (const refusal of await host.run(moment.memberId, moment.commands())) refusals.push({ ...refusal, at });
      });
      await Promise.all(answers);
      done += slice.length;
      onProgress(done);
    }
    return refusals;
  }

  #takeSlice(untilMs: number): Moment[] {
    if (!this.#sorted) this.#moments.sort((a, b) => a.atMs - b.atMs);
    this.#sorted = true;
    const startMs = this.#moments[0]?.atMs ?? Number.POSITIVE_INFINITY;
    const end = this.#moments.findIndex((moment) => moment.atMs >= startMs + SLICE_MS || moment.atMs > untilMs);
    return this.#moments.splice(0, end === -1 ? this.#moments.length : end);
  }
}
