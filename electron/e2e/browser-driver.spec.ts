import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startChromium, type ChromiumProcess } from './browser/chromium-process.ts';
import { serveDriverCheck } from './browser/driver-check-page.ts';

let site: Awaited<ReturnType<typeof serveDriverCheck>>;
let userDataDir: string;
let chromium: ChromiumProcess;

test.beforeAll(async () => {
  site = await serveDriverCheck();
});
test.afterAll(() => site.close());
test.beforeEach(async () => {
  userDataDir = await mkdtemp(path.join(tmpdir(), 'muster-chromium-'));
  chromium = await startChromium(userDataDir);
});
test.afterEach(async () => {
  await chromium.quit();
  await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** Opens the check page with its worker and collects what the worker says. */
async function openCheck(violations: string[] = []): Promise<Page> {
  const page = await chromium.page();
  page.on('console', (message) => {
    if (/content security policy|trusted type/i.test(message.text())) violations.push(message.text());
  });
  await page.goto(site.url);
  await page.evaluate(() => {
    const policy = (
      globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } } }
    ).trustedTypes.createPolicy('muster-worker', { createScriptURL: (url: string) => url });
    const worker = new Worker(policy.createScriptURL('/worker.js'), { type: 'module' });
    const said: unknown[] = [];
    worker.addEventListener('message', (event) => said.push(event.data));
    worker.addEventListener('error', (event) => said.push({ error: event.message }));
    Object.assign(globalThis, { worker, said });
  });
  return page;
}

const ask = (page: Page, request: object): Promise<unknown> =>
  page.evaluate(async (message) => {
    const { worker, said } = globalThis as unknown as { worker: Worker; said: unknown[] };
    const before = said.length;
    worker.postMessage(message);
    while (said.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    return said[before];
  }, request);

test("SQLite WASM on OPFS keeps every rule the core relies on, under the app's content policy", async () => {
  const violations: string[] = [];
  const page = await openCheck(violations);
  expect(await ask(page, { do: 'contract' })).toEqual({ broken: [] });
  expect(violations).toEqual([]);
});

for (const afterMs of [40, 350, 1_200]) {
  test(`rows acknowledged before the browser is killed ${afterMs} ms into writing are there afterwards`, async () => {
    const page = await openCheck();
    await page.evaluate(() => (globalThis as unknown as { worker: Worker }).worker.postMessage({ do: 'write', until: 1_000_000 }));
    const saw = (): Promise<number> =>
      page.evaluate(() => (globalThis as unknown as { said: { acknowledged?: number }[] }).said.at(-1)?.acknowledged ?? 0);
    await expect.poll(saw, { intervals: [10] }).toBeGreaterThan(0);
    await page.waitForTimeout(afterMs);
    const acknowledged = await saw();
    await chromium.kill();

    chromium = await startChromium(userDataDir);
    const again = await openCheck();
    const found = await ask(again, { do: 'read' });
    expect(found).toMatchObject({ integrity: 'ok' });
    const { rows, last } = found as { rows: number; last: number };
    expect(rows).toBe(last);
    expect(rows).toBeGreaterThanOrEqual(acknowledged);
  });
}
