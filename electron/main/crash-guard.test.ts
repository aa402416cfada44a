import { expect, test } from 'vitest';
import { CrashGuard } from './crash-guard.ts';

test('S26: three reloads in five minutes, each later than the one before, then the recovery page', () => {
  let now = 0;
  const guard = new CrashGuard(() => now);
  const delays: number[] = [];
  for (let crash = 0; crash < 3; crash += 1) {
    const next = guard.next();
    expect(next.kind).toBe('reload');
    if (next.kind === 'reload') delays.push(next.afterMs);
    now += 1000;
  }
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(delays[2]).toBeGreaterThan(delays[0] ?? Number.POSITIVE_INFINITY);
  expect(guard.next()).toEqual({ kind: 'give-up' });
  now += 5 * 60_000;
  expect(guard.next()).toEqual({ kind: 'reload', afterMs: 0 });
});
