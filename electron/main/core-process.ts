import type { SecretStore } from '../../shared/core/ports.ts';
import { bridgeError, toWire } from '../../shared/ipc/bridge-client.ts';
import type { BridgeReply } from '../../shared/ipc/bridge.ts';
import type { CoreCallName, CorePushName } from '../../shared/ipc/channels.ts';
import { fromCoreSchema, type FromCore, type ToCore } from '../core-host/messages.ts';
import type { Log } from './log.ts';

/** The part of Electron's utility process this file needs. */
export interface CoreChild {
  postMessage(message: ToCore): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

export interface CoreProcessOptions {
  readonly fork: () => CoreChild;
  readonly open: { readonly databaseFile: string; readonly serverUrl: string; readonly deviceName: string };
  readonly secrets: SecretStore;
  readonly onPush: (name: CorePushName, payload: unknown) => void;
  readonly log: Log;
  /** The core could not open its database; the message is for a person. */
  readonly onFailed: (message: string) => void;
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 30_000;
const RESTART_MS = [100, 500, 2000, 10_000] as const;
/** A process that lived this long starts the backoff anew. */
const SETTLED_MS = 60_000;

interface Pending {
  readonly message: ToCore;
  readonly settle: (reply: BridgeReply<unknown>) => void;
  /** Whether the child has got it. What was in flight when a child died is answered as unknown, never sent twice. */
  sent: boolean;
}

/**
 * Keeps the core's process running and carries calls to it. Calls that arrive while it starts wait; a call is never sent
 * twice, because the first may have been committed.
 */
export class CoreProcess {
  private readonly options: CoreProcessOptions;
  private open: CoreProcessOptions['open'];
  private moving = false;
  private readonly pending = new Map<number, Pending>();
  private child: CoreChild | null = null;
  private ready = false;
  private stopping = false;
  private failures = 0;
  private nextId = 1;
  private onClosed: (() => void) | null = null;

  constructor(options: CoreProcessOptions) {
    this.options = options;
    this.open = options.open;
  }

  start(): void {
    const startedAt = Date.now();
    const child = this.options.fork();
    this.child = child;
    this.ready = false;
    child.on('message', (message) => this.receive(child, message));
    child.on('exit', (code) => this.exited(child, code, startedAt));
    child.postMessage({ kind: 'open', ...this.open });
  }

  /** Asks the core one of its calls; always answers, with an error after the deadline. */
  call(name: CoreCallName, input: unknown): Promise<BridgeReply<unknown>> {
    return this.request(
      (id) => ({ kind: 'call', id, name, input: input ?? null }),
      (result) => toWire(name, result),
    );
  }

  /** The unsent events as text, one JSON object a line. */
  exportUnsent(): Promise<BridgeReply<unknown>> {
    return this.request(
      (id) => ({ kind: 'export', id }),
      (value) => ({ ok: true, value }),
    );
  }

  /** Lets the core speak to another server: it closes its database, ends, and opens it again. */
  moveTo(serverUrl: string): void {
    this.open = { ...this.open, serverUrl };
    if (this.child === null) return;
    this.moving = true;
    this.ready = false;
    this.child.postMessage({ kind: 'close' });
  }

  setOnline(online: boolean): void {
    this.child?.postMessage({ kind: 'online', online });
  }

  /** Lets the core finish what it is writing, for at most `capMs`, and ends it. */
  async stop(capMs: number): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const cap = setTimeout(resolve, capMs);
      this.onClosed = () => {
        clearTimeout(cap);
        resolve();
      };
      child.postMessage({ kind: 'close' });
    });
    child.kill();
    this.failAll('core.stopped');
  }

  private request(build: (id: number) => ToCore, translate: (result: unknown) => BridgeReply<unknown>): Promise<BridgeReply<unknown>> {
    if (this.stopping) return Promise.resolve(bridgeError('busy', 'core.stopped'));
    const id = this.nextId;
    this.nextId += 1;
    const message = build(id);
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        this.pending.delete(id);
        this.options.log('warn', 'a call to the core missed its deadline', { call: message.kind === 'call' ? message.name : message.kind });
        resolve(bridgeError('busy', 'core.deadline'));
      }, this.options.callTimeoutMs ?? CALL_TIMEOUT_MS);
      const entry: Pending = {
        message,
        sent: false,
        settle: (reply) => {
          clearTimeout(deadline);
          this.pending.delete(id);
          resolve(reply.ok ? translate(reply.value) : reply);
        },
      };
      this.pending.set(id, entry);
      if (this.ready) this.send(entry);
    });
  }

  private send(entry: Pending): void {
    entry.sent = true;
    this.child?.postMessage(entry.message);
  }

  private receive(child: CoreChild, raw: unknown): void {
    if (child !== this.child) return;
    const parsed = fromCoreSchema.safeParse(raw);
    if (!parsed.success) {
      this.options.log('error', 'the core sent a message that main does not know');
      return;
    }
    this.handle(child, parsed.data);
  }

  private handle(child: CoreChild, message: FromCore): void {
    switch (message.kind) {
      case 'ready':
        this.ready = true;
        for (const entry of this.pending.values()) if (!entry.sent) this.send(entry);
        return;
      case 'answer':
        this.pending.get(message.id)?.settle({ ok: true, value: message.result });
        return;
      case 'fault':
        this.options.log('error', 'a call failed inside the core', { reason: message.message });
        this.pending.get(message.id)?.settle(bridgeError('internal', 'core.fault'));
        return;
      case 'push':
        this.options.onPush(message.name, message.payload);
        return;
      case 'secret':
        void this.answerSecret(child, message);
        return;
      case 'log':
        this.options.log(message.level, message.message, message.fields);
        return;
      case 'failed':
        this.options.log('error', 'the core could not open its database', { reason: message.message });
        this.options.onFailed(message.message);
        return;
      case 'closed':
        this.onClosed?.();
    }
  }

  private async answerSecret(child: CoreChild, request: Extract<FromCore, { kind: 'secret' }>): Promise<void> {
    let secret: string | null = null;
    try {
      if (request.action === 'read') secret = await this.options.secrets.read();
      else if (request.action === 'clear') await this.options.secrets.clear();
      else if (request.secret !== null) await this.options.secrets.write(request.secret);
    } catch {
      this.options.log('error', 'the keyring refused', { kind: request.action });
    }
    if (child === this.child) child.postMessage({ kind: 'secret', id: request.id, secret });
  }

  private exited(child: CoreChild, code: number, startedAt: number): void {
    if (child !== this.child) return;
    this.child = null;
    this.ready = false;
    this.onClosed?.();
    for (const entry of [...this.pending.values()]) if (entry.sent) entry.settle(bridgeError('busy', 'core.restarted'));
    if (this.stopping) return;
    if (this.moving) {
      this.moving = false;
      this.start();
      return;
    }
    this.failures = Date.now() - startedAt > SETTLED_MS ? 0 : this.failures;
    const delayMs = RESTART_MS[Math.min(this.failures, RESTART_MS.length - 1)] ?? 10_000;
    this.failures += 1;
    this.options.log('error', 'the core ended and is started again', { exitCode: code, delayMs, attempt: this.failures });
    setTimeout(() => {
      if (!this.stopping) this.start();
    }, delayMs);
  }

  private failAll(code: string): void {
    for (const entry of [...this.pending.values()]) entry.settle(bridgeError('busy', code));
  }
}
