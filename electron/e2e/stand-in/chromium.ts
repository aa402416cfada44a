import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from '../find-chromium.ts';
import { Cdp } from './cdp.ts';

export interface RunningChromium {
  readonly cdp: Cdp;
  readonly process: ChildProcess;
  /** Ends Chromium so that its storage is written; by force after three seconds. */
  close(): Promise<void>;
}

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-breakpad',
  '--disable-domain-reliability',
  '--disable-field-trial-config',
  '--disable-hang-monitor',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--metrics-recording-only',
  '--force-color-profile=srgb',
  '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
];

/** Starts Chromium on a profile folder, with its pipe to us and a port for Playwright. */
export function launchChromium(options: {
  readonly userDataDir: string;
  readonly headed: boolean;
  readonly extra: readonly string[];
}): RunningChromium {
  const asRoot = process.getuid?.() === 0;
  const child = spawn(
    findChromium(),
    [
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      `--user-data-dir=${options.userDataDir}`,
      ...QUIET,
      ...(options.headed ? [] : ['--headless']),
      ...(asRoot ? ['--no-sandbox'] : []),
      ...options.extra,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  // Playwright looks for "DevTools listening" on our own stderr.
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  const [, , , toChromium, fromChromium] = child.stdio;
  const cdp = new Cdp(toChromium as Writable, fromChromium as Readable);
  return {
    cdp,
    process: child,
    close: async () => {
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      cdp.send('Browser.close').catch(() => undefined);
      const force = setTimeout(() => child.kill('SIGKILL'), 3000);
      await exited;
      clearTimeout(force);
    },
  };
}
