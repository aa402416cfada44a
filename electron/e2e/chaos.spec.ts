import { expect, test } from '@playwright/test';
import { emptyDatabase } from '../../sync-server/testing/postgres.ts';
import { storm } from './chaos/storm.ts';

// bounded here; `npm run chaos` goes on as long as one likes
for (const { name, seed, seconds, database } of [
  { name: 'SQLite', seed: 20_261, seconds: 45, database: undefined },
  { name: 'PostgreSQL', seed: 20_262, seconds: 25, database: emptyDatabase },
]) {
  test(`in a storm of ${seconds} seconds over ${name} no acknowledged command is lost, and everybody ends with the same picture`, async () => {
    test.setTimeout((seconds + 240) * 1000);
    const url = await database?.();
    const report = await storm({ seconds, seed, ...(url === undefined ? {} : { database: url }), onProgress: () => undefined });
    expect(report.problems).toEqual([]);
    expect(report.lost).toBe(0);
    expect(report.convergeMs).not.toBeNull();
    // a storm in which nothing happened proves nothing
    expect(report.acknowledged).toBeGreaterThan(30);
    expect(Object.keys(report.faults).length).toBeGreaterThan(4);
  });
}
