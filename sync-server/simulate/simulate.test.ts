import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../../shared/simulator/mutations.ts';
import { PINNED } from './pinned.ts';

interface Answer {
  readonly exit: number;
  readonly summary: {
    readonly seeds: number;
    readonly events: number;
    readonly faults: Readonly<Record<string, number>>;
    readonly violations: number;
    readonly failed: readonly { readonly seed: number; readonly invariants: readonly number[] }[];
  };
}

/** Runs the simulator as its command, in a process of its own. */
function simulate(...args: readonly string[]): Promise<Answer> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, '--json', ...args], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) reject(new Error(stderr));
      else resolve({ exit: typeof error?.code === 'number' ? error.code : 0, summary: JSON.parse(last) });
    });
  });
}

test('ordinary trouble breaks no promise', { timeout: 120_000 }, async () => {
  const { exit, summary } = await simulate('--seeds', '10', '--steps', '80');
  expect(summary.failed).toEqual([]);
  expect(exit).toBe(0);
  expect(Object.keys(summary.faults).length).toBeGreaterThan(8);
  expect(summary.events).toBeGreaterThan(200);
});

test('a seed decides everything: run again it gives the same events and the same faults', { timeout: 120_000 }, async () => {
  const [once, again] = await Promise.all([simulate('--seed', '7', '--steps', '120'), simulate('--seed', '7', '--steps', '120')]);
  expect({ ...once.summary, seedsPerSecond: 0 }).toEqual({ ...again.summary, seedsPerSecond: 0 });
});

test('every known shortcut is there to be caught', () => {
  expect(MUTATIONS.map(({ name }) => name).toSorted()).toEqual([
    'ack-clears-pending',
    'claims-filtered',
    'clock-decides',
    'cursor-before-events',
    'facts-can-be-refused',
    'no-dedupe',
    'no-device-seq-no-fence',
    'no-range-check',
    'no-reoffer',
    'overlay-full-object',
    'policy-twice',
    'view-is-truth',
  ]);
});

test.each(MUTATIONS.map(({ name, breaks }) => ({ name, breaks })))(
  'the shortcut $name is caught by the promise it breaks',
  { timeout: 180_000 },
  async ({ name, breaks }) => {
    // Ordinary work under every fault there is, from the first seed on: nothing is arranged for the shortcut to show.
    const { exit, summary } = await simulate('--mutate', name, '--seeds', '2000', '--steps', '100');
    expect(exit).toBe(1);
    expect(summary.failed[0]?.invariants.some((invariant) => breaks.includes(invariant))).toBe(true);
  },
);

test.each(PINNED)('seed $seed, which failed once, holds ($why)', { timeout: 120_000 }, async ({ seed, steps, faults }) => {
  const { summary } = await simulate('--seed', String(seed), '--steps', String(steps), '--faults', faults);
  expect(summary.failed).toEqual([]);
});
