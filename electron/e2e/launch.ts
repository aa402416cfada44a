import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { findChromium } from './find-chromium.ts';
import { PAGE_ORIGIN } from './stand-in/origin-map.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STAND_IN = join(import.meta.dirname, 'stand-in', 'stand-in.sh');

/** Whether specs run in the real Electron instead of the stand-in. */
export const REAL_ELECTRON = process.env['MUSTER_ELECTRON'] === '1';

/** Where pages live in this host; specs never write an origin themselves. */
export const ORIGIN = REAL_ELECTRON ? 'muster://app' : PAGE_ORIGIN;

export interface LaunchOptions {
  /** Kept between launches, it makes the second one a cold restart of the same device. A fresh folder when left out. */
  readonly userDataDir?: string;
  readonly profile?: string;
  readonly serverUrl?: string;
  readonly enrolCode?: string;
  /** A folder or main file other than the built app. */
  readonly appPath?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userDataDir: string;
  /** Folder of the device: `core.sqlite`, `logs`, browser storage. */
  readonly profileDir: string;
  /** Console errors and policy violations of the page so far. */
  readonly violations: string[];
  /** Quits as a person would; the core flushes. */
  close(): Promise<void>;
  /** Ends every process of the app without warning. */
  kill(): Promise<void>;
}

function argumentsOf(options: LaunchOptions & { readonly userDataDir: string }): string[] {
  return [
    options.appPath ?? ROOT,
    `--user-data-dir=${options.userDataDir}`,
    `--profile=${options.profile ?? 'default'}`,
    ...(options.serverUrl === undefined ? [] : [`--server=${options.serverUrl}`]),
    ...(options.enrolCode === undefined ? [] : [`--enrol=${options.enrolCode}`]),
    ...(options.args ?? []),
  ];
}

/** How a person starts the app a second time, for specs that do so without Playwright. */
export function secondLaunch(options: LaunchOptions & { readonly userDataDir: string }): { command: string; args: string[] } {
  return { command: REAL_ELECTRON ? join(ROOT, 'node_modules/.bin/electron') : STAND_IN, args: argumentsOf(options) };
}

/** Starts the desktop app on a profile folder and waits for its window. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'muster-e2e-')));
  const profile = options.profile ?? 'default';
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  const app = await _electron.launch({
    ...(REAL_ELECTRON ? {} : { executablePath: STAND_IN }),
    args: argumentsOf({ ...options, userDataDir }),
    env: { ...env, MUSTER_CHROMIUM: REAL_ELECTRON ? '' : findChromium(), ...options.env },
    timeout: 60_000,
  });
  const page = await app.firstWindow({ timeout: 60_000 });
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript|Refused to/i.test(message.text())) violations.push(message.text());
  });
  await page.waitForURL(`${ORIGIN}/**`, { waitUntil: 'domcontentloaded' });
  const pid = app.process().pid;
  const exited = new Promise<void>((done) => app.process().once('exit', () => done()));
  return {
    app,
    page,
    userDataDir,
    profileDir: join(userDataDir, 'profiles', profile),
    violations,
    close: async () => {
      await app.close();
      await exited;
    },
    kill: async () => {
      // Core and Chromium hang on this process and end with it.
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await exited;
    },
  };
}
