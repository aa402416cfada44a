import type { Readable, Writable } from 'node:stream';

export type CdpParams = Record<string, unknown>;
type Listener = (params: never, sessionId: string | null) => void;

interface CdpMessage {
  readonly id?: number;
  readonly method?: string;
  readonly params?: CdpParams;
  readonly result?: CdpParams;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** Speaks the DevTools protocol over Chromium's pipe. Chromium ends when the pipe does, so nothing is left behind. */
export class Cdp {
  private readonly output: Writable;
  private readonly waiting = new Map<number, { resolve: (result: CdpParams) => void; reject: (error: Error) => void }>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private nextId = 1;
  private rest = '';
  private closed = false;

  constructor(output: Writable, input: Readable) {
    this.output = output;
    output.on('error', () => this.end());
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => this.read(chunk));
    input.on('close', () => this.end());
  }

  send<Result = CdpParams>(method: string, params: CdpParams = {}, sessionId: string | null = null): Promise<Result> {
    if (this.closed) return Promise.reject(new Error(`${method}: Chromium is gone`));
    const id = this.nextId;
    this.nextId += 1;
    return new Promise<CdpParams>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
      this.output.write(`${JSON.stringify({ id, method, params, ...(sessionId === null ? {} : { sessionId }) })}\0`);
    }) as Promise<Result>;
  }

  /** Hears one event of one session; of the browser itself with null. */
  on<Params>(method: string, sessionId: string | null, listener: (params: Params) => void): void {
    const key = `${sessionId ?? ''} ${method}`;
    const set = this.listeners.get(key) ?? new Set();
    set.add(listener as Listener);
    this.listeners.set(key, set);
  }

  private read(chunk: string): void {
    const parts = (this.rest + chunk).split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.handle(JSON.parse(part) as CdpMessage);
  }

  private handle(message: CdpMessage): void {
    if (message.id !== undefined) {
      const wait = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error === undefined) wait?.resolve(message.result ?? {});
      else wait?.reject(new Error(message.error.message));
      return;
    }
    const key = `${message.sessionId ?? ''} ${message.method ?? ''}`;
    for (const listener of this.listeners.get(key) ?? []) listener((message.params ?? {}) as never, message.sessionId ?? null);
  }

  private end(): void {
    this.closed = true;
    for (const wait of this.waiting.values()) wait.reject(new Error('Chromium is gone'));
    this.waiting.clear();
  }
}
