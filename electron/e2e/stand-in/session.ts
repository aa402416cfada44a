import { EventEmitter } from 'node:events';
import { PAGE_ORIGIN, toAppUrl } from './origin-map.ts';
import { cdp, state } from './state.ts';
import { strict } from './strict.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type RequestHandler = (contents: unknown, permission: string, callback: (granted: boolean) => void, details: object) => void;
type BeforeRequest = (details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void;

const protocolHandlers = new Map<string, ProtocolHandler>();
const privileged = new Set<string>();
let check: CheckHandler | null = null;
let ask: RequestHandler | null = null;
let beforeRequest: BeforeRequest | null = null;

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: readonly { scheme: string }[]): void => {
    for (const { scheme } of schemes) privileged.add(scheme);
  },
  handle: (scheme: string, handler: ProtocolHandler): void => void protocolHandlers.set(scheme, handler),
});

class Session extends EventEmitter {
  readonly webRequest = strict('session.webRequest', {
    onBeforeRequest: (listener: BeforeRequest): void => {
      beforeRequest = listener;
    },
  });
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    check = handler;
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    ask = handler;
  }
  // Chromium has no way to ask these over the protocol: the unit tests of the app's own handlers are the proof.
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setUSBProtectedClassesHandler(): void {}

  async clearStorageData(options: { storages?: string[] } = {}): Promise<void> {
    const types = (options.storages ?? ['all']).map((name) => (name === 'indexdb' ? 'indexeddb' : name)).join(',');
    await cdp().send('Storage.clearDataForOrigin', { origin: PAGE_ORIGIN, storageTypes: types }, state.pageSession);
  }
}

export const session = strict('session', { defaultSession: strict('session.defaultSession', new Session()) });

/** Electron's name of each permission that Chromium can be told about. */
const PERMISSION_NAMES: Readonly<Record<string, string>> = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  camera: 'media',
  microphone: 'media',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-write': 'clipboard-sanitized-write',
  'idle-detection': 'idle-detection',
  'local-fonts': 'local-fonts',
};

/** Asks both of the app's handlers about each permission and makes Chromium answer the same. */
export async function enforcePermissions(): Promise<void> {
  for (const [name, permission] of Object.entries(PERMISSION_NAMES)) {
    const origin = toAppUrl(PAGE_ORIGIN);
    const checked = check === null || check(null, permission, `${origin}/`, {});
    const asked = await new Promise<boolean>((resolve) => {
      if (ask === null) resolve(true);
      else ask(null, permission, resolve, { isMainFrame: true, requestingUrl: `${origin}/index.html` });
    });
    await cdp()
      .send('Browser.setPermission', { permission: { name }, setting: checked && asked ? 'granted' : 'denied', origin: PAGE_ORIGIN })
      .catch(() => undefined);
  }
}

/** Whether the app's filter lets a request go out. */
export function allowsRequest(url: string): Promise<boolean> {
  const filter = beforeRequest;
  if (filter === null) return Promise.resolve(true);
  return new Promise((resolve) => filter({ url }, (answer) => resolve(answer.cancel !== true)));
}

/** The app's own answer to a request of one of its schemes; null when the scheme is not handled. */
export async function answerRequest(url: string, method: string): Promise<Response | null> {
  const scheme = url.slice(0, url.indexOf(':'));
  const handler = protocolHandlers.get(scheme);
  if (handler === undefined || !privileged.has(scheme)) return null;
  return handler(new Request(url, { method }));
}
