import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { HTTP_STATUS, invalidFrom, SyncFault } from '../../shared/sync/errors.ts';
import { clientFrameSchema, LIMITS, type ClientFrame } from '../../shared/sync/wire.ts';
import { z } from 'zod';
import { idSchema } from '../../shared/domain/kernel/ids.ts';
import type { AuthService, Caller } from '../auth/auth-service.ts';
import { faultOf } from '../http/fault-of.ts';
import type { Metrics } from '../metrics.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import type { SyncService } from '../sync-service.ts';
import { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Presence } from './presence.ts';

/** Frames beyond this are cut off by the protocol; up to it they get a typed answer before the line is closed. */
const HARD_FRAME_BYTES = 4 * LIMITS.frameBytes;
const PROTOCOL = 'muster.v1';

/** A push whose batch is still unchecked: that happens once, where every push is checked. */
const pushFrameSchema = z.strictObject({ kind: z.literal('push'), requestId: idSchema, batch: z.unknown() });
type PushFrame = z.infer<typeof pushFrameSchema>;
type IncomingFrame = Exclude<ClientFrame, { kind: 'push' }> | PushFrame;

export interface StreamsOptions {
  readonly auth: AuthService;
  readonly sync: SyncService;
  readonly fanOut: FanOut;
  readonly presence: Presence;
  readonly metrics: Metrics;
  readonly log: SequencerLog;
  readonly nowMs: () => number;
  readonly heartbeatMs: number;
}

/** The WebSocket side: upgrade, frames, heartbeat. */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: HARD_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  });
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: StreamsOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs);
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
    const { fanOut, presence, sync } = this.#options;
    const connection = new Connection(socket, caller.device, caller.expiresAtMs, (drained) => fanOut.pump(drained));
    fanOut.add(connection);
    sync.seen(caller.device, null);
    socket.on('message', (data, isBinary) => {
      connection.missed = 0;
      this.#message(connection, data, isBinary).catch((error: unknown) => this.#answerFault(connection, null, error));
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#options.metrics.faulted('TOO_LARGE');
    });
    socket.on('close', () => {
      fanOut.remove(connection);
      sync.seen(caller.device, null);
      presence.changed(connection.organizationNo);
    });
    presence.changed(connection.organizationNo);
  }

  async #message(connection: Connection, data: RawData, isBinary: boolean): Promise<void> {
    const bytes = Buffer.isBuffer(data)
      ? data.length
      : Array.isArray(data)
        ? data.reduce((sum, part) => sum + part.length, 0)
        : data.byteLength;
    if (bytes > LIMITS.frameBytes) {
      this.#answerFault(
        connection,
        null,
        new SyncFault('TOO_LARGE', `A frame may hold ${LIMITS.frameBytes} bytes. Send fewer events at once.`),
      );
      connection.close(1009, 'frame too large');
      return;
    }
    if (isBinary) throw new SyncFault('INVALID', 'Frames are JSON text, not binary. Send text.');
    const frame = parseFrame(String(data));
    switch (frame.kind) {
      case 'subscribe':
        this.#options.fanOut.subscribe(connection, frame);
        connection.sendText(this.#options.presence.frame(connection.organizationNo));
        return;
      case 'credit':
        connection.addCredit(frame.pages);
        this.#options.fanOut.pump(connection);
        return;
      case 'push':
        await this.#push(connection, frame, bytes);
        return;
      case 'pong':
    }
  }

  async #push(connection: Connection, frame: PushFrame, bytes: number): Promise<void> {
    try {
      const reply = await this.#options.sync.push(connection.deviceId, frame.batch, bytes);
      connection.sendText(JSON.stringify({ kind: 'pushed', requestId: frame.requestId, reply }));
    } catch (error) {
      this.#answerFault(connection, frame.requestId, error);
    }
  }

  #answerFault(connection: Connection, requestId: string | null, error: unknown): void {
    const fault = faultOf(error, this.#options.log);
    this.#options.metrics.faulted(fault.error.kind);
    connection.sendError(requestId, fault.error);
  }

  #beat(): void {
    const now = this.#options.nowMs();
    const ping = JSON.stringify({ kind: 'ping', serverTime: new Date(now).toISOString() });
    for (const connection of this.#options.fanOut.all()) {
      if (connection.missed >= 2) {
        connection.terminate();
      } else if (connection.expiresAtMs <= now) {
        this.#answerFault(connection, null, new SyncFault('AUTH', 'The access token has expired. Refresh it and open the stream again.'));
        connection.close(4000 + HTTP_STATUS.AUTH, 'AUTH');
      } else {
        connection.missed += 1;
        connection.sendText(ping);
      }
    }
  }
}

/** Browsers cannot set headers on a WebSocket, so the token may come as a second subprotocol. */
function authorizationOf(request: IncomingMessage): string | undefined {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  const bearer = offered.find((name) => name.startsWith('bearer.'));
  return bearer === undefined ? request.headers.authorization : `Bearer ${bearer.slice('bearer.'.length)}`;
}

function parseFrame(text: string): IncomingFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyncFault('INVALID', 'The frame is not JSON. Send one JSON object per frame.');
  }
  const isPush = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'push';
  const parsed = isPush ? pushFrameSchema.safeParse(value) : clientFrameSchema.safeParse(value);
  if (!parsed.success) throw invalidFrom(parsed.error);
  if (parsed.data.kind === 'push' && !('batch' in parsed.data)) {
    throw new SyncFault('INVALID', 'batch: Required. Send the batch of the push in it.', { field: 'batch' });
  }
  return parsed.data;
}

function refuseUpgrade(socket: Duplex, fault: SyncFault): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: fault.error });
  socket.end(
    `HTTP/1.1 ${fault.status} ${fault.error.kind}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
