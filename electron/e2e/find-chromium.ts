import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium to run pages in: the one named by MUSTER_CHROMIUM, one on the path, or Playwright's own. */
export function findChromium(): string {
  const named = process.env['MUSTER_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  throw new Error(
    'No Chromium found. Install one, or name one in MUSTER_CHROMIUM; `npx playwright install chromium` gets Playwright its own.',
  );
}
