import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test, type BrowserContext } from '@playwright/test';
import { findChromium } from './find-chromium.ts';
import { PASSWORD, prepareStory } from './story/cast.ts';
import { pictureOfLog } from './story/pictures.ts';
import { freePort, startServerProcess, type ServerProcess } from './story/server-process.ts';

let folder: string;
let server: ServerProcess;
let context: BrowserContext;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-again-'));
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a device whose sign-in has ended keeps working, says so, and sends everything after the same person signs in from the sheet', async () => {
  test.setTimeout(180_000);
  const dataDir = join(folder, 'server');
  const { mayaCode } = await prepareStory(dataDir);
  await cp(dataDir, join(folder, 'backup'), { recursive: true });
  const port = await freePort();
  server = await startServerProcess(dataDir, port);
  context = await chromium.launchPersistentContext(join(folder, 'maya'), {
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    viewport: { width: 1024, height: 768 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${server.url}/?profile=maya#enrol=${mayaCode}`);
  await expect(page.locator('[data-sync-pill="live"]:visible')).toBeVisible({ timeout: 60_000 });

  // the backup is from before this device was signed in: nobody there knows it
  await server.kill();
  await rm(dataDir, { recursive: true });
  await cp(join(folder, 'backup'), dataDir, { recursive: true });
  server = await startServerProcess(dataDir, port);
  const pill = page.locator('[data-sync-pill="stopped"]:visible');
  await expect(pill).toContainText('Sign in again', { timeout: 60_000 });

  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByRole('heading', { level: 1, name: 'Locations' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Old mill');
  for (const [label, text] of [
    ['Street and number', 'Mühlweg 2'],
    ['City', 'Hamburg'],
    ['Country', 'DE'],
  ] as const)
    await page.getByLabel(label).fill(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Old mill' })).toBeVisible();

  await pill.first().click();
  const form = page.getByRole('region', { name: 'Sign in again' });
  await expect(page.getByText('1 change is saved on this device and is sent after you sign in.').first()).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
  await page.screenshot({ path: 'artifacts/screens/sign-in-again.png' });
  await form.getByLabel('E-mail').fill('sam@fjord.test');
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(
    form
      .getByRole('alert')
      .or(form.getByText(/Maya|another person/))
      .first(),
  ).toBeVisible();
  await form.getByLabel('E-mail').fill('maya@fjord.test');
  await form.getByLabel('Password').fill('not her password');
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(form.getByLabel('Password')).toBeVisible();
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.locator('[data-sync-pill="live"]').first()).toBeVisible({ timeout: 60_000 });
  await expect(form).toBeHidden();
  await expect
    .poll(async () => Object.values((await pictureOfLog(server.url, 'olga@fjord.test', PASSWORD)).picture))
    .toContainEqual(expect.objectContaining({ name: 'Old mill' }));
});
