import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { startTcpProxy, type TcpProxy } from '../e2e/tcp-proxy.ts';
import { findChromium } from './find-browser.ts';

const START = fileURLToPath(new URL('start.mjs', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../artifacts/screens/', import.meta.url));
const PLACES = ['today', 'bookings', 'roster', 'kits', 'locations', 'people', 'inbox', 'history', 'settings'] as const;

/** Objects with the tabs that stand beside their list. */
const DETAILS = {
  bookings: ['plan', 'people', 'kit', 'place', 'report', 'history'],
  kits: ['now', 'contents', 'plan', 'history'],
  locations: ['place', 'bookings', 'history'],
  people: ['profile', 'shifts', 'away', 'history'],
} as const;

let folder: string;
let network: TcpProxy | undefined;
let demo: ChildProcess;
let printed = '';
let context: BrowserContext | undefined;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = await mkdtemp(join(tmpdir(), 'muster-screens-'));
  await mkdir(PICTURES, { recursive: true });
  demo = spawn(process.execPath, [START, '--headless', '--port', '0', '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  demo.stdout?.on('data', (part: Buffer) => {
    printed += part.toString();
  });
  await expect.poll(() => printed.includes('muster ready'), { timeout: 110_000 }).toBe(true);
  page = await openDemo();
});
test.afterAll(async () => {
  await context?.close();
  const ended = new Promise((done) => demo.once('exit', done));
  await network?.close();
  demo.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The planner's device on the demo, behind a network that can be cut; one for all pictures, as its code is good for one. */
async function openDemo(): Promise<Page> {
  const printedAddress = /Open the client at (\S+)/.exec(printed)?.[1] ?? '';
  const { origin } = new URL(printedAddress);
  network = await startTcpProxy(origin);
  context = await chromium.launchPersistentContext(join(folder, 'manager'), {
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const opened = await context.newPage();
  await opened.goto(printedAddress.replace(origin, network.url));
  await expect(opened.getByRole('button', { name: /up to date|needs? you/i })).toBeVisible({ timeout: 90_000 });
  return opened;
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

async function barriersOf(page: Page, what: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    // what was just read aloud lies there for a moment longer than what it was about
    .exclude('[data-live-announcer]')
    .analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${what}: ${id} at ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join('; ')}`,
  );
}

/** The address inside the page, as a link would take it: the core stays open. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const target = new URL(to, location.href);
    target.searchParams.set('profile', new URLSearchParams(location.search).get('profile') ?? '');
    history.pushState(null, '', target);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

test('every screen of a planner is drawn, in both themes and sizes, and has no barrier that axe can see', async () => {
  test.setTimeout(420_000);
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
      barriers.push(...(await barriersOf(page, `${place} (${scheme})`)));
    }
  }
  expect(barriers).toEqual([]);
  expect(complaints).toEqual([]);
});

test('every tab, form and decision of a planner is drawn, also without a network, and has no barrier that axe can see', async () => {
  test.setTimeout(420_000);
  const barriers: string[] = [];
  const keep = async (name: string): Promise<void> => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: join(PICTURES, `${name}-${scheme}.png`) });
    }
    barriers.push(...(await barriersOf(page, name)));
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const step = async (name: string, act: () => Promise<void>): Promise<void> => {
    await act();
    await keep(name);
    await page.keyboard.press('Escape');
  };
  for (const [place, tabs] of Object.entries(DETAILS)) {
    await visit(page, place);
    await page.keyboard.press('j');
    await expect(page.getByRole('tablist')).toBeVisible();
    const [, , id = ''] = new URL(page.url()).pathname.split('/');
    for (const tab of tabs) {
      await goTo(page, `/${place}/${id}/${tab}`);
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await keep(`${place}-${tab}`);
    }
    await step(`${place}-edit`, async () => {
      await page.keyboard.press('e');
      await expect(page.locator('[data-detail]').getByRole('form')).toBeVisible();
    });
    await step(`${place}-new`, async () => {
      await goTo(page, `/${place}?new=1`);
      await page.keyboard.press('Control+Enter');
      await expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
    });
  }
  await step('people-invite', async () => {
    await goTo(page, '/people');
    await page.keyboard.press('i');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  await step('people-away-new', async () => {
    await page.keyboard.press('j');
    await page.getByRole('tab', { name: 'Availability' }).click();
    await page.getByRole('button', { name: 'Add entry' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  await goTo(page, '/kits?view=time');
  await expect(page.getByRole('list', { name: 'Kits over two weeks' })).toBeVisible();
  await keep('kits-timeline');
  await goTo(page, '/inbox/approvals');
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: 'If you approve it now' })).toBeVisible();
  await keep('inbox-approval');
  await step('inbox-reason', async () => {
    await page.keyboard.press('x');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reject' }).click();
    await expect(page.locator('[aria-invalid=true]')).toBeVisible();
  });
  for (const tab of ['decisions', 'messages']) {
    await goTo(page, `/inbox/${tab}`);
    await keep(`inbox-${tab}`);
  }
  await goTo(page, '/bookings?filter=gaps');
  // the one with somebody missing, whatever else is not ready and whatever runs at this hour
  await page
    .getByRole('option')
    .filter({ hasText: /\d open/ })
    .first()
    .click();
  await page.getByRole('button', { name: /^People/ }).click();
  await step('bookings-assign', async () => {
    await page
      .getByRole('tabpanel')
      .getByRole('button', { name: /^(Assign|Replace)$/ })
      .first()
      .click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  for (const part of ['organization', 'policies', 'device']) {
    await goTo(page, `/settings/${part}`);
    await expect(page.getByRole('tab', { selected: true })).not.toHaveText('Appearance');
    await keep(`settings-${part}`);
  }
  await step('palette', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('photo');
    await expect(page.getByRole('option', { name: /Photo booth 1/ })).toBeVisible();
  });
  await step('keys', async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  await step('sync-up-to-date', async () => {
    await page.keyboard.press('Control+Shift+S');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  network?.cut();
  await expect(page.getByRole('button', { name: /offline/i }).first()).toBeVisible({ timeout: 30_000 });
  await goTo(page, '/bookings?new=1');
  await page.getByLabel('Title', { exact: true }).fill('A name of eighty characters, as people write them when nobody tells them to stop');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Saved on this device').first()).toBeVisible();
  await keep('offline-booking');
  await step('offline-sync', async () => {
    await page.keyboard.press('Control+Shift+S');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
  network?.restore();
  expect(barriers).toEqual([]);
});
