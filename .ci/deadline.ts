import type { Count } from './reports.ts';

export interface Step {
  readonly name: string;
  /** @param leftMs what is left for it of the time of the whole run */
  readonly run: (leftMs: number) => Promise<Count>;
}

/**
 * Runs steps one after the other within one time for all of them. A run that takes longer has failed, whatever its steps
 * say: the step that was running is named, and so is every step that could not begin any more.
 */
export async function runWithin(
  limitMs: number,
  steps: readonly Step[],
  tell: (line: string) => void,
  nowMs: () => number = Date.now,
): Promise<Count> {
  const total: Count = { passed: 0, failed: 0, skipped: 0, problems: [] };
  const startedMs = nowMs();
  const leftMs = (): number => limitMs - (nowMs() - startedMs);
  let endedIn: string | null = null;
  const neverBegun: string[] = [];
  for (const step of steps) {
    if (endedIn !== null) {
      neverBegun.push(step.name);
      continue;
    }
    const stepMs = nowMs();
    tell(`\n--- ${step.name}`);
    const count = await step
      .run(leftMs())
      .catch((error: unknown) => failure(`${step.name}: ${error instanceof Error ? error.message : String(error)}`));
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
    total.problems.push(...count.problems);
    tell(`--- ${step.name}: ${count.failed === 0 ? 'ok' : 'FAILED'} in ${((nowMs() - stepMs) / 1000).toFixed(1)} s`);
    if (leftMs() <= 0) endedIn = step.name;
  }
  if (endedIn !== null) {
    const rest = neverBegun.length === 0 ? '' : `; never begun: ${neverBegun.join(', ')}`;
    total.failed += 1;
    total.problems.push(`the whole run took longer than ${Math.round(limitMs / 600) / 100} minutes and was ended in ${endedIn}${rest}`);
  }
  return total;
}

export const success = (): Count => ({ passed: 1, failed: 0, skipped: 0, problems: [] });
export const failure = (problem: string): Count => ({ passed: 0, failed: 1, skipped: 0, problems: [problem] });
