import { bridgeError } from '../../shared/ipc/bridge-client.ts';
import type { CallName, PushName } from '../../shared/ipc/channels.ts';
// oxlint-disable-next-line import/default -- the build turns the module into the address of its own file
import workerUrl from './worker/core.worker.ts?worker&url';
import { BrowserHostError } from './protocol.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { ownScriptUrl } from './script-url.ts';

/** The core's worker as the page sees it. */
export interface CoreWorker {
  readonly call: (name: CallName, input: unknown) => Promise<unknown>;
  readonly on: (name: PushName, listener: (payload: unknown) => void) => () => void;
  /** Unsent work as text, one event per line; null when the worker is gone. */
  exportUnsent(): Promise<string | null>;
  /** Closes the database and ends the worker; ends it anyway when it does not answer. */
  stop(): Promise<void>;
  /** Ends the worker this instant, as a power cut would; everything it acknowledged is on disk. */
  kill(): void;
}

const STOP_WITHIN_MS = 3_000;

export function startCoreWorker(profile: string): Promise<CoreWorker> {
  const worker = new Worker(ownScriptUrl(workerUrl), { type: 'module', name: `muster core ${profile}` });
  const listeners = new Map<PushName, Set<(payload: unknown) => void>>();
  const pending = new Map<number, (reply: unknown) => void>();
  let lastId = 0;
  let stopped: (() => void) | null = null;
  let gone = false;
  /** We ended it ourselves, so this page is over: its calls are never answered, rather than with errors nobody is left to read. */
  let handedOver = false;

  const send = (message: ToWorker): void => worker.postMessage(message);
  const end = (): void => {
    gone = true;
    worker.terminate();
    for (const answer of pending.values()) answer(bridgeError('internal', 'bridge.host_gone'));
    pending.clear();
  };
  const ask = (make: (id: number) => ToWorker): Promise<unknown> => {
    if (handedOver) return new Promise(() => undefined);
    if (gone) return Promise.resolve(bridgeError('internal', 'bridge.host_gone'));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      pending.set(id, resolve);
      send(make(id));
    });
  };

  const client: CoreWorker = {
    call: (name, input) => ask((id) => ({ kind: 'call', id, name, input })),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    async exportUnsent() {
      const text = await ask((id) => ({ kind: 'export', id }));
      return typeof text === 'string' ? text : null;
    },
    async stop() {
      if (gone) return;
      handedOver = true;
      pending.clear();
      await new Promise<void>((resolve) => {
        stopped = resolve;
        setTimeout(resolve, STOP_WITHIN_MS);
        send({ kind: 'stop' });
      });
      end();
    },
    kill: end,
  };

  return new Promise((resolve, reject) => {
    worker.addEventListener('error', (event) => {
      reject(new BrowserHostError('unsupported', event.message === '' ? 'the core could not be loaded' : event.message));
      end();
    });
    worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
      const message = event.data;
      switch (message.kind) {
        case 'started':
          resolve(client);
          return;
        case 'not-started':
          end();
          reject(new BrowserHostError(message.failure, message.message));
          return;
        case 'answer':
          pending.get(message.id)?.(message.reply);
          pending.delete(message.id);
          return;
        case 'push':
          for (const listener of listeners.get(message.name) ?? []) listener(message.payload);
          return;
        case 'stopped':
          stopped?.();
      }
    });
    send({ kind: 'start', profile, deviceName: deviceName() });
  });
}

/** A name a person recognises in the list of devices: `Chrome on Linux`. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox\//.test(agent)
    ? 'Firefox'
    : /Edg\//.test(agent)
      ? 'Edge'
      : /Chrom(e|ium)\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser';
  const system = /Windows/.test(agent)
    ? 'Windows'
    : /Android/.test(agent)
      ? 'Android'
      : /iPhone|iPad/.test(agent)
        ? 'iOS'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : 'Linux';
  return `${browser} on ${system}`;
}
