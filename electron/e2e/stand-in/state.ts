import type { Cdp } from './cdp.ts';
import type { RunningChromium } from './chromium.ts';

/** What one run of the stand-in knows; set by `run.ts` before anything of the app needs it. */
interface HostState {
  appPath: string;
  version: string;
  userData: string;
  headed: boolean;
  /** Starts Chromium's profile folder in `userData`. */
  chromium: RunningChromium | null;
  extraChromiumArgs: string[];
  /** DevTools session of the newest page; storage commands only work through a page. */
  pageSession: string | null;
}

export const state: HostState = {
  appPath: '',
  version: '0.0.0',
  userData: '',
  headed: false,
  chromium: null,
  extraChromiumArgs: [],
  pageSession: null,
};

export function cdp(): Cdp {
  if (state.chromium === null) throw new Error('Chromium is used before the app is ready');
  return state.chromium.cdp;
}
