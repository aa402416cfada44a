import { SyncFault } from '../../shared/sync/errors.ts';
import { LIMITS } from '../../shared/sync/wire.ts';
import type { Metrics } from '../metrics.ts';
import type { Organizations } from '../organizations.ts';
import type { Head } from '../store/event-store.ts';
import type { WrittenEvent } from '../store/log-text.ts';
import type { Connection } from './connection.ts';
import { pageFrame, pageText } from './page-text.ts';
import { Tail } from './tail.ts';

/** Room for the frame around the events. */
const PAGE_BYTES = LIMITS.frameBytes - 4096;

/**
 * Brings the log to every open stream. A stream has a position in the log and some credit; each commit moves every
 * stream with credit to the new head in one frame. A slow stream is left alone until it has drained, then it catches up
 * from storage, so a lost wake-up or a slow network only delays.
 */
export class FanOut {
  readonly #organizations: Organizations;
  readonly #metrics: Metrics;
  readonly #connections = new Map<number, Set<Connection>>();
  readonly #tails = new Map<number, Tail>();

  constructor(organizations: Organizations, metrics: Metrics) {
    this.#organizations = organizations;
    this.#metrics = metrics;
    organizations.onAppended((organizationNo, written) => this.#appended(organizationNo, written));
  }

  get size(): number {
    let size = 0;
    for (const connections of this.#connections.values()) size += connections.size;
    return size;
  }

  all(): readonly Connection[] {
    return [...this.#connections.values()].flatMap((connections) => [...connections]);
  }

  of(organizationNo: number): ReadonlySet<Connection> {
    return this.#connections.get(organizationNo) ?? new Set();
  }

  add(connection: Connection): void {
    const connections = this.#connections.get(connection.organizationNo) ?? new Set();
    connections.add(connection);
    this.#connections.set(connection.organizationNo, connections);
  }

  remove(connection: Connection): void {
    connection.phase = { kind: 'closed' };
    this.#connections.get(connection.organizationNo)?.delete(connection);
  }

  /** Starts a stream at a cursor. The first page comes at once, empty when there is nothing new. */
  subscribe(connection: Connection, request: { readonly epoch: string; readonly cursor: number; readonly credit: number }): void {
    const head = this.head(connection.organizationNo);
    checkPosition(head, request.epoch, request.cursor);
    connection.subscribe(request.cursor, request.credit);
    if (request.cursor === head.seq) this.#sendPage(connection, head, new Map());
    else this.pump(connection);
  }

  /** Sends what credit and network allow. */
  pump(connection: Connection): void {
    this.#pump(connection, this.head(connection.organizationNo), new Map());
  }

  /** A push changed nothing in the log but settled numbers of this device: its streams learn it from an empty page. */
  confirm(organizationNo: number, deviceId: string): void {
    const head = this.head(organizationNo);
    for (const connection of this.of(organizationNo)) {
      const { phase } = connection;
      if (connection.deviceId === deviceId && phase.kind === 'subscribed' && phase.cursor === head.seq && phase.credit > 0) {
        this.#sendPage(connection, head, new Map());
      }
    }
  }

  /** Ends every stream of an organization, or of one device. */
  disconnect(organizationNo: number, deviceId: string | null, fault: SyncFault): void {
    for (const connection of this.of(organizationNo)) {
      if (deviceId !== null && connection.deviceId !== deviceId) continue;
      connection.sendError(null, fault.error);
      connection.close(4000 + fault.status, fault.error.kind);
    }
  }

  /** Events after a sequence, from memory when they are recent. */
  slice(
    organizationNo: number,
    after: number,
    limit: number,
    maxBytes: number,
  ): { readonly to: number; readonly texts: readonly string[] } {
    return (
      this.#tails.get(organizationNo)?.slice(after, limit, maxBytes) ??
      this.#organizations.store.slice(organizationNo, after, limit, maxBytes)
    );
  }

  /** A device's own numbers answered up to a sequence. */
  acked(deviceId: string, deviceNo: number, to: number, head: Head): number {
    if (to >= head.seq) return this.#organizations.store.device(deviceId)?.lastDeviceSeq ?? 0;
    return this.#organizations.store.ackedDeviceSeq(deviceNo, to);
  }

  head(organizationNo: number): Head {
    return this.#organizations.sequencer(organizationNo).head();
  }

  #appended(organizationNo: number, written: readonly WrittenEvent[]): void {
    const first = written[0];
    if (first === undefined) return;
    let tail = this.#tails.get(organizationNo);
    if (tail === undefined || tail.head !== first.row.seq - 1) {
      tail = new Tail(first.row.seq - 1);
      this.#tails.set(organizationNo, tail);
    }
    tail.append(written);
    const head = this.head(organizationNo);
    const frames = new Map<string, { readonly frame: Buffer; readonly to: number }>();
    for (const connection of this.of(organizationNo)) this.#pump(connection, head, frames);
  }

  #pump(connection: Connection, head: Head, frames: Map<string, { readonly frame: Buffer; readonly to: number }>): void {
    while (
      connection.phase.kind === 'subscribed' &&
      connection.phase.credit > 0 &&
      connection.phase.cursor < head.seq &&
      connection.buffered < LIMITS.connectionBufferBytes
    ) {
      this.#sendPage(connection, head, frames);
    }
  }

  /** Sites at the same position with the same answer share one frame, bytes and all. */
  #sendPage(connection: Connection, head: Head, frames: Map<string, { readonly frame: Buffer; readonly to: number }>): void {
    if (connection.phase.kind !== 'subscribed') return;
    const from = connection.phase.cursor;
    const last = this.#organizations.store.device(connection.deviceId)?.lastDeviceSeq ?? 0;
    const name = `${from}|${last === 0 ? '' : connection.deviceNo}`;
    let made = frames.get(name);
    if (made === undefined) {
      const { to, texts } =
        from >= head.seq ? { to: from, texts: [] } : this.slice(connection.organizationNo, from, LIMITS.pageEvents, PAGE_BYTES);
      const ackedDeviceSeq = last === 0 ? 0 : this.acked(connection.deviceId, connection.deviceNo, to, head);
      const text = pageText({ epoch: head.epoch, from, to, head: head.seq, texts, ackedDeviceSeq });
      made = { frame: Buffer.from(pageFrame(text)), to };
      frames.set(name, made);
    }
    this.#metrics.pageSent(made.frame.length);
    connection.sendPage(made.frame, made.to);
  }
}

/** @throws EPOCH_CHANGED or AHEAD_OF_SERVER */
export function checkPosition(head: Head, epoch: string, cursor: number): void {
  if (epoch !== head.epoch) {
    throw new SyncFault(
      'EPOCH_CHANGED',
      'epoch: The server continues from a restored log. Start again from cursor 0 and offer unsent work.',
      {
        field: 'epoch',
        epoch: head.epoch,
      },
    );
  }
  if (cursor > head.seq) {
    throw new SyncFault('AHEAD_OF_SERVER', `cursor: The log ends at ${head.seq}. Say hello again to learn which log this is.`, {
      field: 'cursor',
      expected: head.seq,
      epoch: head.epoch,
    });
  }
}
