import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from '../../launch/find-browser.ts';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts';
import { freePort, startServerProcess, type ServerProcess } from '../story/server-process.ts';
import { MONDAY, prepareRoster } from './cast.ts';

/** The server as a process of its own, the planner's desk behind a network that can be cut, and a second device. */
export interface RosterWorld {
  readonly server: ServerProcess;
  readonly network: TcpProxy;
  /** Maya's window, on the week of the story. */
  readonly desk: Page;
  /** Olga's, who only looks. */
  openOther(): Promise<Page>;
  /** Shows a week on the desk, as a link would. */
  visit(week?: string): Promise<void>;
  close(): Promise<void>;
}

export async function startRosterWorld(crowd = 0): Promise<RosterWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-roster-'));
  const dataDir = join(folder, 'server');
  const { codes } = await prepareRoster(dataDir, crowd);
  const server = await startServerProcess(dataDir, await freePort());
  const network = await startTcpProxy(server.url);
  const contexts: BrowserContext[] = [];
  const open = async (name: string, url: string, code: string): Promise<Page> => {
    const context = await chromium.launchPersistentContext(join(folder, name), {
      executablePath: findChromium() ?? '',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${url}/?profile=${name}#enrol=${code}`);
    await expect(page.getByRole('button', { name: /up to date|needs? you/i })).toBeVisible({ timeout: 90_000 });
    return page;
  };
  const desk = await open('desk', network.url, codes[0]);
  return {
    server,
    network,
    desk,
    openOther: () => open('other', server.url, codes[1]),
    async visit(week = MONDAY) {
      await desk.evaluate((address) => {
        history.pushState(null, '', address);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `/roster?profile=desk&week=${week}`);
      await expect(desk.getByRole('grid', { name: /^Week from/ })).toBeVisible();
    },
    async close() {
      for (const context of contexts) await context.close();
      await network.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
