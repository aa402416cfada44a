import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests of each folder are their own project, so that `npx vitest run --project shared` runs one of them. */
const project = (name: string, include: string[], extra: { testTimeout?: number } = {}) => ({
  resolve: { alias: { electron: here('.ci/electron-refused.ts') } },
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', '**/dist/**', 'electron/e2e/**'],
    environment: 'node' as const,
    // One process per file: node:sqlite handles, servers and RxDB's collection limit never leak into the next file.
    pool: 'forks' as const,
    testTimeout: extra.testTimeout ?? 30_000,
    hookTimeout: 30_000,
  },
});

export default defineConfig({
  test: {
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    projects: [
      project('shared', ['shared/**/*.test.ts']),
      project('sync-server', ['sync-server/**/*.test.ts'], { testTimeout: 60_000 }),
      project('electron', ['electron/**/*.test.ts'], { testTimeout: 60_000 }),
      project('renderer', ['renderer/**/*.test.{ts,tsx}']),
      project('house', ['.ci/**/*.test.ts']),
    ],
  },
});
