/** What the core needs from its host. Everything nondeterministic comes in through here. */

export type SqlValue = string | number | bigint | null | Uint8Array;

export interface SqlStatement {
  run(...values: SqlValue[]): { readonly changes: number };
  get<Row = Record<string, SqlValue>>(...values: SqlValue[]): Row | undefined;
  all<Row = Record<string, SqlValue>>(...values: SqlValue[]): Row[];
}

/** One synchronous SQLite connection: `node:sqlite` in Electron, on the server and in tests, SQLite WASM in a browser. */
export interface SqlDriver {
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  /** Runs `work` inside BEGIN IMMEDIATE … COMMIT; any throw rolls back and is rethrown. Not reentrant. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface Clock {
  /** Milliseconds since the epoch on this machine's clock. */
  nowMs(): number;
  /** IANA zone of this machine. */
  zone(): string;
}

export interface Timers {
  set(callback: () => void, delayMs: number): unknown;
  clear(handle: unknown): void;
}

export interface RandomSource {
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1), for jitter only. */
  float(): number;
}

export interface HttpReply {
  readonly status: number;
  /** Parsed JSON, or undefined when the body was not JSON. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Network of a device. Rejects with `NetworkFault` when no answer came; any HTTP answer resolves. */
export interface Network {
  request(input: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly body?: unknown;
    readonly token?: string;
    readonly timeoutMs: number;
  }): Promise<HttpReply>;
  openStream(input: { readonly path: string; readonly token: string }, handlers: StreamHandlers): StreamConnection;
  /** Fires when the machine's own idea of being online changes. */
  onOnlineChange(listener: (online: boolean) => void): () => void;
}

export interface StreamHandlers {
  opened(): void;
  message(text: string): void;
  closed(reason: { readonly code: number; readonly reason: string }): void;
}

export interface StreamConnection {
  send(text: string): void;
  close(): void;
}

export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
}

/** Keeps the refresh token outside the log; the host decides where (safeStorage, OPFS, memory). */
export interface SecretStore {
  read(): Promise<string | null>;
  write(secret: string): Promise<void>;
  clear(): Promise<void>;
}
