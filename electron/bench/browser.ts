import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../launch/find-browser.ts';
import { memoryOf } from './memory.ts';

/** A real Chromium with storage of its own on the disk. */
export interface Browser {
  readonly page: Page;
  /** The most memory the page's process ever held: the screens, and the core in its worker. */
  peakMegabytes(): Promise<number | null>;
  close(): Promise<void>;
}

export async function startBrowser(options: { readonly withoutPolicy?: boolean } = {}): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-chromium-'));
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium on this machine; MUSTER_CHROMIUM names one');
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    viewport: { width: 1440, height: 900 },
    bypassCSP: options.withoutPolicy === true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    peakMegabytes: async () => {
      const session = await context.browser()?.newBrowserCDPSession();
      if (session === undefined) return null;
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryOf(id) ?? 0);
      return peaks.length === 0 ? null : Math.max(...peaks);
    },
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
