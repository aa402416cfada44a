import type { Plan, Step } from './plan.ts';

/**
 * Leaves out steps while the run still fails the same way: halves first, then ever smaller pieces.
 * @param stillFails runs a plan; true when it breaks the same promise
 * @param tries runs that may be spent on it
 */
export async function shrink(plan: Plan, stillFails: (plan: Plan) => Promise<boolean>, tries: number): Promise<Plan> {
  let steps: readonly Step[] = plan.steps;
  let left = tries;
  for (let size = Math.ceil(steps.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < steps.length && left > 0;) {
      const without = [...steps.slice(0, at), ...steps.slice(at + size)];
      left -= 1;
      if (without.length > 0 && (await stillFails({ ...plan, steps: without }))) steps = without;
      else at += size;
    }
  }
  return { ...plan, steps };
}
