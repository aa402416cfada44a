import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from './find-browser.ts';

const START = fileURLToPath(new URL('start.mjs', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../artifacts/screens/', import.meta.url));
const PLACES = ['today', 'bookings', 'roster', 'kits', 'locations', 'people', 'inbox', 'history', 'settings'] as const;

let folder: string;
let demo: ChildProcess;
let printed = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-screens-'));
  await mkdir(PICTURES, { recursive: true });
  demo = spawn(process.execPath, [START, '--headless', '--port', '0', '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  demo.stdout?.on('data', (part: Buffer) => {
    printed += part.toString();
  });
  await expect.poll(() => printed.includes('muster ready'), { timeout: 110_000 }).toBe(true);
});
test.afterAll(async () => {
  const ended = new Promise((done) => demo.once('exit', done));
  demo.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function openDemo(): Promise<{ context: BrowserContext; page: Page; origin: string }> {
  const address = /Open the client at (\S+)/.exec(printed)?.[1] ?? '';
  const context = await chromium.launchPersistentContext(join(folder, 'manager'), {
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('button', { name: /up to date|needs? you/i })).toBeVisible({ timeout: 90_000 });
  return { context, page, origin: new URL(address).origin };
}

/** Goes there inside the page, as a link would: the core stays open. */
async function visit(page: Page, place: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Places' })
    .getByRole('link', { name: new RegExp(`^${place}`, 'i') })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

test('every screen of a planner is drawn, in both themes and sizes, and has no barrier that axe can see', async () => {
  test.setTimeout(300_000);
  const { context, page } = await openDemo();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) complaints.push(message.text());
  });
  const barriers: string[] = [];
  for (const place of PLACES) {
    await visit(page, place);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(PICTURES, `${place}-${scheme}-${width}.png`) });
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
      for (const { id, nodes } of violations)
        barriers.push(
          `${place} (${scheme}): ${id} at ${nodes
            .map(({ target }) => target.join(' '))
            .slice(0, 3)
            .join('; ')}`,
        );
    }
  }
  await context.close();
  expect(barriers).toEqual([]);
  expect(complaints).toEqual([]);
});
