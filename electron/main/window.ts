import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { CrashGuard } from './crash-guard.ts';
import type { Log } from './log.ts';
import { lockNavigation } from './navigation.ts';
import { RECOVERY_URL, START_URL } from './origin.ts';
import { assertSecureWebPreferences, secureWebPreferences } from './web-preferences.ts';

export interface WindowOptions {
  readonly preloadFile: string;
  readonly title: string;
  readonly devTools: boolean;
  readonly openOutside: (address: string) => void;
  /** The page is gone or loading again: nothing may be pushed until it says it is ready. */
  readonly onGone: () => void;
  readonly log: Log;
}

export interface AppWindow {
  readonly webContentsId: number;
  send(channel: string, payload: unknown): void;
  focus(): void;
  isOpen(): boolean;
  /** Loads the page again after a crash or a broken cache, or gives up and shows the recovery page. */
  recover(reason: string): void;
}

/** The only place that makes windows. */
export function openWindow(options: WindowOptions): AppWindow {
  const webPreferences = secureWebPreferences(options.preloadFile, options.devTools);
  assertSecureWebPreferences(webPreferences);
  const shape: BrowserWindowConstructorOptions = {
    title: options.title,
    width: 1360,
    height: 860,
    minWidth: 640,
    minHeight: 480,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences,
  };
  const window = new BrowserWindow(shape);
  const contents = window.webContents;
  lockNavigation(contents, options.openOutside);
  const guard = new CrashGuard(() => Date.now());

  const load = (address: string): void => {
    options.onGone();
    window.loadURL(address).catch((error: unknown) => {
      options.log('warn', 'a page could not be loaded', { reason: error instanceof Error ? error.message : 'unknown' });
    });
  };
  const recover = (reason: string): void => {
    const next = guard.next();
    options.log('error', 'the window is recovered', { reason, kind: next.kind });
    if (next.kind === 'give-up') load(RECOVERY_URL);
    else
      setTimeout(() => {
        if (!window.isDestroyed()) load(START_URL);
      }, next.afterMs);
  };
  contents.on('render-process-gone', (_event, details) => {
    options.onGone();
    if (details.reason !== 'clean-exit') recover(details.reason);
  });
  window.once('ready-to-show', () => window.show());
  load(START_URL);

  return {
    webContentsId: contents.id,
    send: (channel, payload) => {
      if (!window.isDestroyed()) contents.send(channel, payload);
    },
    focus: () => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    isOpen: () => !window.isDestroyed(),
    recover,
  };
}
