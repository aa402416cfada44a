import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { startDesk, type Desk } from './desk.ts';
import { launchApp, type LaunchedApp } from './launch.ts';

let desk: Desk;
let host: LaunchedApp | null = null;

test.beforeAll(async () => {
  desk = await startDesk();
});
test.afterAll(async () => {
  await host?.close();
  await desk.close();
});

test('S17: a desktop that knows no server asks for one, says what is wrong with an address, and then signs in there @both', async () => {
  host = await launchApp({ appPath: resolve(import.meta.dirname, '../../dist/main/main.js') });
  const { page } = host;
  await expect(page.getByRole('heading', { name: 'Where is your server?' })).toBeVisible();
  const address = page.getByRole('textbox', { name: 'Address of the server' });
  const connect = page.getByRole('button', { name: 'Connect' });
  for (const [wrong, sentence] of [
    ['http://muster.example', 'begins with https://'],
    ['http://127.0.0.1:9', 'Nobody answers at this address'],
  ] as const) {
    await address.fill(wrong);
    await connect.click();
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await address.fill(desk.server.url);
  await connect.click();
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeVisible();
  await expect(page.getByText(new URL(desk.server.url).origin)).toBeVisible();
  await page.getByRole('button', { name: 'I have a one-time code' }).click();
  await page.getByRole('textbox', { name: /code/i }).fill(await desk.enrolCode());
  await page.getByRole('button', { name: 'Set up this device' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in to Muster' })).toBeHidden();
  await expect(page.locator('[data-sync-pill]').first()).toBeVisible({ timeout: 30_000 });
});
