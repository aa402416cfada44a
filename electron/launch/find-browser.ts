import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const FIXED: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome', '/snap/bin/chromium', '/opt/google/chrome/chrome'],
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap((base) =>
    base === undefined ? [] : [join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe')],
  ),
};

/**
 * Path of a Chromium-based browser on this machine: `MUSTER_CHROMIUM`, the usual names and places, then Playwright's
 * own download. Null when there is none. A `MUSTER_CHROMIUM` that does not exist is an error, never silently replaced.
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const asked = environment['MUSTER_CHROMIUM'];
  if (asked !== undefined && asked !== '') {
    if (!isExecutable(asked)) throw new Error(`MUSTER_CHROMIUM names ${asked}, which is not a program that can be run.`);
    return asked;
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = process.platform === 'win32' ? [] : ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(FIXED[process.platform] ?? []), ...playwrightBrowser()].find(isExecutable) ?? null;
}

function playwrightBrowser(): string[] {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core') as { chromium: { executablePath(): string } };
    return [chromium.executablePath()];
  } catch {
    // Not installed (production install): the other places were the whole answer.
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
