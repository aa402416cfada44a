import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { percentile, printFigure } from '../../sync-server/bench/figures.ts';
import { ROOT } from '../launch/build.ts';
import { startBrowser } from './browser.ts';
import { mustBeBuilt } from './built.ts';
import { startLogServer } from './log-server.ts';

/** A past of some thousand bookings and two thousand shifts beside this week's roster of 120 people. */
const EVENTS = 20_000;
const ROUNDS = 5;
const FILLED_MS = 10_000;
/** Longer than an answer lingers after its screen was left, so that each round asks anew. */
const LEFT_MS = 6_000;

/** Screens of the built app in Chromium: from the press that opens one until its rows are painted. */
export async function ui(): Promise<void> {
  await mustBeBuilt();
  const server = await startLogServer(EVENTS, join(ROOT, 'dist/renderer-browser'));
  const browser = await startBrowser();
  try {
    const { page } = browser;
    await page.goto(`${server.url}?profile=bench#enrol=${await server.enrolCode()}`);
    await page.getByRole('button', { name: /up to date/i }).waitFor({ timeout: 180_000 });
    // The view fills up behind Today; a week opens in earnest once that is over.
    await page.waitForTimeout(FILLED_MS);
    await screen(page, 'a week roster of 120 people', '/roster', '[role=grid] [data-shift]', { value: 400, bound: 'max' });
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function screen(
  page: Page,
  what: string,
  path: string,
  rows: string,
  aim: { readonly value: number; readonly bound: 'max' } | null,
): Promise<void> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.locator(`a[href="/today"], a[href="/"]`).first().click();
    await page.waitForTimeout(LEFT_MS);
    samples.push(await page.evaluate(openAndPaint, { path, rows }));
  }
  for (const [name, share] of [
    ['first', null],
    ['p50', 0.5],
    ['worst', 1],
  ] as const) {
    const value = share === null ? (samples[0] ?? 0) : percentile(samples, share);
    printFigure({ bench: 'ui', case: `${what} open, ${name}`, unit: 'ms', value, baseline: null, aim });
  }
}

/** Runs in the page: presses the link of the rail and waits for the frame in which the rows stand. */
function openAndPaint({ path, rows }: { readonly path: string; readonly rows: string }): Promise<number> {
  const link = document.querySelector<HTMLAnchorElement>(`a[href^="${path}"]`);
  if (link === null) throw new Error(`no link to ${path}`);
  const started = performance.now();
  link.click();
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector(rows) === null) requestAnimationFrame(look);
      // The frame that holds them has been painted when the next task after it runs.
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started), 0));
    };
    requestAnimationFrame(look);
  });
}
