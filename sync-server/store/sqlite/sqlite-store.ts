import type { RecordedEvent } from '../../../shared/domain/kernel/event.ts';
import { SubscriptionStore } from '../../../shared/events/subscription-store.ts';
import type { LogReader } from '../../../shared/events/subscriptions.ts';
import { GENESIS_HASH } from '../../../shared/events/hash-chain.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import type { CommitRequest, CommitScope, DeviceRow, EntityStore, EventStore, Feed, Head, LogSlice } from '../event-store.ts';
import { readText, type LogRow, type WrittenEvent } from '../log-text.ts';
import type { Database, StatementSync } from './database.ts';
import { SqliteDevices } from './devices.ts';
import { LazyEntities } from './lazy-entities.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';
import { Submissions } from './submissions.ts';

const ROW = `seq, id, event_type AS type, version, aggregate_type AS aggregateType, aggregate_id AS aggregateId, event_data AS data,
  metadata AS meta, txn_id AS txnId, device_id AS deviceId, device_seq AS deviceSeq, created_by AS actorId,
  correlation_id AS correlationId, created_at AS recordedAt, outcome, prev_hash AS prevHash, hash`;

const CATCH_UP_ROWS = 1000;

type StoredRow = Omit<LogRow, 'organizationId'>;

/** `EventStore` on one SQLite file: nothing to install, one process, one writer. */
export class SqliteStore implements EventStore {
  readonly accounts: SqliteAccounts;
  readonly #db: Database;
  readonly #rulebook: Rulebook;
  readonly #devices: SqliteDevices;
  readonly #heads = new Map<number, Head>();
  /** How far the rows of heads, devices and submissions have come; the log holds what is beyond. */
  readonly #writtenHeads = new Map<number, number>();
  readonly #entities = new Map<number, LazyEntities>();
  readonly #submissions: Submissions;
  /** Device counters and heads written in the open transaction, kept in memory when it stands. */
  readonly #openCounters = new Map<number, number>();
  readonly #openHeads = new Map<number, Head>();
  /** Devices that repeated a number in the open transaction. */
  readonly #openRepeats = new Set<number>();
  readonly #feed: Feed;
  readonly #insert: StatementSync;
  readonly #updateHead: StatementSync;
  readonly #updateEpoch: StatementSync;
  readonly #slice: StatementSync;
  readonly #byId: StatementSync;
  readonly #refused: StatementSync;
  readonly #probe: StatementSync;

  constructor(db: Database, rulebook: Rulebook) {
    this.#db = db;
    this.accounts = new SqliteAccounts(db);
    this.#rulebook = rulebook;
    this.#devices = new SqliteDevices(db);
    this.#submissions = new Submissions(db);
    this.#feed = { readLog: (request) => this.#readCarriedOut(request), rows: new SubscriptionStore(db.driver) };
    this.#insert = db.prepare(
      `INSERT INTO event_store (organization_no, seq, id, event_type, aggregate_type, aggregate_id, event_data, metadata, created_at,
         created_by, correlation_id, version, txn_id, device_id, device_seq, outcome, prev_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#updateHead = db.prepare('UPDATE organization_heads SET head = ?, hash = ? WHERE organization_no = ? AND head < ?');
    this.#updateEpoch = db.prepare('UPDATE organization_heads SET epoch = ? WHERE organization_no = ?');
    this.#slice = db.prepare(`SELECT ${ROW} FROM event_store WHERE organization_no = ? AND seq > ? ORDER BY seq LIMIT ?`);
    this.#byId = db.prepare(`SELECT organization_no AS organizationNo, ${ROW} FROM event_store WHERE id = ?`);
    this.#refused = db.prepare(`SELECT outcome FROM event_store WHERE txn_id = ? AND outcome IN ('rejected', 'parked') LIMIT 1`);
    this.#probe = db.prepare('INSERT INTO write_probe (one, asked) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET asked = asked + 1');
    const heads = db
      .prepare(
        'SELECT organization_no AS organizationNo, organization_id AS organizationId, epoch, head AS seq, hash FROM organization_heads',
      )
      .all() as unknown as Head[];
    for (const head of heads) this.#heads.set(head.organizationNo, { ...head });
    for (const head of heads) this.#writtenHeads.set(head.organizationNo, head.seq);
    for (const head of heads) this.#catchUp(head);
  }

  /** Writes a row for real: a full disk lets an empty transaction pass. */
  isWritable(): boolean {
    try {
      this.#db.transaction(() => this.#probe.run());
      return true;
    } catch {
      return false;
    }
  }

  commit<T>({ organizationNo, work, stands }: CommitRequest<T>): void {
    let committed = false;
    let result: T;
    try {
      result = this.#db.transaction(() => {
        return work(this.#scope(organizationNo));
      });
      committed = true;
    } finally {
      if (committed) {
        for (const [no, head] of this.#openHeads) this.#heads.set(no, head);
        for (const [no, last] of this.#openCounters) this.#devices.keepLastDeviceSeq(no, last);
      }
      this.#openHeads.clear();
      this.#openCounters.clear();
      this.#openRepeats.clear();
      this.#submissions.settle(committed);
      for (const entities of this.#entities.values()) entities.settle(committed);
    }
    stands(result);
  }

  heads(): readonly Head[] {
    return [...this.#heads.values()];
  }

  head(organizationNo: number): Head {
    const head = this.#heads.get(organizationNo);
    if (head === undefined) throw new Error(`no organization ${organizationNo}`);
    return head;
  }

  createOrganization(organizationId: string, epoch: string, createdAt: string): Head {
    const row = this.#db
      .prepare(
        'INSERT INTO organization_heads (organization_id, epoch, head, hash, created_at) VALUES (?, ?, 0, ?, ?) RETURNING organization_no',
      )
      .get(organizationId, epoch, GENESIS_HASH, createdAt);
    const head: Head = { organizationNo: Number(row?.['organization_no']), organizationId, epoch, seq: 0, hash: GENESIS_HASH };
    this.#heads.set(head.organizationNo, head);
    this.#writtenHeads.set(head.organizationNo, 0);
    this.entities(head.organizationNo);
    return head;
  }

  #setHead(organizationNo: number, seq: number, hash: string): void {
    this.#openHeads.set(organizationNo, { ...this.#head(organizationNo), seq, hash });
  }

  setEpoch(organizationNo: number, epoch: string): void {
    const head = { ...this.#head(organizationNo), epoch };
    this.#updateEpoch.run(epoch, organizationNo);
    this.#heads.set(organizationNo, head);
  }

  #append(organizationNo: number, deviceNo: number | null, { row }: WrittenEvent): void {
    if (deviceNo !== null) this.#submissions.add(deviceNo, row.deviceSeq, row.seq);
    this.#insert.run(
      organizationNo,
      row.seq,
      row.id,
      row.type,
      row.aggregateType,
      row.aggregateId,
      row.data,
      row.meta,
      row.recordedAt,
      row.actorId,
      row.correlationId,
      row.version,
      row.txnId,
      row.deviceId,
      row.deviceSeq,
      row.outcome,
      row.prevHash,
      row.hash,
    );
  }

  slice(organizationNo: number, from: number, limit: number, maxBytes: number): LogSlice {
    const texts: string[] = [];
    let bytes = 0;
    let to = from;
    for (const row of this.rows(organizationNo, from, limit)) {
      const text = readText(row);
      bytes += text.length;
      if (texts.length > 0 && bytes > maxBytes) break;
      texts.push(text);
      to = row.seq;
    }
    return { to, texts };
  }

  rows(organizationNo: number, from: number, limit: number): readonly LogRow[] {
    const { organizationId } = this.#head(organizationNo);
    const rows = this.#slice.all(organizationNo, from, limit) as unknown as StoredRow[];
    return rows.map((row) => ({ ...row, organizationId }));
  }

  /** The file belongs to this process: nothing comes from elsewhere. */
  listen(): void {}

  refresh(): void {}

  leads(): boolean {
    return true;
  }

  /** One file, one order: all organizations are one feed. */
  feeds(): readonly Feed[] {
    return [this.#feed];
  }

  readonly #readCarriedOut: LogReader = ({ after, limit, pattern }) => {
    const exact = pattern !== '*' && !pattern.endsWith('.*');
    const rows = this.#db
      .prepare(
        `SELECT position, organization_no AS organizationNo, ${ROW} FROM event_store
         WHERE position > ? AND outcome IN ('accepted', 'amended') ${exact ? 'AND event_type = ?' : ''} ORDER BY position LIMIT ?`,
      )
      .all(...(exact ? [after, pattern, limit] : [after, limit])) as unknown as (StoredRow & {
      position: number;
      organizationNo: number;
    })[];
    const end = this.#db.prepare('SELECT max(position) AS last FROM event_store').get();
    const last = rows.length === limit ? rows.at(-1)?.position : Number(end?.['last'] ?? 0);
    return {
      events: rows.map(({ position, organizationNo, ...row }) => ({
        position,
        event: JSON.parse(readText({ ...row, organizationId: this.#head(organizationNo).organizationId })) as RecordedEvent,
      })),
      to: Math.max(after, last ?? after),
    };
  };

  ackedDeviceSeq(deviceNo: number, upToSeq: number): number {
    const device = this.#devices.must(deviceNo);
    if (upToSeq >= this.head(device.organizationNo).seq) return device.lastDeviceSeq;
    // Outcomes follow deviceSeq, so their sequences rise with it and a binary search needs a few point reads.
    let low = 0;
    let high = device.lastDeviceSeq;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#submissions.settledAt(deviceNo, middle) ?? Number.MAX_SAFE_INTEGER) <= upToSeq) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  device(deviceId: string): DeviceRow | undefined {
    return this.#devices.get(deviceId);
  }

  findDevice(deviceId: string): DeviceRow | undefined {
    return this.#devices.get(deviceId);
  }

  devicesOf(organizationNo: number): readonly DeviceRow[] {
    return this.#devices.of(organizationNo);
  }

  createDevice(device: Parameters<EventStore['createDevice']>[0], createdAt: string): DeviceRow {
    return this.#devices.create(device, this.#head(device.organizationNo).organizationId, createdAt);
  }

  updateDevice(deviceNo: number, change: { readonly name?: string; readonly siteId?: string; readonly revoked?: boolean }): void {
    this.#devices.update(deviceNo, change);
  }

  noteSeen(deviceNo: number, at: string, clockOffsetMs: number | null): void {
    this.#devices.noteSeen(deviceNo, at, clockOffsetMs);
  }

  entities(organizationNo: number): EntityStore {
    return this.#lazy(organizationNo);
  }

  flushStates(minimum: number): void {
    for (const [no, entities] of this.#entities) {
      const head = this.#head(no);
      const isBehind = entities.waiting > 0 || this.#writtenHeads.get(no) !== head.seq;
      if (!isBehind || (minimum > 1 && entities.waiting < minimum)) continue;
      let committed = false;
      try {
        this.#db.transaction(() => {
          entities.flush(head.seq);
          for (const behind of [this.#submissions, this.#devices]) behind.flush();
          // the rows of all devices were written, so every head may follow
          for (const { organizationNo, seq, hash } of this.#heads.values()) {
            if (this.#writtenHeads.get(organizationNo) !== seq) this.#updateHead.run(seq, hash, organizationNo, seq);
          }
        });
        committed = true;
        for (const { organizationNo, seq } of this.#heads.values()) this.#writtenHeads.set(organizationNo, seq);
      } finally {
        for (const behind of [entities, this.#submissions, this.#devices]) behind.flushed(committed);
      }
    }
  }

  close(): void {
    this.#db.close();
  }

  /** What the open transaction reads and writes; everything of it goes to the one connection. */
  #scope(organizationNo: number): CommitScope {
    const entities = this.#lazy(organizationNo);
    return {
      head: this.head(organizationNo),
      state: entities,
      device: (deviceId) => {
        const device = this.#devices.get(deviceId);
        const open = device === undefined ? undefined : this.#openCounters.get(device.deviceNo);
        return device === undefined || open === undefined ? device : { ...device, lastDeviceSeq: open };
      },
      submission: (deviceNo, deviceSeq) => {
        const seq = this.#submissions.seqOf(deviceNo, deviceSeq);
        return seq === undefined ? undefined : this.rows(organizationNo, seq - 1, 1)[0];
      },
      eventById: (id) => this.#withOrganization(this.#byId.get(id)),
      refusedTransaction: (txnId) => {
        const row = this.#refused.get(txnId) as { readonly outcome: 'rejected' | 'parked' } | undefined;
        return row?.outcome;
      },
      append: (deviceNo, event) => this.#append(organizationNo, deviceNo, event),
      recordRepeated: (deviceNo, deviceSeq, seq, settledSeq) => {
        this.#submissions.addRepeated(deviceNo, deviceSeq, seq, settledSeq);
        this.#openRepeats.add(deviceNo);
      },
      setLastDeviceSeq: (deviceNo, lastDeviceSeq) => {
        // the log does not hold the numbers that were repeated, so nothing could bring this counter back later
        if (this.#openRepeats.has(deviceNo)) this.#devices.writeLastDeviceSeq(deviceNo, lastDeviceSeq);
        this.#openCounters.set(deviceNo, lastDeviceSeq);
      },
      putLogin: (login) => this.accounts.putLogin(organizationNo, login),
      finish: (changed, seq, hash) => {
        entities.save(changed);
        this.#setHead(organizationNo, seq, hash);
      },
    };
  }

  #lazy(organizationNo: number): LazyEntities {
    let entities = this.#entities.get(organizationNo);
    if (entities === undefined) {
      entities = new LazyEntities(this.#db, this.#rulebook, organizationNo);
      this.#entities.set(organizationNo, entities);
    }
    return entities;
  }

  /**
   * Takes from the log what it holds beyond the rows that follow it: the server ended before it wrote them, or other rules
   * folded the state.
   * @param stored where the row of the organization stands
   */
  #catchUp(stored: Head): void {
    const { organizationNo } = stored;
    const entities = this.#lazy(organizationNo);
    this.#db.transaction(() => entities.distrust());
    const foldedSeq = entities.storedSeq;
    for (let from = Math.min(foldedSeq, stored.seq), isMore = true; isMore;) {
      const rows = this.rows(organizationNo, from, CATCH_UP_ROWS);
      for (const row of rows) {
        if (row.seq > stored.seq) this.#catchUpRow(organizationNo, row);
        if (row.seq > foldedSeq) entities.catchUp(JSON.parse(readText(row)) as RecordedEvent);
        from = row.seq;
      }
      isMore = rows.length === CATCH_UP_ROWS;
    }
  }

  /** The head and what is known of the author's device, as far as one event of the log tells. */
  #catchUpRow(organizationNo: number, row: LogRow): void {
    this.#heads.set(organizationNo, { ...this.#head(organizationNo), seq: row.seq, hash: row.hash });
    const device = this.#devices.get(row.deviceId);
    if (device === undefined) return;
    this.#submissions.catchUp(device.deviceNo, row.deviceSeq, row.seq);
    this.#devices.keepLastDeviceSeq(device.deviceNo, row.deviceSeq);
  }

  #head(organizationNo: number): Head {
    const head = this.#openHeads.get(organizationNo) ?? this.#heads.get(organizationNo);
    if (head === undefined) throw new Error(`no organization ${organizationNo}`);
    return head;
  }

  #withOrganization(found: unknown): { readonly organizationNo: number; readonly row: LogRow } | undefined {
    if (found === undefined) return undefined;
    const { organizationNo, ...row } = found as StoredRow & { readonly organizationNo: number };
    return { organizationNo, row: { ...row, organizationId: this.#head(organizationNo).organizationId } };
  }
}
