/**
 * The two halves of `contextBridge`, as text that runs in the page. Both halves are the same code: each keeps functions
 * and promises of its own world and hands out numbers for them, so only plain data crosses.
 */

/** The isolated world the preload runs in. */
export const PRELOAD_WORLD = 'muster-preload';
/** Binding that only the isolated world sees. */
export const IPC_BINDING = '__standInIpc';
/** Function of the isolated world that takes messages from main. */
export const IPC_DELIVER = '__standInDeliver';

interface Side {
  expose(name: string, api: unknown): void;
}

/* oxlint-disable -- runs in the page, where only plain scripts go */
function bridgeSide(sendTo: string, hearOn: string, onExpose: ((name: string, api: unknown) => void) | null): Side {
  const doc = (globalThis as any).document;
  const CustomEventType = (globalThis as any).CustomEvent;
  const dispatch = doc.dispatchEvent.bind(doc);
  const { stringify, parse } = JSON;
  const functions = new Map<number, Function>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const returns = new Map<number, any>();
  let next = 1;

  const send = (message: unknown) => dispatch(new CustomEventType(sendTo, { detail: stringify(message) }));
  const encode = (value: any): any => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return ['v', value];
    if (typeof value === 'number') return Number.isFinite(value) ? ['v', value] : ['n', String(value)];
    if (value === undefined) return ['u'];
    if (typeof value === 'function') {
      const id = next++;
      functions.set(id, value);
      return ['f', id];
    }
    if (value instanceof Promise) {
      const id = next++;
      value.then(
        (result) => send({ kind: 'settle', id, ok: true, value: encode(result) }),
        (error) => send({ kind: 'settle', id, ok: false, value: String(error?.message ?? error) }),
      );
      return ['p', id];
    }
    if (Array.isArray(value)) return ['a', value.map(encode)];
    if (value instanceof Error) return ['e', value.message];
    if (typeof value === 'object') return ['o', Object.keys(value).map((key) => [key, encode(value[key])])];
    throw new Error('An object could not be cloned.');
  };
  const decode = (packed: any): any => {
    switch (packed[0]) {
      case 'v':
        return packed[1];
      case 'n':
        return Number(packed[1]);
      case 'a':
        return Object.freeze(packed[1].map(decode));
      case 'e':
        return new Error(packed[1]);
      case 'o': {
        const object: any = {};
        for (const [key, value] of packed[1]) Object.defineProperty(object, key, { value: decode(value), enumerable: true });
        return Object.freeze(object);
      }
      case 'f': {
        const id = packed[1];
        return Object.freeze((...args: unknown[]) => {
          const call = next++;
          send({ kind: 'call', id, call, args: args.map(encode) });
          const answer = returns.get(call);
          returns.delete(call);
          if (answer === undefined) return undefined;
          if (!answer.ok) throw new Error(answer.value);
          return decode(answer.value);
        });
      }
      case 'p':
        return new Promise((resolve, reject) => promises.set(packed[1], { resolve, reject }));
      default:
        return undefined;
    }
  };
  doc.addEventListener(hearOn, (event: any) => {
    const message = parse(event.detail);
    if (message.kind === 'call') {
      try {
        const result = functions.get(message.id)?.(...message.args.map(decode));
        send({ kind: 'return', call: message.call, ok: true, value: encode(result) });
      } catch (error: any) {
        send({ kind: 'return', call: message.call, ok: false, value: String(error?.message ?? error) });
      }
    } else if (message.kind === 'return') returns.set(message.call, message);
    else if (message.kind === 'settle') {
      const promise = promises.get(message.id);
      promises.delete(message.id);
      if (message.ok) promise?.resolve(decode(message.value));
      else promise?.reject(new Error(message.value));
    } else if (message.kind === 'expose' && onExpose !== null) onExpose(message.name, decode(message.api));
  });
  return { expose: (name, api) => send({ kind: 'expose', name, api: encode(api) }) };
}

function preloadElectron(side: Side, bindingName: string, deliverName: string): unknown {
  const world = globalThis as any;
  const post = world[bindingName];
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Function[]>();
  let next = 1;
  world[deliverName] = (text: string) => {
    const message = JSON.parse(text);
    if (message.kind === 'push') {
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...message.args);
      return;
    }
    const wait = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) wait?.resolve(message.value);
    else wait?.reject(new Error(message.error));
  };
  return {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => side.expose(name, api) },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = next++;
          waiting.set(id, { resolve, reject });
          post(JSON.stringify({ id, channel, args }));
        }),
      on: (channel: string, listener: Function) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      removeListener: (channel: string, listener: Function) =>
        void listeners.set(
          channel,
          (listeners.get(channel) ?? []).filter((each) => each !== listener),
        ),
    },
  };
}
/* oxlint-enable */

/** Runs in the page's own world, before anything of the page and before the preload. */
export function mainWorldScript(token: string): string {
  return `(() => {
  if (window !== window.top) return;
  const bridgeSide = ${bridgeSide.toString()};
  bridgeSide(${JSON.stringify(`${token}-isolated`)}, ${JSON.stringify(`${token}-main`)}, (name, api) =>
    Object.defineProperty(window, name, { value: api, enumerable: true, writable: false, configurable: false }));
})();`;
}

/** Runs in the isolated world: the preload with the `electron` a sandboxed preload may require. */
export function preloadScript(token: string, preload: string): string {
  return `(() => {
  if (window !== window.top) return;
  const bridgeSide = ${bridgeSide.toString()};
  const preloadElectron = ${preloadElectron.toString()};
  const side = bridgeSide(${JSON.stringify(`${token}-main`)}, ${JSON.stringify(`${token}-isolated`)}, null);
  const electron = preloadElectron(side, ${JSON.stringify(IPC_BINDING)}, ${JSON.stringify(IPC_DELIVER)});
  const require = (name) => { if (name === 'electron') return electron; throw new Error('module not found: ' + name); };
  const module = { exports: {} };
  (function (require, module, exports) {
${preload}
  })(require, module, module.exports);
})();`;
}
