import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { findChromium } from './electron/launch/find-browser.ts';

const executablePath = findChromium();

/** Chromium has no sandbox to stand on when it runs as root, as it does in most containers. */
const runsAsRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  testMatch: ['electron/{e2e,launch}/**/*.spec.ts', 'renderer/**/*.spec.ts'],
  outputDir: 'artifacts/e2e',
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // each story runs several browsers and servers at once; two stories side by side starve each other on a small machine
  workers: availableParallelism() >= 8 ? 2 : 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    // specs kill browsers on purpose; collecting from a browser that is gone would fail them
    trace: 'off',
    screenshot: 'off',
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: runsAsRoot ? ['--no-sandbox'] : [] },
  },
});
