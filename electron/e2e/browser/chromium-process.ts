import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../../launch/find-browser.ts';

/** A Chromium of our own on a given profile folder, so that a spec can kill it like a power cut kills an app. */
export interface ChromiumProcess {
  readonly browser: Browser;
  page(): Promise<Page>;
  /** SIGKILL to the whole browser: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
  /** The ordinary way out. */
  quit(): Promise<void>;
}

export async function startChromium(userDataDir: string, extraArguments: readonly string[] = []): Promise<ChromiumProcess> {
  const executable = findChromium();
  if (executable === null) throw new Error('no Chromium on this machine');
  const portFile = path.join(userDataDir, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const child = spawn(
    executable,
    [
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${userDataDir}`,
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...extraArguments,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const port = await portOf(portFile);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const group = child.pid === undefined ? null : -child.pid;
  return {
    browser,
    async page() {
      const context = browser.contexts()[0];
      if (context === undefined) throw new Error('the browser has no default context');
      return context.newPage();
    },
    async kill() {
      if (group !== null) process.kill(group, 'SIGKILL');
      await ended;
      await browser.close().catch(() => undefined);
    },
    async quit() {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => undefined);
      const killer = setTimeout(() => group !== null && process.kill(group, 'SIGKILL'), 10_000);
      await ended;
      clearTimeout(killer);
    },
  };
}

async function portOf(file: string): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const port = Number(text.split('\n')[0]);
    if (port > 0) return port;
    await delay(50);
  }
  throw new Error('Chromium did not open its debugging port');
}
