import type { WebPreferences } from 'electron';

/** Every window's preferences, and nothing may differ (S1). */
const REQUIRED = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  experimentalFeatures: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const satisfies WebPreferences;

const ALLOWED_BESIDES: ReadonlySet<string> = new Set(['preload', 'devTools']);

/** The preferences a window of ours is made with. */
export function secureWebPreferences(preload: string, devTools: boolean): WebPreferences {
  return { ...REQUIRED, preload, devTools };
}

/**
 * Throws on each wrong, missing or unknown preference. Called right before a window is made, so that a convenient change
 * elsewhere cannot weaken one.
 */
export function assertSecureWebPreferences(preferences: WebPreferences): void {
  const given = new Map<string, unknown>(Object.entries(preferences));
  for (const [name, value] of Object.entries(REQUIRED)) {
    if (given.get(name) !== value) throw new Error(`insecure web preference: ${name} must be ${String(value)}`);
  }
  for (const name of given.keys()) {
    if (!(name in REQUIRED) && !ALLOWED_BESIDES.has(name)) throw new Error(`unexpected web preference: ${name}`);
  }
  const preload = given.get('preload');
  if (typeof preload !== 'string' || !/^(\/|[A-Za-z]:\\).+\.cjs$/.test(preload)) {
    throw new Error('insecure web preference: preload must be the absolute path of the bundled script');
  }
}
