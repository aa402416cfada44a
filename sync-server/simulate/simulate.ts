import type { Mutation } from '../../shared/simulator/mutations.ts';
import { FAULTS, planOf, WEATHER, type FaultName, type Plan } from '../../shared/simulator/plan.ts';
import { run, type RunResult } from '../../shared/simulator/run.ts';
import { shrink } from '../../shared/simulator/shrink.ts';
import { DONE_BY_STEPS } from '../../shared/simulator/steps.ts';
import { openStage } from './stage.ts';

export interface SimulateOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  readonly steps: number;
  /** Null for all of them. */
  readonly faults: readonly string[] | null;
  readonly mutation: Mutation | null;
  readonly trace: boolean;
  readonly say: (text: string) => void;
}

export interface Summary {
  readonly seeds: number;
  readonly steps: number;
  readonly events: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: number;
  readonly failed: readonly { readonly seed: number; readonly invariants: readonly number[] }[];
  /** Named and not once exercised. */
  readonly missed: readonly string[];
  readonly seedsPerSecond: number;
}

/** Runs that may be spent on making one failure small. */
const SHRINK_RUNS = 60;
const CLASSES = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'].slice(2);

/** Runs a range of seeds and says what came of them. */
export async function simulate(options: SimulateOptions): Promise<Summary> {
  const { firstSeed, seeds, steps, mutation, trace, say } = options;
  const stage = await openStage();
  const faults = chosenFaults(options.faults);
  const totals = new Map<string, number>();
  const covered = new Map<string, number>();
  const failed: { seed: number; invariants: number[] }[] = [];
  let [events, violations, done] = [0, 0, 0];
  const startedMs = performance.now();
  const play = (plan: Plan, keepsTrace: boolean): Promise<RunResult> => run(plan, stage, { mutation, keepsTrace });
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const plan = planOf(seed, steps, faults);
    const result = await play(plan, trace);
    done += 1;
    events += result.events;
    add(totals, result.report.faults);
    add(covered, result.report.covered);
    if (trace) say(result.report.trace.join('\n'));
    const [first] = result.report.violations;
    if (first === undefined) continue;
    violations += result.report.violations.length;
    failed.push({ seed, invariants: [...new Set(result.report.violations.map(({ invariant }) => invariant))] });
    say(
      `seed ${seed} breaks ${result.report.violations.map(({ invariant, message }) => `invariant ${invariant}: ${message}`).join('\n  ')}`,
    );
    if (mutation !== null) break;
    const breaksIt = async (smaller: Plan): Promise<boolean> =>
      (await play(smaller, false)).report.violations.some(({ invariant }) => invariant === first.invariant);
    const smallest = await shrink(plan, breaksIt, SHRINK_RUNS);
    say(
      `seed ${seed} with ${smallest.steps.length} of ${steps} steps (${smallest.steps.map(({ index, kind }) => `${index} ${kind}`).join(', ')}):`,
    );
    say((await play(smallest, true)).report.trace.join('\n'));
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const missed = [
    ...faults.filter((fault) => !totals.has(fault)),
    ...CLASSES.filter((name) => !covered.has(`class ${name}`)).map((name) => `conflict class ${name}`),
  ];
  for (const [name, count] of [...covered].sort(([a], [b]) => (a < b ? -1 : 1))) say(`covered ${String(count).padStart(7)}  ${name}`);
  if (missed.length > 0) say(`not exercised: ${missed.join(', ')}`);
  return {
    seeds: done,
    steps: done * steps,
    events,
    faults: Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1))),
    violations,
    failed,
    missed,
    seedsPerSecond: Math.round((done / seconds) * 10) / 10,
  };
}

function chosenFaults(names: readonly string[] | null): readonly FaultName[] {
  const able = FAULTS.filter((fault) => WEATHER.has(fault) || DONE_BY_STEPS.includes(fault));
  if (names === null) return able;
  const unknown = names.filter((name) => name !== '' && !able.some((fault) => fault === name));
  if (unknown.length > 0) throw new Error(`no fault ${unknown.join(', ')}; there are ${able.join(', ')}`);
  return able.filter((fault) => names.includes(fault));
}

function add(into: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [name, count] of counts) into.set(name, (into.get(name) ?? 0) + count);
}
