import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startChromium, type ChromiumProcess } from './browser/chromium-process.ts';
import { buildBrowserHost, serveStatic, type StaticSite } from './browser/static-site.ts';

let folder: string;
let built: string;
let site: StaticSite;
let chromium: ChromiumProcess;
let profileFolder: string;
const complaints: string[] = [];

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-browser-host-'));
  built = path.join(folder, 'build');
  await buildBrowserHost(built);
});
test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
test.beforeEach(async () => {
  complaints.length = 0;
  site = await serveStatic(built);
  profileFolder = await mkdtemp(path.join(folder, 'profile-'));
  chromium = await startChromium(profileFolder);
});
test.afterEach(async () => {
  await chromium.quit();
  await site.close();
  expect(complaints, 'content policy').toEqual([]);
});

async function open(query = ''): Promise<Page> {
  const page = await chromium.page();
  page.on('console', (message) => {
    if (/content security policy|trusted ?type|refused to/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(site.url + query);
  return page;
}

const signIn = (page: Page) => page.getByRole('button', { name: /sign in/i });
const elsewhere = (page: Page) => page.getByRole('heading', { name: 'Muster is already open in another tab' });

/** The page's own service worker has taken this build whole. */
const storedWhole = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    if (registration.active?.state !== 'activated') return 0;
    const [name] = (await caches.keys()).slice(-1);
    return name === undefined ? 0 : (await (await caches.open(name)).keys()).length;
  });

test('the core starts in a worker under the content policy and asks to sign in', async () => {
  const page = await open();
  await expect(signIn(page)).toBeVisible();
  const files = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const muster = await root.getDirectoryHandle('muster');
    const names: string[] = [];
    for await (const name of muster.keys()) names.push(name);
    return names;
  });
  expect(files).toEqual(['main']);
});

test('after one visit the page loads with the server gone, in a new browser process', async () => {
  const page = await open();
  await expect(signIn(page)).toBeVisible();
  await expect.poll(() => storedWhole(page)).toBeGreaterThan(5);
  await site.close();
  await chromium.quit();
  chromium = await startChromium(profileFolder);
  const again = await open();
  await expect(signIn(again)).toBeVisible();
  const answer = await again.evaluate(() =>
    fetch('/v1/health').then(
      () => 'answered',
      () => 'no network',
    ),
  );
  expect(answer, '/v1 is never answered from the cache').toBe('no network');
});

test('a second tab of a profile says so, and takes over only when asked; another profile is another device', async () => {
  const first = await open();
  await expect(signIn(first)).toBeVisible();
  const second = await open();
  await expect(elsewhere(second)).toBeVisible();
  await expect(signIn(first)).toBeVisible();
  const other = await open('?profile=hamburg');
  await expect(signIn(other)).toBeVisible();

  await second.getByRole('button', { name: 'Use Muster here' }).click();
  await expect(signIn(second)).toBeVisible();
  await expect(first.getByRole('heading', { name: 'Muster moved to another tab' })).toBeVisible();
  await first.getByRole('button', { name: 'Use Muster here again' }).click();
  await expect(elsewhere(first)).toBeVisible();
  await first.getByRole('button', { name: 'Use Muster here' }).click();
  await expect(signIn(first)).toBeVisible();
});

test('a new version is taken whole: a half-deployed one changes nothing, the complete one is used from the next start on', async () => {
  const page = await open();
  await expect(signIn(page)).toBeVisible();
  await expect.poll(() => storedWhole(page)).toBeGreaterThan(5);

  const next = path.join(folder, 'next-build');
  await cp(built, next, { recursive: true });
  const html = await readFile(path.join(built, 'index.html'), 'utf8');
  const nextHtml = html.replace('<title>Muster</title>', '<title>Muster next</title>');
  const digest = async (text: string): Promise<string> =>
    Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
  const script = await readFile(path.join(built, 'sw.js'), 'utf8');
  const nextScript = script
    .replace(await digest(html), await digest(nextHtml))
    .replace(/(version\\":\\")[0-9a-f]{16}/, '$10123456789abcdef');
  expect(nextScript).not.toBe(script);
  await writeFile(path.join(next, 'sw.js'), nextScript);

  // The new service worker is out, its page is not yet.
  site.serve(next);
  await page.reload();
  await expect(signIn(page)).toBeVisible();
  await expect.poll(() => site.asked.filter((name) => name === '/sw.js').length).toBeGreaterThan(1);
  await page.waitForTimeout(1_000);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([expect.not.stringContaining('0123456789abcdef')]);
  await expect(page).toHaveTitle('Muster');

  await writeFile(path.join(next, 'index.html'), nextHtml);
  await page.reload();
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/'))?.waiting !== null)).toBe(true);
  await page.reload();
  await expect(page).toHaveTitle('Muster next');
  await expect(signIn(page)).toBeVisible();
});
