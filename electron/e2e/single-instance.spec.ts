import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { makeFixtureApp } from './fixture-app.ts';
import { launchApp, secondLaunch } from './launch.ts';

const id = '0198f1a0-0000-7000-8000-00000000000a';

test('S20, S21: a second start of a profile ends at once and hands its link to the first @both', async () => {
  const appPath = await makeFixtureApp();
  const first = await launchApp({ appPath });
  await expect(first.page.locator('#ready')).toHaveText('ready');
  const { command, args } = secondLaunch({ appPath, userDataDir: first.userDataDir, args: [`muster-link:open/booking/${id}`] });
  const code = await new Promise((resolve) => spawn(command, args, { stdio: 'ignore' }).once('exit', resolve));
  expect(code).toBe(0);
  await expect
    .poll(() => first.page.evaluate(() => (globalThis as unknown as { links: unknown }).links))
    .toEqual([[{ collection: 'bookings', id }]]);
  await first.close();
});

test('S20: a link on the command line waits until the window is ready @both', async () => {
  const host = await launchApp({ appPath: await makeFixtureApp(), args: [`muster-link:open/kit/${id}`] });
  await expect
    .poll(() => host.page.evaluate(() => (globalThis as unknown as { links: unknown }).links))
    .toEqual([[{ collection: 'kits', id }]]);
  await host.close();
});

test('two profiles of one folder run side by side @both', async () => {
  const appPath = await makeFixtureApp();
  const first = await launchApp({ appPath, profile: 'one' });
  const second = await launchApp({ appPath, profile: 'two', userDataDir: first.userDataDir });
  await expect(second.page.locator('#ready')).toHaveText('ready');
  await second.close();
  await expect(first.page.locator('#ready')).toHaveText('ready');
  await first.close();
});
