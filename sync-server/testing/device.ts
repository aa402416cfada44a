import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { DomainEvent, EventDraft } from '../../shared/domain/kernel/event.ts';
import {
  helloReplySchema,
  pageSchema,
  pushReplySchema,
  serverFrameSchema,
  sessionReplySchema,
  type HelloReply,
  type LogPage,
  type PushReply,
  type ServerFrame,
  type SessionReply,
} from '../../shared/sync/wire.ts';
import { transaction, type Author, type Circumstances } from './events.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** Speaks the protocol over real HTTP and WebSocket as one device. Not the app's client: it can also misbehave. */
export class TestDevice {
  readonly url: string;
  readonly session: SessionReply['session'];
  accessToken: string;
  refreshToken: string;
  epoch = '';
  lastDeviceSeq = 0;

  constructor(url: string, reply: SessionReply) {
    this.url = url;
    this.session = reply.session;
    this.accessToken = reply.accessToken;
    this.refreshToken = reply.refreshToken;
  }

  static async enrol(server: { readonly url: string }, code: string, name: string, deviceId: string = randomUUID()): Promise<TestDevice> {
    const answer = await send(server.url, 'POST', '/v1/auth/enrol', { code, device: { deviceId, name } });
    const device = new TestDevice(server.url, sessionReplySchema.parse(answer.body));
    await device.hello();
    return device;
  }

  get author(): Author {
    const { deviceId, memberId, siteId, organizationId } = this.session;
    return { deviceId, memberId, siteId, organizationId };
  }

  /** The next transaction of this device, not sent yet. */
  write(drafts: readonly EventDraft[], circumstances: Circumstances = {}): DomainEvent[] {
    return transaction(this.author, this.lastDeviceSeq + 1, drafts, circumstances);
  }

  batch(events: readonly DomainEvent[], changes: Record<string, unknown> = {}): Record<string, unknown> {
    const firstDeviceSeq = events[0]?.deviceSeq ?? 1;
    return { epoch: this.epoch, deviceId: this.session.deviceId, firstDeviceSeq, events, clockOffsetMs: 0, rulesVersion: 1, ...changes };
  }

  async hello(): Promise<HelloReply> {
    const request = {
      protocol: 1,
      catalogVersion: 1,
      rulesVersion: 1,
      deviceId: this.session.deviceId,
      epoch: null,
      cursor: 0,
      scopeVersion: 0,
      clientTime: new Date().toISOString(),
    };
    const reply = helloReplySchema.parse((await this.post('/v1/sync/hello', request)).body);
    this.epoch = reply.epoch;
    this.lastDeviceSeq = reply.lastDeviceSeq;
    return reply;
  }

  /** Pushes transactions and keeps count. */
  async push(events: readonly DomainEvent[]): Promise<PushReply> {
    const answer = await this.post('/v1/sync/push', this.batch(events));
    if (answer.status !== 200) throw new Error(`push answered ${answer.status}: ${answer.text}`);
    const reply = pushReplySchema.parse(answer.body);
    this.lastDeviceSeq = reply.lastDeviceSeq;
    return reply;
  }

  /** Writes and pushes one transaction. */
  async submit(drafts: readonly EventDraft[], circumstances: Circumstances = {}): Promise<PushReply> {
    return this.push(this.write(drafts, circumstances));
  }

  async pull(cursor = 0, limit = 500): Promise<LogPage> {
    const answer = await this.get(`/v1/sync/pull?epoch=${this.epoch}&cursor=${cursor}&limit=${limit}`);
    if (answer.status !== 200) throw new Error(`pull answered ${answer.status}: ${answer.text}`);
    return pageSchema.parse(answer.body);
  }

  /** The whole log. */
  async pullAll(): Promise<LogPage['events']> {
    const events: LogPage['events'] = [];
    for (let cursor = 0; ;) {
      const page = await this.pull(cursor, 500);
      events.push(...page.events);
      cursor = page.to;
      if (page.to >= page.head) return events;
    }
  }

  post(path: string, body: unknown): Promise<Answer> {
    return send(this.url, 'POST', path, body, { authorization: `Bearer ${this.accessToken}` });
  }

  get(path: string): Promise<Answer> {
    return send(this.url, 'GET', path, undefined, { authorization: `Bearer ${this.accessToken}` });
  }

  openStream(): Promise<TestStream> {
    return TestStream.open(this.url, this.accessToken);
  }
}

/** One stream with everything that came on it. */
export class TestStream {
  readonly frames: ServerFrame[] = [];
  readonly socket: WebSocket;
  closed: { readonly code: number; readonly reason: string } | null = null;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const frame = serverFrameSchema.parse(JSON.parse(String(data)));
      this.frames.push(frame);
      this.#wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.#wake();
    });
    socket.on('error', () => this.#wake());
  }

  static open(url: string, token: string): Promise<TestStream> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}v1/sync/stream`, ['muster.v1', `bearer.${token}`]);
    const stream = new TestStream(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(stream));
      socket.once('unexpected-response', (_request, response) => reject(new Error(`the stream answered ${response.statusCode}`)));
      socket.once('error', reject);
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Waits until `find` gives something, or fails after five seconds. */
  async until<T>(find: (stream: TestStream) => T | undefined | null | false): Promise<T> {
    const deadline = Date.now() + 5000;
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== null && found !== false) return found;
      const rest = deadline - Date.now();
      if (rest <= 0)
        throw new Error(
          `nothing came; so far: ${this.frames.map((frame) => frame.kind).join(', ')}, closed: ${JSON.stringify(this.closed)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  pages(): LogPage[] {
    return this.frames.flatMap((frame) => (frame.kind === 'page' ? [frame.page] : []));
  }

  events(): LogPage['events'] {
    return this.pages().flatMap((page) => page.events);
  }

  close(): void {
    this.socket.terminate();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** One HTTP request; a text body goes out as it is. */
export async function send(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init: RequestInit = { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
