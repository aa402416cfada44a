import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { SyncFault } from '../../shared/sync/errors.ts';
import { LIMITS } from '../../shared/sync/wire.ts';
import type { AuthService, Caller } from '../auth/auth-service.ts';
import { faultOf } from '../http/fault-of.ts';
import { Dialogue, type DialogueOptions } from './dialogue.ts';

/** Frames beyond this are cut off by the protocol; up to it they get a typed answer before the line is closed. */
const HARD_FRAME_BYTES = 4 * LIMITS.frameBytes;
const PROTOCOL = 'muster.v1';

export interface StreamsOptions extends DialogueOptions {
  readonly auth: AuthService;
  readonly heartbeatMs: number;
}

/** The WebSocket side: upgrade, sockets, the time of the heartbeat. */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #dialogue: Dialogue;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: HARD_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  });
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: StreamsOptions) {
    this.#options = options;
    this.#dialogue = new Dialogue(options);
    this.#heartbeat = setInterval(() => this.#dialogue.beat(), options.heartbeatMs);
    this.#heartbeat.unref();
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        const fault = faultOf(error, this.#options.log);
        this.#options.metrics.faulted(fault.error.kind);
        refuseUpgrade(socket, fault);
      });
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const connection of this.#options.fanOut.all()) connection.close(1001, 'the server is stopping');
    this.#sockets.close();
    setTimeout(() => {
      for (const connection of this.#options.fanOut.all()) connection.terminate();
    }, 300).unref();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    if (pathname !== '/v1/sync/stream') {
      throw new SyncFault('NOT_FOUND', 'There is no stream at this address. Open /v1/sync/stream.');
    }
    const caller = await this.#options.auth.authenticate(authorizationOf(request));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, caller));
  }

  #open(socket: WebSocket, caller: Caller): void {
    const connection = this.#dialogue.begin(socket, caller);
    socket.on('message', (data, isBinary) => {
      const bytes = bytesOf(data);
      // A frame beyond the limit is answered without being read.
      const text = bytes > LIMITS.frameBytes ? '' : String(data);
      void this.#dialogue.hear(connection, { text, bytes, isBinary });
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#options.metrics.faulted('TOO_LARGE');
    });
    socket.on('close', () => this.#dialogue.end(connection, caller));
  }
}

function bytesOf(data: RawData): number {
  if (Buffer.isBuffer(data)) return data.length;
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}

/** Browsers cannot set headers on a WebSocket, so the token may come as a second subprotocol. */
function authorizationOf(request: IncomingMessage): string | undefined {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  const bearer = offered.find((name) => name.startsWith('bearer.'));
  return bearer === undefined ? request.headers.authorization : `Bearer ${bearer.slice('bearer.'.length)}`;
}

function refuseUpgrade(socket: Duplex, fault: SyncFault): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: fault.error });
  socket.end(
    `HTTP/1.1 ${fault.status} ${fault.error.kind}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
