import type { SyncError } from '../../shared/sync/wire.ts';
import type { Caller } from '../auth/auth-service.ts';

/** Where a stream stands: connected, reading along, or over. */
export type StreamPhase =
  | { readonly kind: 'connected' }
  | { readonly kind: 'subscribed'; readonly cursor: number; readonly credit: number }
  | { readonly kind: 'closed' };

/** What carries a stream: a WebSocket, as far as it is used. */
export interface Line {
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  send(data: string | Buffer, options: { readonly binary: boolean }, done?: () => void): void;
  close(code: number, reason: string): void;
  /** Cuts without a handshake. */
  terminate(): void;
}

const MAX_CREDIT = 8;

/** One site's stream. It holds a position, not a queue: what cannot be sent now is read from the log later. */
export class Connection {
  readonly deviceId: string;
  readonly deviceNo: number;
  readonly organizationNo: number;
  readonly siteId: string;
  /** End of the access token it was opened with. */
  readonly expiresAtMs: number;
  phase: StreamPhase = { kind: 'connected' };
  /** A page is being fetched for it. */
  reading = false;
  /** Heartbeats without an answer. */
  missed = 0;
  readonly #socket: Line;
  readonly #onDrained: (connection: Connection) => void;

  constructor(socket: Line, device: Caller['device'], expiresAtMs: number, onDrained: (connection: Connection) => void) {
    this.#socket = socket;
    this.deviceId = device.deviceId;
    this.deviceNo = device.deviceNo;
    this.organizationNo = device.organizationNo;
    this.siteId = device.siteId;
    this.expiresAtMs = expiresAtMs;
    this.#onDrained = onDrained;
  }

  /** Bytes that wait for the network. */
  get buffered(): number {
    return this.#socket.bufferedAmount;
  }

  subscribe(cursor: number, credit: number): void {
    this.phase = { kind: 'subscribed', cursor, credit: Math.min(credit, MAX_CREDIT) };
  }

  addCredit(pages: number): void {
    if (this.phase.kind !== 'subscribed') return;
    this.phase = { ...this.phase, credit: Math.min(this.phase.credit + pages, MAX_CREDIT) };
  }

  /** Sends a page up to `to` and uses one credit. */
  sendPage(frame: Buffer, to: number): void {
    if (this.phase.kind !== 'subscribed') return;
    this.phase = { ...this.phase, cursor: to, credit: this.phase.credit - 1 };
    this.#socket.send(frame, { binary: false }, () => this.#onDrained(this));
  }

  sendText(text: string): void {
    if (this.phase.kind !== 'closed') this.#socket.send(text, { binary: false });
  }

  sendError(requestId: string | null, error: SyncError): void {
    this.sendText(JSON.stringify({ kind: 'error', requestId, error }));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the line without a handshake: nobody answers on it. */
  terminate(): void {
    this.#socket.terminate();
  }
}
