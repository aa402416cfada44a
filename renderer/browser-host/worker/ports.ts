import { NetworkFault } from '../../../shared/core/ports.ts';
import type { Clock, Network, RandomSource, SecretStore, Timers } from '../../../shared/core/ports.ts';

/** What the core needs from its host, as a worker in a browser has it. */

export const browserClock: Clock = { nowMs: () => Date.now(), zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone };

export const browserTimers: Timers = {
  set: (callback, delayMs) => setTimeout(callback, delayMs),
  clear: (handle) => {
    if (typeof handle === 'number') clearTimeout(handle);
  },
};

export const browserRandom: RandomSource = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  float: () => Math.random(),
};

/** Talks to the server that served this page, and to no other. */
export function browserNetwork(origin: string): Network {
  return {
    async request({ method, path, body, token, timeoutMs }) {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
      if (body !== undefined) headers['content-type'] = 'application/json';
      try {
        const response = await fetch(new URL(path, origin), {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
          credentials: 'omit',
          cache: 'no-store',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await response.text();
        return { status: response.status, body: parsed(text), headers: Object.fromEntries(response.headers) };
      } catch (error) {
        throw new NetworkFault(`no answer from ${path}: ${String(error)}`);
      }
    },
    openStream({ path, token }, handlers) {
      const url = new URL(path, origin);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new WebSocket(url, ['muster.v1', `bearer.${token}`]);
      socket.addEventListener('open', () => handlers.opened());
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') handlers.message(event.data);
      });
      // An error is always followed by close, which carries what little browsers tell.
      socket.addEventListener('close', (event) => handlers.closed({ code: event.code, reason: event.reason }));
      return {
        send: (text) => socket.send(text),
        close: () => socket.close(1000),
      };
    },
    onOnlineChange(listener) {
      const online = (): void => listener(true);
      const offline = (): void => listener(false);
      addEventListener('online', online);
      addEventListener('offline', offline);
      return () => {
        removeEventListener('online', online);
        removeEventListener('offline', offline);
      };
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SECRET_FILE = 'session';

/** Keeps the refresh token in a file beside the database, which only pages of this origin can read. */
export function opfsSecrets(profile: string): SecretStore {
  const folder = async (): Promise<FileSystemDirectoryHandle> => {
    const root = await navigator.storage.getDirectory();
    const muster = await root.getDirectoryHandle('muster', { create: true });
    return muster.getDirectoryHandle(profile, { create: true });
  };
  const writeNow = async (text: string): Promise<void> => {
    const file = await (await folder()).getFileHandle(SECRET_FILE, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      handle.truncate(0);
      handle.write(new TextEncoder().encode(text), { at: 0 });
      handle.flush();
    } finally {
      handle.close();
    }
  };
  let writing: Promise<void> = Promise.resolve();
  /** One after the other: the file can be open for writing only once. */
  const write = (text: string): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeNow(text));
    return writing;
  };
  return {
    async read() {
      const file = await (await folder()).getFileHandle(SECRET_FILE, { create: true });
      const text = await (await file.getFile()).text();
      return text === '' ? null : text;
    },
    write,
    clear: () => write(''),
  };
}
