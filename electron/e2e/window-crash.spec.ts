import { expect, test } from '@playwright/test';
import { makeFixtureApp } from './fixture-app.ts';
import { launchApp, type LaunchedApp } from './launch.ts';

// A crashed page is dead to Playwright, so this spec asks the host about its window instead.
const crash = (host: LaunchedApp): Promise<void> =>
  host.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
const ask = (host: LaunchedApp, expression: string): Promise<unknown> =>
  host.app.evaluate(({ BrowserWindow }, text) => {
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text);
    // A page that is being replaced may never answer.
    return Promise.race([answer, new Promise((resolve) => setTimeout(() => resolve('no answer'), 500))]).catch(() => 'no answer');
  }, expression);

test('S26: a crashed window loads again three times, then the recovery page explains @both', async () => {
  const host = await launchApp({ appPath: await makeFixtureApp() });
  await expect(host.page.locator('#ready')).toHaveText('ready');
  for (let times = 1; times <= 3; times += 1) {
    await ask(host, `document.title = 'before crash ${times}'`);
    await crash(host);
    await expect
      .poll(() => ask(host, `document.title + ' ' + (document.querySelector('#ready')?.textContent ?? '')`), { timeout: 20_000 })
      .toBe('Muster host page ready');
    expect(await ask(host, 'muster.app.info().then((info) => info.host)')).toBe('electron');
  }
  await crash(host);
  await expect.poll(() => ask(host, 'document.body?.innerText ?? ""'), { timeout: 20_000 }).toContain('Your work is safe');
  await host.close();
});
