import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
// Declares `window.check`.
import type {} from '../../renderer/browser-host/testing/check-page.ts';
import { startChromium, type ChromiumProcess } from './browser/chromium-process.ts';
import { bookingInput, startRealSite, type RealSite } from './browser/real-site.ts';

/** More than two pages of the feed, so that a fill can be caught in the middle. */
const BOOKINGS = 1_200;
const SQLITE_BACKEND = ['--enable-features=IdbSqliteBackingStore'];

let site: RealSite;
let chromium: ChromiumProcess;
let profileFolder: string;
let extraArguments: readonly string[] = [];

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  site = await startRealSite(BOOKINGS);
});
test.afterAll(() => site.close());
test.afterEach(() => chromium.quit());

async function freshBrowser(options: readonly string[] = []): Promise<Page> {
  extraArguments = options;
  profileFolder = await mkdtemp(path.join(site.folder, 'chromium-'));
  chromium = await startChromium(profileFolder, extraArguments);
  return openCheck();
}

async function restartBrowser(): Promise<Page> {
  chromium = await startChromium(profileFolder, extraArguments);
  return openCheck();
}

async function openCheck(): Promise<Page> {
  const page = await chromium.page();
  await page.goto(site.checkUrl);
  await page.waitForFunction(() => window.check !== undefined);
  return page;
}

/** Signs this device in and waits until it holds everything. */
async function enrol(page: Page): Promise<void> {
  const code = await site.enrolCode();
  await page.evaluate(async (enrolCode) => {
    const reply = await window.check?.bridge.session.enrol({ code: enrolCode });
    if (reply?.ok !== true) throw new Error(`enrol answered ${JSON.stringify(reply)}`);
  }, code);
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const status = await window.check?.bridge.sync.status();
          return status?.phase === 'live' && status.cursor === status.head && status.head > 0;
        }),
      { timeout: 30_000 },
    )
    .toBe(true);
}

interface Filled {
  readonly storage: string;
  readonly rows: number;
  readonly same: boolean;
  /** It was thrown away and filled from the start: only then does the view ask for its first window. */
  readonly refilled: boolean;
}

/** Opens the view, waits until it is complete and compares it with the core, row by row. */
const fill = (page: Page): Promise<Filled> =>
  page.evaluate(async () => {
    const { check } = window;
    if (check === undefined) throw new Error('no check page');
    const view = await check.open();
    await check.ready(view);
    const { core, view: shown } = await check.compare(view);
    const result = {
      storage: view.status.current().storage,
      rows: shown.length,
      same: JSON.stringify(core) === JSON.stringify(shown),
      refilled: check.feedRequests.some((request) => request.window !== undefined),
    };
    await view.close();
    return result;
  });

const indexedDbFolder = async (): Promise<string> => {
  const base = path.join(profileFolder, 'Default', 'IndexedDB');
  const [name] = (await readdir(base)).filter((entry) => !entry.endsWith('.blob'));
  if (name === undefined) throw new Error('Chromium wrote no IndexedDB');
  return path.join(base, name);
};
const filesOf = async (folder: string, pattern: RegExp): Promise<string[]> =>
  (await readdir(folder)).filter((name) => pattern.test(name)).map((name) => path.join(folder, name));

async function scramble(file: string, at: number, length: number): Promise<void> {
  const content = await readFile(file);
  for (let index = at; index < Math.min(at + length, content.length); index += 1) content[index] = (content[index] ?? 0) ^ 0xa5;
  await writeFile(file, content);
}

test('a view that is whole is reused at the next start', async () => {
  const page = await freshBrowser();
  await enrol(page);
  expect(await fill(page)).toMatchObject({ storage: 'dexie', same: true });
  await chromium.quit();
  const again = await fill(await restartBrowser());
  expect(again).toMatchObject({ storage: 'dexie', same: true, refilled: false });
  expect(again.rows).toBeGreaterThanOrEqual(BOOKINGS);
});

test('killed between the rows and the stamp, the view is filled again and shows the same as the core', async () => {
  const page = await freshBrowser();
  await enrol(page);
  await page.evaluate(async () => {
    const check = window.check;
    const view = await check?.open({ stallAfterPages: 2 });
    while ((view?.status.current().progress ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  await chromium.kill();
  expect(await fill(await restartBrowser())).toMatchObject({ storage: 'dexie', same: true, refilled: true });
});

/** What is left where Chromium can neither open nor delete its own store: this run works from memory. */
const FALLBACK = { storage: 'fallback', refilled: true };
const REFILLED = { storage: 'dexie', refilled: true };

const LEVELDB_DAMAGE: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  'all of it is deleted': (folder) => rm(folder, { recursive: true }),
  'bytes in the middle of the log are flipped': async (folder) => {
    for (const file of await filesOf(folder, /\.log$/)) await scramble(file, Math.floor((await readFile(file)).length / 2), 64);
  },
  'the log is cut in half': async (folder) => {
    for (const file of await filesOf(folder, /\.log$/)) await truncate(file, Math.floor((await readFile(file)).length / 2));
  },
  'CURRENT is empty': (folder) => truncate(path.join(folder, 'CURRENT'), 0),
  'the manifest is scrambled': async (folder) => {
    for (const file of await filesOf(folder, /^MANIFEST/)) await scramble(file, 0, 4_096);
  },
  'the manifest is gone': async (folder) => {
    for (const file of await filesOf(folder, /^MANIFEST/)) await rm(file);
  },
  'a table file is gone': async (folder) => {
    const [table] = await filesOf(folder, /\.ldb$/);
    if (table === undefined) throw new Error('the store has no table file yet');
    await rm(table);
  },
};

for (const [what, damage] of Object.entries(LEVELDB_DAMAGE)) {
  // a table that LevelDB had already replaced may go without loss; what counts is that the view is the same
  const afterwards = what === 'the manifest is gone' ? FALLBACK : what === 'a table file is gone' ? {} : REFILLED;
  test(`IndexedDB on LevelDB, ${what}: the view shows the same as the core`, async () => {
    const page = await freshBrowser();
    await enrol(page);
    expect(await fill(page)).toMatchObject({ same: true });
    await chromium.quit();
    await damage(await indexedDbFolder());
    const after = await fill(await restartBrowser());
    expect(after).toMatchObject({ same: true, ...afterwards });
    expect(after.rows).toBeGreaterThanOrEqual(BOOKINGS);
  });
}

/** With the newer backend each collection is a file of its own, so one may vanish or age alone. */
const SQLITE_DAMAGE: Readonly<Record<string, (files: readonly string[]) => Promise<void>>> = {
  'the largest file is gone': async ([largest = '']) => rm(largest),
  'the largest file is cut in half': async ([largest = '']) =>
    truncate(largest, Math.floor((await readFile(largest)).length / 2 / 4_096) * 4_096),
  'the header of the largest file is scrambled': async ([largest = '']) => scramble(largest, 0, 100),
  'one page of the largest file is scrambled': async ([largest = '']) => scramble(largest, 8 * 4_096, 4_096),
};

for (const [what, damage] of Object.entries(SQLITE_DAMAGE)) {
  // A scrambled page may be one that holds nothing; then there is nothing to repair.
  const afterwards = what.startsWith('the header') ? FALLBACK : what.startsWith('one page') ? {} : REFILLED;
  test(`IndexedDB on SQLite, ${what}: the view shows the same as the core`, async () => {
    const page = await freshBrowser(SQLITE_BACKEND);
    await enrol(page);
    expect(await fill(page)).toMatchObject({ same: true });
    await chromium.quit();
    const folder = await indexedDbFolder();
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (name) => ({
        file: path.join(folder, name),
        size: (await readFile(path.join(folder, name))).length,
      })),
    );
    const files = sizes.sort((a, b) => b.size - a.size).map(({ file }) => file);
    expect(existsSync(files[0] ?? '')).toBe(true);
    await damage(files);
    const after = await fill(await restartBrowser());
    expect(after).toMatchObject({ same: true, ...afterwards });
  });
}

test('work done without a network can be exported, and survives the browser being killed while saving', async () => {
  const page = await freshBrowser();
  await enrol(page);
  // From here on nobody answers; the page itself comes from its service worker.
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)).toBe('activated');
  await site.server.close();
  const firstInput = bookingInput(0);
  await page.evaluate((input) => {
    const saved: string[] = [];
    Object.assign(window, { saved });
    const one = async (): Promise<void> => {
      const bookingId = crypto.randomUUID();
      const reply = await window.check?.bridge.runCommand({
        commandId: crypto.randomUUID(),
        name: 'booking.create',
        input: { ...input, bookingId },
      });
      if (reply?.ok !== true) throw new Error(`not saved: ${JSON.stringify(reply)}`);
      saved.push(bookingId);
      void one();
    };
    for (let index = 0; index < 4; index += 1) void one();
  }, firstInput);
  const saved = (): Promise<string[]> => page.evaluate(() => [...(window as unknown as { saved: string[] }).saved]);
  await expect.poll(async () => (await saved()).length, { intervals: [20] }).toBeGreaterThan(10);
  const download = page.waitForEvent('download');
  const exported = await page.evaluate(() => window.check?.bridge.files.exportUnsent());
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  expect(exported).toEqual({ ok: true, value: { events: lines.length } });
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.every((line) => JSON.parse(line).type === 'booking.created')).toBe(true);
  await page.waitForTimeout(500);
  const acknowledged = await saved();
  expect((await page.evaluate(() => window.check?.bridge.sync.status()))?.pending).toBeGreaterThanOrEqual(acknowledged.length);
  await chromium.kill();

  const again = await restartBrowser();
  const { same } = await fill(again);
  expect(same).toBe(true);
  const missing = await again.evaluate(async (ids) => {
    const view = await window.check?.open();
    if (view === undefined) throw new Error('no check page');
    await window.check?.ready(view);
    const rows = await view.readRows('bookings', { ids });
    const found = new Set(rows.map((row) => row.id));
    return ids.filter((id) => !found.has(id));
  }, acknowledged);
  expect(missing).toEqual([]);
});
