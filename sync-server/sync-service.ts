import type { Rulebook } from '../shared/domain/rulebook.ts';
import { invalidFrom, SyncFault } from '../shared/sync/errors.ts';
import { snapshotPartQuerySchema, snapshotQuerySchema, type SnapshotManifest } from '../shared/sync/snapshot.ts';
import {
  digestQuerySchema,
  helloRequestSchema,
  LIMITS,
  PROTOCOL_FLOOR,
  PROTOCOL_VERSION,
  pullQuerySchema,
  RULES_VERSION,
  type DigestReply,
  type HelloReply,
  type PushReply,
} from '../shared/sync/wire.ts';
import type { Metrics } from './metrics.ts';
import type { Organizations } from './organizations.ts';
import { parseSetAside } from './sequencer/set-aside.ts';
import { checkProtocol, parseSubmission, type Submission } from './sequencer/submission.ts';
import type { Snapshots } from './snapshots.ts';
import type { DeviceRow } from './store/event-store.ts';
import { DigestBook } from './stream/digest-book.ts';
import { checkPosition, type FanOut } from './stream/fan-out.ts';
import { pageText } from './stream/page-text.ts';

/** Bytes of events in one pulled page. */
const PULL_BYTES = 8 * 1024 * 1024;
/** How often a device's last contact is written down. */
const SEEN_INTERVAL_MS = 60_000;

/** The sync protocol (sync.md 7.3) behind whatever carries it. */
export class SyncService {
  readonly #organizations: Organizations;
  readonly #fanOut: FanOut;
  readonly #metrics: Metrics;
  readonly #rulebook: Rulebook;
  readonly #nowMs: () => number;
  readonly #batchEvents: number;
  readonly #snapshots: Snapshots;
  readonly #floor: number;
  readonly #digests: DigestBook;

  constructor(
    organizations: Organizations,
    fanOut: FanOut,
    metrics: Metrics,
    nowMs: () => number,
    batchEvents: number,
    snapshots: Snapshots,
    floor: number = PROTOCOL_FLOOR,
  ) {
    this.#floor = floor;
    this.#digests = new DigestBook(organizations);
    this.#snapshots = snapshots;
    this.#batchEvents = batchEvents;
    this.#organizations = organizations;
    this.#fanOut = fanOut;
    this.#metrics = metrics;
    this.#rulebook = organizations.rulebook;
    this.#nowMs = nowMs;
  }

  async hello(device: DeviceRow, body: unknown): Promise<HelloReply> {
    const parsed = helloRequestSchema.safeParse(body);
    if (!parsed.success) throw invalidFrom(parsed.error);
    const hello = parsed.data;
    checkProtocol(hello.protocol, this.#floor);
    if (hello.deviceId !== device.deviceId) {
      throw new SyncFault('FORBIDDEN', 'deviceId: The token belongs to another device. Use the token of this device.', {
        field: 'deviceId',
      });
    }
    await this.#fanOut.reach(device.organizationNo, hello);
    const head = this.#fanOut.head(device.organizationNo);
    if (hello.epoch !== null) {
      if (hello.epoch === head.epoch && hello.cursor > head.seq) {
        await this.#organizations.restoredFromBackup(device.organizationNo, { deviceId: device.deviceId, cursor: hello.cursor });
        this.#fanOut.disconnect(
          device.organizationNo,
          null,
          new SyncFault('EPOCH_CHANGED', 'The log starts a new epoch. Say hello again.'),
        );
        const { epoch } = this.#fanOut.head(device.organizationNo);
        throw new SyncFault('AHEAD_OF_SERVER', `cursor: The log ends at ${head.seq}. Start again from cursor 0 and offer unsent work.`, {
          field: 'cursor',
          expected: head.seq,
          epoch,
        });
      }
      checkPosition(head, hello.epoch, hello.cursor);
    }
    await this.seen(device, this.#nowMs() - Date.parse(hello.clientTime));
    return {
      protocol: Math.min(hello.protocol, PROTOCOL_VERSION),
      floor: this.#floor,
      epoch: head.epoch,
      head: head.seq,
      minRetainedSeq: 0,
      serverTime: new Date(this.#nowMs()).toISOString(),
      lastDeviceSeq: (await this.#organizations.store.findDevice(device.deviceId))?.lastDeviceSeq ?? 0,
      scopeVersion: 0,
      snapshot: this.#snapshots.isOffered(device.organizationNo),
      limits: {
        batchEvents: this.#batchEvents,
        batchBytes: LIMITS.batchBytes,
        eventBytes: LIMITS.eventBytes,
        pageEvents: LIMITS.pageEvents,
      },
    };
  }

  async push(deviceId: string, body: unknown, bytes: number): Promise<PushReply> {
    const submission = parseSubmission(body, bytes, this.#device(deviceId), this.#rulebook, this.#batchEvents);
    if (submission.rulesVersion !== RULES_VERSION) this.#metrics.rulesDiffered();
    return this.#submit(submission);
  }

  /** Answers the numbers of a transaction that this server cannot take, so that what follows it flows. */
  async setAside(deviceId: string, body: unknown): Promise<PushReply> {
    return this.#submit(parseSetAside(body, this.#device(deviceId), this.#nowMs()));
  }

  #device(deviceId: string): DeviceRow {
    const device = this.#organizations.store.device(deviceId);
    if (device === undefined) throw new SyncFault('AUTH', 'This server does not know the device. Sign in again.');
    return device;
  }

  async #submit(submission: Submission): Promise<PushReply> {
    const { device } = submission;
    const reply = await this.#organizations.sequencer(device.organizationNo).submit(submission);
    if (reply.outcomes.every((outcome) => outcome.seq <= reply.headBefore)) this.#fanOut.confirm(device.organizationNo, device.deviceId);
    const { headBefore: _headBefore, ...answer } = reply;
    return answer;
  }

  /** What the state came down to where a device stands, so that it can tell whether it made the same of the log. */
  async digest(device: DeviceRow, query: unknown): Promise<DigestReply> {
    const parsed = digestQuerySchema.safeParse(query);
    if (!parsed.success) throw invalidFrom(parsed.error);
    const { epoch, cursor, digest, types } = parsed.data;
    await this.#fanOut.reach(device.organizationNo, parsed.data);
    checkPosition(this.#fanOut.head(device.organizationNo), epoch, cursor);
    const known = this.#digests.at(device.organizationNo, cursor);
    if (known !== null && known !== digest && types === this.#digests.types) {
      this.#organizations.log.warn(
        { deviceId: device.deviceId, seq: cursor, digest: known, theirs: digest },
        'a device made something else of the log; it repairs itself',
      );
    }
    return { seq: cursor, digest: known, types: this.#digests.types };
  }

  /** A page as JSON text. */
  async pull(device: DeviceRow, query: unknown): Promise<string> {
    const parsed = pullQuerySchema.safeParse(query);
    if (!parsed.success) throw invalidFrom(parsed.error);
    const { epoch, cursor, limit } = parsed.data;
    await this.#fanOut.reach(device.organizationNo, parsed.data);
    const head = this.#fanOut.head(device.organizationNo);
    checkPosition(head, epoch, cursor);
    const { to, texts } = await this.#fanOut.slice(device.organizationNo, cursor, limit, PULL_BYTES);
    const ackedDeviceSeq = await this.#organizations.store.ackedDeviceSeq(device.deviceNo, to);
    return pageText({ epoch: head.epoch, from: cursor, to, head: head.seq, texts, ackedDeviceSeq });
  }

  /** What there is for a device that has nothing. */
  async snapshot(device: DeviceRow, query: unknown): Promise<SnapshotManifest> {
    const parsed = snapshotQuerySchema.safeParse(query);
    if (!parsed.success) throw invalidFrom(parsed.error);
    checkPosition(this.#fanOut.head(device.organizationNo), parsed.data.epoch, 0);
    return this.#snapshots.manifest(device.organizationNo);
  }

  /** One part of a snapshot as compressed JSON. */
  snapshotPart(device: DeviceRow, query: unknown): Buffer {
    const parsed = snapshotPartQuerySchema.safeParse(query);
    if (!parsed.success) throw invalidFrom(parsed.error);
    const { epoch, seq, part } = parsed.data;
    checkPosition(this.#fanOut.head(device.organizationNo), epoch, 0);
    return this.#snapshots.part(device.organizationNo, seq, part);
  }

  /** Writes down that a device was here. */
  async seen(device: DeviceRow, clockOffsetMs: number | null): Promise<void> {
    const known = this.#organizations.store.device(device.deviceId);
    if (known === undefined) return;
    const now = this.#nowMs();
    const offset = clockOffsetMs ?? known.clockOffsetMs;
    const recent = known.lastSeenAt !== null && now - Date.parse(known.lastSeenAt) < SEEN_INTERVAL_MS;
    if (recent && offset === known.clockOffsetMs) return;
    await this.#organizations.store.noteSeen(known.deviceNo, new Date(now).toISOString(), offset);
  }
}
