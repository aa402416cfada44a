import { expect, test } from 'vitest';
import { failure, runWithin, success, type Step } from './deadline.ts';
import { runStep } from './run-step.ts';

/** A clock that moves only when a step says so. */
function clock(): { nowMs: () => number; takes: (ms: number, name: string, lefts?: number[]) => Step } {
  let now = 0;
  return {
    nowMs: () => now,
    takes: (ms, name, lefts) => ({
      name,
      run: (leftMs) => {
        lefts?.push(leftMs);
        now += ms;
        return Promise.resolve(success());
      },
    }),
  };
}
const quiet = (): void => undefined;

test('steps share one time: each is told what is left of it', async () => {
  const { nowMs, takes } = clock();
  const lefts: number[] = [];
  const total = await runWithin(
    60_000,
    [takes(10_000, 'one', lefts), takes(49_000, 'two', lefts), takes(500, 'three', lefts)],
    quiet,
    nowMs,
  );
  expect(lefts).toEqual([60_000, 50_000, 1000]);
  expect(total).toEqual({ passed: 3, failed: 0, skipped: 0, problems: [] });
});

test('a run that takes longer has failed though every step passed, and names what could not begin', async () => {
  const { nowMs, takes } = clock();
  const total = await runWithin(90_000, [takes(60_000, 'unit'), takes(30_000, 'build'), takes(1, 'e2e'), takes(1, 'last')], quiet, nowMs);
  expect(total).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    problems: ['the whole run took longer than 1.5 minutes and was ended in build; never begun: e2e, last'],
  });
});

test('a step that throws or fails is counted, and the next one runs', async () => {
  const { nowMs, takes } = clock();
  const broken: Step = { name: 'lint', run: () => Promise.reject(new Error('no such program')) };
  const bad: Step = { name: 'types', run: () => Promise.resolve(failure('types (exit 2)')) };
  const total = await runWithin(60_000, [broken, bad, takes(1, 'unit')], quiet, nowMs);
  expect(total).toEqual({ passed: 1, failed: 2, skipped: 0, problems: ['lint: no such program', 'types (exit 2)'] });
});

test('a program that never ends is ended when the time of the whole run is over', async () => {
  const endless: Step = {
    name: 'e2e',
    run: async (leftMs) => {
      const code = await runStep(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: leftMs });
      return failure(`e2e (exit ${code})`);
    },
  };
  const total = await runWithin(300, [endless, { name: 'last', run: () => Promise.resolve(success()) }], quiet);
  expect(total.problems).toEqual(['e2e (exit 124)', 'the whole run took longer than 0.01 minutes and was ended in e2e; never begun: last']);
});
