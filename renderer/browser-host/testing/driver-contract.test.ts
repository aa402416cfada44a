import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { nodeSqliteDriver } from '../../../shared/core/sql/node-sqlite.ts';
import { DRIVER_CONTRACT } from './driver-contract.ts';

// The same rules run against SQLite WASM in a real browser: electron/e2e/browser-host.spec.ts.
const folder = mkdtempSync(path.join(tmpdir(), 'muster-driver-'));
const driver = nodeSqliteDriver(new DatabaseSync(path.join(folder, 'contract.sqlite')));
afterAll(() => {
  driver.close();
  rmSync(folder, { recursive: true });
});

test.each(Object.entries(DRIVER_CONTRACT))('node:sqlite: %s', (_name, rule) => {
  expect(() => rule(driver)).not.toThrow();
});
