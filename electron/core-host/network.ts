import WebSocket from 'ws';
import { NetworkFault, type HttpReply, type Network, type StreamConnection, type StreamHandlers } from '../../shared/core/ports.ts';

const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const HANDSHAKE_MS = 10_000;

/** The device's network over Node: fetch for requests, `ws` for the stream. Certificates are always checked. */
export function createNodeNetwork(serverUrl: string): Network & { setOnline(online: boolean): void } {
  const listeners = new Set<(online: boolean) => void>();
  return {
    request: (input) => request(serverUrl, input),
    openStream: (input, handlers) => openStream(serverUrl, input, handlers),
    onOnlineChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setOnline: (online) => {
      for (const listener of listeners) listener(online);
    },
  };
}

async function request(serverUrl: string, input: Parameters<Network['request']>[0]): Promise<HttpReply> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (input.token !== undefined) headers['authorization'] = `Bearer ${input.token}`;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(serverUrl + input.path, {
      method: input.method,
      headers,
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      // A redirect would carry the token to a place nobody checked.
      redirect: 'error',
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return { status: response.status, body: parseJson(await response.text()), headers: Object.fromEntries(response.headers) };
  } catch (error) {
    throw new NetworkFault(error instanceof Error ? error.message : 'no answer', { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function openStream(
  serverUrl: string,
  input: { readonly path: string; readonly token: string },
  handlers: StreamHandlers,
): StreamConnection {
  const socket = new WebSocket(serverUrl.replace(/^http/, 'ws') + input.path, ['muster.v1', `bearer.${input.token}`], {
    followRedirects: false,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_FRAME_BYTES,
  });
  socket.on('open', () => handlers.opened());
  socket.on('message', (data, isBinary) => {
    if (!isBinary) handlers.message(textOf(data));
  });
  // 'close' follows every error and carries what the core needs.
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => handlers.closed({ code, reason: reason.toString('utf8') }));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}
