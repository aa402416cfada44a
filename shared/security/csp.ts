/**
 * The one content security policy (electron.md section 5). It is sent as a header by the host and written as a meta tag
 * by the renderer build; tests compare all three.
 */
const ELECTRON_DIRECTIVES = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'frame-src': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type CspDirectives = Readonly<Record<string, readonly string[]>>;

/** The one trusted-types policy of the browser host: it makes the address of the core's worker, and nothing else. */
export const WORKER_POLICY_NAME = 'muster-worker';

const BROWSER_DIRECTIVES: CspDirectives = {
  ...ELECTRON_DIRECTIVES,
  // The core runs in a worker there and needs SQLite WASM.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'trusted-types': [WORKER_POLICY_NAME],
};

/** Writes a policy in the order of its directives. */
export const formatCsp = (directives: CspDirectives): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');

/** Policy of the desktop app. */
export const ELECTRON_CSP = formatCsp(ELECTRON_DIRECTIVES);

/** Policy of the browser host; `'self'` covers the WebSocket of the same origin in every engine that has CSP level 3. */
export const BROWSER_CSP = formatCsp(BROWSER_DIRECTIVES);

/**
 * Policy of the browser host for one origin. Engines before CSP level 3 do not count `ws:` as the same origin, so the
 * server names its own socket origin besides `'self'`.
 * @param origin the page's own origin, `https://muster.example`
 */
export function browserCspFor(origin: string): string {
  const socketOrigin = origin.replace(/^http/, 'ws');
  if (!/^wss?:\/\/[A-Za-z0-9.\-[\]:]+$/.test(socketOrigin)) throw new Error('not a web origin');
  return formatCsp({ ...BROWSER_DIRECTIVES, 'connect-src': ["'self'", socketOrigin] });
}

/** `frame-ancestors` is only understood in the header; a meta tag that holds it makes the browser complain. */
export const metaCsp = (policy: string): string =>
  policy
    .split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .join('; ');

const PERMISSIONS_POLICY = ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid'].map((name) => `${name}=()`).join(', ');

const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': PERMISSIONS_POLICY,
} as const;

/** Headers of every response on `muster://app/`. */
export const ELECTRON_HEADERS: Readonly<Record<string, string>> = { 'Content-Security-Policy': ELECTRON_CSP, ...COMMON_HEADERS };

/** Headers of every page and asset the sync server serves. */
export const BROWSER_HEADERS: Readonly<Record<string, string>> = { 'Content-Security-Policy': BROWSER_CSP, ...COMMON_HEADERS };
