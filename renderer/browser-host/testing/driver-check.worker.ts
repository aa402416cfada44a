import type { SqlDriver } from '../../../shared/core/ports.ts';
import { openDatabase } from '../worker/open-database.ts';
import { brokenRules } from './driver-contract.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Test tooling: the real driver on real OPFS, driven by a spec. Part of no build of the app. */
export type DriverCheckRequest = { readonly do: 'contract' } | { readonly do: 'write'; readonly until: number } | { readonly do: 'read' };

let driver: SqlDriver | null = null;

self.addEventListener('message', async (event: MessageEvent<DriverCheckRequest>) => {
  try {
    driver ??= await openDatabase('driver-check');
    const request = event.data;
    switch (request.do) {
      case 'contract':
        self.postMessage({ broken: brokenRules(driver) });
        return;
      case 'write':
        writeForever(driver, request.until);
        return;
      case 'read': {
        const { n, last } = driver
          .prepare('SELECT count(*) AS n, coalesce(max(id), 0) AS last FROM acknowledged')
          .get<{ n: number; last: number }>() ?? { n: -1, last: -1 };
        const check = driver.prepare('PRAGMA integrity_check').get<{ integrity_check: string }>();
        self.postMessage({ rows: n, last, integrity: check?.integrity_check });
      }
    }
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
});

/** Commits row after row and says so after each; the spec kills the browser in the middle. */
function writeForever(database: SqlDriver, until: number): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS acknowledged (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const put = database.prepare('INSERT INTO acknowledged (body) VALUES (?)');
  const body = 'x'.repeat(600);
  const startedMs = performance.now();
  for (let written = 1; written <= until; written += 1) {
    database.transaction(() => put.run(body));
    self.postMessage({ acknowledged: written, ms: performance.now() - startedMs });
  }
}
