import { SyncFault } from '../../shared/sync/errors.ts';
import { LIMITS } from '../../shared/sync/wire.ts';
import { faultOf } from '../http/fault-of.ts';
import type { Metrics } from '../metrics.ts';
import type { Organizations } from '../organizations.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import { type Soon, whenHere } from '../soon.ts';
import type { Head, LogSlice } from '../store/event-store.ts';
import type { WrittenEvent } from '../store/log-text.ts';
import type { Connection } from './connection.ts';
import { pageFrame, pageText } from './page-text.ts';
import { Tail } from './tail.ts';

/** Room for the frame around the events. */
const PAGE_BYTES = LIMITS.frameBytes - 4096;

/** A page as it goes over the wire, and where it ends. */
interface Frame {
  readonly bytes: Buffer;
  readonly to: number;
}
/** What was made for one commit, by position and author. */
type Frames = Map<string, Frame>;

/**
 * Brings the log to every open stream. A stream has a position in the log and some credit; each commit moves every
 * stream with credit to the new head in one frame. A slow stream is left alone until it has drained, then it catches up
 * from storage, so a lost wake-up or a slow network only delays.
 */
export class FanOut {
  readonly #organizations: Organizations;
  readonly #metrics: Metrics;
  readonly #log: SequencerLog;
  readonly #connections = new Map<number, Set<Connection>>();
  readonly #tails = new Map<number, Tail>();

  constructor(organizations: Organizations, metrics: Metrics, log: SequencerLog) {
    this.#organizations = organizations;
    this.#log = log;
    this.#metrics = metrics;
    organizations.onAppended((organizationNo, written, durationMs) => this.#appended(organizationNo, written, durationMs === null));
    organizations.store.listen({
      settled: (organizationNo, deviceId) => this.confirm(organizationNo, deviceId),
      revoked: (organizationNo, deviceId) =>
        this.disconnect(organizationNo, deviceId, new SyncFault('REVOKED', 'This device was signed out by an administrator.')),
      epochChanged: (organizationNo) => {
        this.#tails.delete(organizationNo);
        this.disconnect(organizationNo, null, new SyncFault('EPOCH_CHANGED', 'The log starts a new epoch. Say hello again.'));
      },
    });
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
    if (request.cursor === head.seq) this.#sendNext(connection, new Map());
    else this.pump(connection);
  }

  /**
   * A position that does not fit may come from another process that is a moment ahead: its news are read before anybody
   * concludes that the log was restored.
   */
  reach(organizationNo: number, at: { readonly epoch: string | null; readonly cursor: number }): Soon<void> {
    const head = this.head(organizationNo);
    if (at.epoch === null || (at.epoch === head.epoch && at.cursor <= head.seq)) return;
    return this.#organizations.store.refresh(organizationNo);
  }

  /** Sends what credit and network allow. */
  pump(connection: Connection): void {
    this.#pump(connection, new Map());
  }

  /** A push changed nothing in the log but settled numbers of this device: its streams learn it from an empty page. */
  confirm(organizationNo: number, deviceId: string): void {
    const head = this.head(organizationNo);
    for (const connection of this.of(organizationNo)) {
      const { phase } = connection;
      if (connection.deviceId === deviceId && phase.kind === 'subscribed' && phase.cursor === head.seq && phase.credit > 0) {
        this.#sendNext(connection, new Map());
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
  slice(organizationNo: number, after: number, limit: number, maxBytes: number): Soon<LogSlice> {
    return (
      this.#tails.get(organizationNo)?.slice(after, limit, maxBytes) ??
      this.#organizations.store.slice(organizationNo, after, limit, maxBytes)
    );
  }

  head(organizationNo: number): Head {
    return this.#organizations.store.head(organizationNo);
  }

  #appended(organizationNo: number, written: readonly WrittenEvent[], fromElsewhere: boolean): void {
    const first = written[0];
    if (first === undefined) return;
    let tail = this.#tails.get(organizationNo);
    if (tail === undefined || tail.head !== first.row.seq - 1) {
      tail = new Tail(first.row.seq - 1);
      this.#tails.set(organizationNo, tail);
    }
    tail.append(written);
    // Another process' rows may be read while the head is held: they are kept at once and sent a moment later.
    if (fromElsewhere) setImmediate(() => this.#pumpAll(organizationNo));
    else this.#pumpAll(organizationNo);
  }

  #pumpAll(organizationNo: number): void {
    const frames: Frames = new Map();
    for (const connection of this.of(organizationNo)) this.#pump(connection, frames);
  }

  #pump(connection: Connection, frames: Frames): void {
    const head = this.head(connection.organizationNo);
    while (
      connection.phase.kind === 'subscribed' &&
      !connection.reading &&
      connection.phase.credit > 0 &&
      connection.phase.cursor < head.seq &&
      connection.buffered < LIMITS.connectionBufferBytes
    ) {
      this.#sendNext(connection, frames);
    }
  }

  /** Sends the page that is next; one that has to be fetched first is sent when it comes, and nothing overtakes it. */
  #sendNext(connection: Connection, frames: Frames): void {
    if (connection.phase.kind !== 'subscribed' || connection.reading) return;
    const from = connection.phase.cursor;
    const frame = this.#frame(connection, from, frames);
    if (!(frame instanceof Promise)) return this.#send(connection, from, frame);
    connection.reading = true;
    frame.then(
      (made) => {
        connection.reading = false;
        this.#send(connection, from, made);
        this.pump(connection);
      },
      (error: unknown) => {
        connection.reading = false;
        connection.sendError(null, faultOf(error, this.#log).error);
        connection.close(1011, 'the log could not be read');
      },
    );
  }

  #send(connection: Connection, from: number, made: Frame): void {
    if (connection.phase.kind !== 'subscribed' || connection.phase.cursor !== from) return;
    this.#metrics.pageSent(made.bytes.length);
    connection.sendPage(made.bytes, made.to);
  }

  /** Sites at the same position with the same answer share one frame, bytes and all. */
  #frame(connection: Connection, from: number, frames: Frames): Soon<Frame> {
    const { organizationNo, deviceNo } = connection;
    const { store } = this.#organizations;
    const head = this.head(organizationNo);
    const isAuthor = (store.device(connection.deviceId)?.lastDeviceSeq ?? 0) > 0;
    const name = `${from}|${isAuthor ? deviceNo : ''}`;
    const known = frames.get(name);
    if (known !== undefined) return known;
    const slice = from >= head.seq ? { to: from, texts: [] } : this.slice(organizationNo, from, LIMITS.pageEvents, PAGE_BYTES);
    return whenHere(slice, ({ to, texts }) =>
      whenHere(isAuthor ? store.ackedDeviceSeq(deviceNo, to) : 0, (ackedDeviceSeq) => {
        const text = pageText({ epoch: head.epoch, from, to, head: head.seq, texts, ackedDeviceSeq });
        const made = { bytes: Buffer.from(pageFrame(text)), to };
        frames.set(name, made);
        return made;
      }),
    );
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
