import { randomUUID } from 'node:crypto';
import { GENESIS_HASH } from '../../../shared/events/hash-chain.ts';
import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import type { SequencerLog } from '../../sequencer/sequencer.ts';
import type { CommitRequest, DeviceRow, EventStore, Feed, Head, LogSlice, NewsListener } from '../event-store.ts';
import { readText, type LogRow } from '../log-text.ts';
import { type Client, Connections, faultOf, pipelined, sqlState, violated } from './connection.ts';
import { writeCommit } from './commit-writer.ts';
import { readCarriedOut } from './feed.ts';
import { News } from './news.ts';
import { PostgresAccounts } from './postgres-accounts.ts';
import { asked, PostgresScope } from './postgres-scope.ts';
import { PostgresSubscriptions } from './postgres-subscriptions.ts';
import { CHUNK, fetchAsked, HEAD_COLUMNS, type HeadRow, loadReplica, readDevices, readRows, writeState } from './reading.ts';
import type { Replica } from './replica.ts';
import { DEVICE_COLUMNS, type StoredDevice } from './rows.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly rulebook: Rulebook;
  readonly log: SequencerLog;
  readonly pollMs?: number;
}

const UNIQUE_VIOLATION = '23505';
/** Rows that may be read while the head row is held; whoever is further behind reads them before. */
const BEHIND_ROWS = 2000;

/** The database holds less than this process has seen committed: it was restored from a backup. */
class LogWentBack extends Error {}
class FarBehind extends Error {}

/**
 * `EventStore` on a PostgreSQL that any number of server processes share (SPEC.md beside this file). Reads come from the
 * replica in memory or by cursor from the log; a commit holds the organization's head row from before it decides until it
 * is durable.
 */
export class PostgresStore implements EventStore {
  readonly accounts: PostgresAccounts;
  readonly #db: Connections;
  readonly #options: PostgresOptions;
  readonly #replicas = new Map<number, Replica>();
  readonly #feeds = new Map<number, Feed>();
  readonly #listeners: NewsListener[] = [];
  readonly #news: News;
  readonly #name = randomUUID();

  private constructor(db: Connections, options: PostgresOptions) {
    this.#db = db;
    this.#options = options;
    this.accounts = new PostgresAccounts(db);
    this.#news = new News({
      url: options.url,
      pollMs: options.pollMs ?? 1000,
      onHint: (organizationNo, head) => this.#hint(organizationNo, head),
      onPoll: () => this.#poll(),
      onLost: (error) => options.log.warn({ err: error }, 'no news from the database at the moment; its log is read every second anyway'),
    });
  }

  /** Opens the database, makes its tables when it is empty, and reads every organization's state. */
  static async open(options: PostgresOptions): Promise<PostgresStore> {
    const db = new Connections(options.url);
    try {
      await db.prepare();
      const store = new PostgresStore(db, options);
      await store.#poll();
      await store.#news.start();
      return store;
    } catch (error) {
      await db.end();
      throw error;
    }
  }

  async isWritable(): Promise<boolean> {
    try {
      return (await this.#db.first<{ reads: boolean }>('SELECT pg_is_in_recovery() AS reads'))?.reads === false;
    } catch {
      return false;
    }
  }

  async commit<T>(request: CommitRequest<T>): Promise<void> {
    const replica = this.#replica(request.organizationNo);
    await replica.exclusive(async () => {
      for (let withIds = false; ;) {
        try {
          return await this.#db.using((client) => this.#commit(client, replica, request, withIds));
        } catch (error) {
          if (error instanceof FarBehind) await this.#catchUp(replica);
          else if (error instanceof LogWentBack) throw faultOf(await this.#startOver(replica, error));
          // Somebody sends an event again under another number: ids are looked up then, and not for every new event.
          else if (!withIds && sqlState(error) === UNIQUE_VIOLATION && violated(error) === 'event_store_id') withIds = true;
          else throw error;
        }
      }
    });
  }

  heads(): readonly Head[] {
    return [...this.#replicas.values()].map((replica) => replica.head);
  }

  head(organizationNo: number): Head {
    return this.#replica(organizationNo).head;
  }

  async createOrganization(organizationId: string, epoch: string, createdAt: string): Promise<Head> {
    const made = await this.#db.first<{ no: number }>(
      `INSERT INTO organization_heads (organization_id, epoch, head, hash, created_at) VALUES ($1, $2, 0, $3, $4) RETURNING organization_no AS no`,
      [organizationId, epoch, GENESIS_HASH, createdAt],
    );
    if (made === undefined) throw new Error('the organization was not made');
    await this.refresh(made.no);
    this.#news.tell(made.no, 0);
    return this.head(made.no);
  }

  /** Several processes may notice the same thing: the first one's epoch counts. */
  async setEpoch(organizationNo: number, epoch: string): Promise<void> {
    await this.#db.run('UPDATE organization_heads SET epoch = $2 WHERE organization_no = $1 AND epoch = $3', [
      organizationNo,
      epoch,
      this.head(organizationNo).epoch,
    ]);
    await this.refresh(organizationNo);
    this.#news.tell(organizationNo, this.head(organizationNo).seq);
  }

  async slice(organizationNo: number, from: number, limit: number, maxBytes: number): Promise<LogSlice> {
    const texts: string[] = [];
    let bytes = 0;
    let to = from;
    for (const row of await this.rows(organizationNo, from, limit)) {
      const text = readText(row);
      bytes += text.length;
      if (texts.length > 0 && bytes > maxBytes) break;
      texts.push(text);
      to = row.seq;
    }
    return { to, texts };
  }

  async rows(organizationNo: number, from: number, limit: number): Promise<readonly LogRow[]> {
    const { head } = this.#replica(organizationNo);
    return this.#db.using((client) => readRows(client, head, from, Math.min(head.seq, from + limit)));
  }

  async ackedDeviceSeq(deviceNo: number, upToSeq: number): Promise<number> {
    const replica = this.#ofDevice(deviceNo);
    if (replica === undefined) return 0;
    if (upToSeq >= replica.head.seq) return replica.deviceNo(deviceNo)?.lastDeviceSeq ?? 0;
    const row = await this.#db.first<{ acked: number }>(
      `SELECT CASE WHEN settled_seq > 0 THEN first_device_seq + count ELSE first_device_seq + least(count, $2 - first_seq + 1) END - 1 AS acked
       FROM submissions WHERE device_no = $1 AND CASE WHEN settled_seq > 0 THEN settled_seq ELSE first_seq END <= $2
       ORDER BY first_device_seq DESC LIMIT 1`,
      [deviceNo, upToSeq],
    );
    return row?.acked ?? 0;
  }

  device(deviceId: string): DeviceRow | undefined {
    for (const replica of this.#replicas.values()) {
      const device = replica.device(deviceId);
      if (device !== undefined) return device;
    }
    return undefined;
  }

  async findDevice(deviceId: string): Promise<DeviceRow | undefined> {
    const row = await this.#db.first<StoredDevice>(
      `SELECT ${DEVICE_COLUMNS}, d.changed_version AS "changedVersion" FROM devices d JOIN organization_heads h USING (organization_no)
       WHERE device_id = $1`,
      [deviceId],
    );
    if (row === undefined) return undefined;
    const { changedVersion, ...device } = row;
    if (changedVersion > (this.#replicas.get(device.organizationNo)?.deviceVersion ?? -1)) await this.refresh(device.organizationNo);
    return device;
  }

  devicesOf(organizationNo: number): readonly DeviceRow[] {
    return this.#replica(organizationNo).devices();
  }

  async createDevice(device: Parameters<EventStore['createDevice']>[0], createdAt: string): Promise<DeviceRow> {
    const { organizationNo } = device;
    await this.#changeDevice(organizationNo, async (client, version) => {
      await client.query(
        `INSERT INTO devices (device_id, organization_no, member_id, site_id, name, changed_version, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (device_id) DO NOTHING`,
        [device.deviceId, organizationNo, device.memberId, device.siteId, plain(device.name), version, createdAt],
      );
    });
    const made = await this.findDevice(device.deviceId);
    if (made === undefined) throw new Error('the device was not made');
    return made;
  }

  async updateDevice(
    deviceNo: number,
    change: { readonly name?: string; readonly siteId?: string; readonly revoked?: boolean },
  ): Promise<void> {
    const organizationNo = this.#ofDevice(deviceNo)?.head.organizationNo;
    if (organizationNo === undefined) throw new Error(`no device ${deviceNo}`);
    const { name, siteId, revoked } = change;
    await this.#changeDevice(organizationNo, async (client, version) => {
      await client.query(
        `UPDATE devices SET name = coalesce($2, name), site_id = coalesce($3, site_id), revoked = coalesce($4, revoked),
           changed_version = $5 WHERE device_no = $1`,
        [deviceNo, name === undefined ? null : plain(name), siteId ?? null, revoked ?? null, version],
      );
    });
  }

  async noteSeen(deviceNo: number, at: string, clockOffsetMs: number | null): Promise<void> {
    this.#ofDevice(deviceNo)?.noteSeen(deviceNo, at, clockOffsetMs);
    await this.#db.run('UPDATE devices SET last_seen_at = $2, clock_offset_ms = $3 WHERE device_no = $1', [
      deviceNo,
      at,
      clockOffsetMs === null ? null : Math.round(clockOffsetMs),
    ]);
  }

  entities(organizationNo: number): Replica {
    return this.#replica(organizationNo);
  }

  listen(news: NewsListener): void {
    this.#listeners.push(news);
  }

  async refresh(organizationNo: number): Promise<void> {
    const replica = this.#replicas.get(organizationNo);
    if (replica !== undefined) return replica.exclusive(() => this.#catchUp(replica));
    const loaded = await loadReplica(this.#db, organizationNo, this.#options.rulebook);
    if (loaded !== undefined && !this.#replicas.has(organizationNo)) this.#replicas.set(organizationNo, loaded);
  }

  async leads(task: string, forMs: number): Promise<boolean> {
    const held = await this.#db.first<{ holder: string }>(
      `INSERT INTO leases (name, holder, fence, until) VALUES ($1, $2, 1, now() + $3 * interval '1 millisecond')
       ON CONFLICT (name) DO UPDATE SET holder = $2, until = excluded.until,
         fence = leases.fence + CASE WHEN leases.holder = $2 THEN 0 ELSE 1 END
       WHERE leases.holder = $2 OR leases.until < now() RETURNING holder`,
      [task, this.#name, forMs],
    );
    return held !== undefined;
  }

  feeds(): readonly Feed[] {
    for (const organizationNo of this.#replicas.keys()) {
      if (this.#feeds.has(organizationNo)) continue;
      this.#feeds.set(organizationNo, {
        readLog: (request) => readCarriedOut(this.#db, this.head(organizationNo), request),
        rows: new PostgresSubscriptions(this.#db, organizationNo),
      });
    }
    return [...this.#feeds.values()];
  }

  async flushStates(minimum: number): Promise<void> {
    for (const replica of this.#replicas.values()) {
      if (replica.waiting > 0 && replica.waiting >= minimum) await replica.exclusive(() => writeState(this.#db, replica));
    }
  }

  /** A text that all processes share, made by the first that asks. */
  async fact(name: string, make: () => string): Promise<string> {
    await this.#db.run('INSERT INTO server_facts (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, make()]);
    return (await this.knownFact(name)) ?? '';
  }

  async knownFact(name: string): Promise<string | undefined> {
    return (await this.#db.first<{ value: string }>('SELECT value FROM server_facts WHERE name = $1', [name]))?.value;
  }

  async close(): Promise<void> {
    await this.#news.close();
    await Promise.all([...this.#replicas.values()].map((replica) => replica.exclusive(async () => undefined)));
    await this.#db.end();
  }

  async #commit<T>(client: Client, replica: Replica, request: CommitRequest<T>, withIds: boolean): Promise<void> {
    const [, locked] = await pipelined(client, [
      { text: 'BEGIN' },
      {
        name: 'lock-head',
        text: `SELECT ${HEAD_COLUMNS} FROM organization_heads WHERE organization_no = $1 FOR NO KEY UPDATE`,
        values: [request.organizationNo],
      },
    ]);
    const row = locked?.rows[0] as unknown as HeadRow | undefined;
    if (row === undefined) throw new Error(`no organization ${request.organizationNo}`);
    if (row.seq - replica.head.seq > BEHIND_ROWS) throw new FarBehind();
    await this.#follow(client, replica, row);
    const scope = new PostgresScope(replica, await fetchAsked(client, replica.head, asked(request.submitted, replica, withIds)));
    const result = request.work(scope);
    const contested = await writeCommit(client, scope, replica);
    for (const [holder, isContested] of contested) {
      if (isContested) replica.contested.add(holder);
      else replica.contested.delete(holder);
    }
    replica.keep(scope.changed, scope.counters, scope.end);
    if (scope.rows.length > 0 || scope.settledSilently) this.#news.tell(request.organizationNo, scope.end.seq);
    request.stands(result);
  }

  /** Reads what others appended, without holding anything. */
  async #catchUp(replica: Replica): Promise<void> {
    try {
      await this.#db.using(async (client) => {
        const { rows } = await client.query<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM organization_heads WHERE organization_no = $1`, [
          replica.head.organizationNo,
        ]);
        if (rows[0] === undefined) throw new LogWentBack();
        await this.#follow(client, replica, rows[0]);
      });
    } catch (error) {
      if (!(error instanceof LogWentBack)) throw error;
      await this.#startOver(replica, error);
    }
  }

  /** Brings the replica to a head row, and tells what came. */
  async #follow(client: Client, replica: Replica, row: HeadRow): Promise<void> {
    const { organizationNo } = row;
    if (row.seq < replica.head.seq || (row.seq === replica.head.seq && row.hash !== replica.head.hash)) throw new LogWentBack();
    const changed =
      row.deviceVersion > replica.deviceVersion ? await readDevices(client, organizationNo, replica.deviceVersion) : undefined;
    const end = Math.max(row.seq, changed?.seq ?? 0);
    while (replica.head.seq < end) {
      const rows = await readRows(client, row, replica.head.seq, Math.min(end, replica.head.seq + CHUNK));
      const first = rows[0];
      if (first?.seq !== replica.head.seq + 1 || first.prevHash !== replica.head.hash) throw new LogWentBack();
      const written = replica.fold(rows);
      for (const listener of this.#listeners) listener.appended?.(organizationNo, written);
    }
    if (changed !== undefined) this.#takeDevices(replica, changed.devices);
    if (row.epoch !== replica.head.epoch) {
      replica.head = { ...replica.head, epoch: row.epoch };
      for (const listener of this.#listeners) listener.epochChanged?.(organizationNo);
    }
  }

  #takeDevices(replica: Replica, devices: readonly StoredDevice[]): void {
    const { organizationNo } = replica.head;
    const before = new Map(devices.map(({ deviceId }) => [deviceId, replica.device(deviceId)]));
    replica.putDevices(devices);
    for (const { deviceId, revoked, lastDeviceSeq } of devices) {
      const old = before.get(deviceId);
      for (const listener of this.#listeners) {
        if (revoked && old?.revoked === false) listener.revoked?.(organizationNo, deviceId);
        else if (old !== undefined && lastDeviceSeq > old.lastDeviceSeq) listener.settled?.(organizationNo, deviceId);
      }
    }
  }

  /** The log was restored beneath this process: it is read again from the start, under a new epoch. */
  async #startOver(replica: Replica, cause: Error): Promise<Error> {
    const { organizationNo, epoch, seq } = replica.head;
    const loaded = await loadReplica(this.#db, organizationNo, this.#options.rulebook);
    if (loaded === undefined) this.#replicas.delete(organizationNo);
    else {
      this.#replicas.set(organizationNo, loaded);
      this.#options.log.warn(
        { organizationId: loaded.head.organizationId, head: loaded.head.seq, known: seq },
        'the database was restored from a backup',
      );
      await this.#db.run('UPDATE organization_heads SET epoch = $2 WHERE organization_no = $1 AND epoch = $3', [
        organizationNo,
        randomUUID(),
        epoch,
      ]);
      await this.refresh(organizationNo);
    }
    for (const listener of this.#listeners) listener.epochChanged?.(organizationNo);
    return cause;
  }

  /** Changes a device under the head row, so that the version counts in the order of the commits. */
  async #changeDevice(organizationNo: number, change: (client: Client, version: number) => Promise<void>): Promise<void> {
    await this.#db.transaction(async (client) => {
      const { rows } = await client.query<{ version: number }>(
        `UPDATE organization_heads SET device_version = device_version + 1 WHERE organization_no = $1 RETURNING device_version AS version`,
        [organizationNo],
      );
      if (rows[0] === undefined) throw new Error(`no organization ${organizationNo}`);
      await change(client, rows[0].version);
    });
    await this.refresh(organizationNo);
    this.#news.tell(organizationNo, this.head(organizationNo).seq);
  }

  #hint(organizationNo: number, head: number): void {
    const replica = this.#replicas.get(organizationNo);
    // This process hears itself too. A hint at the known head may be about a device.
    if (replica !== undefined && replica.head.seq > head) return;
    this.refresh(organizationNo).catch((error: unknown) =>
      this.#options.log.warn({ err: error }, 'what another process appended could not be read; it will be tried again'),
    );
  }

  /** Looks at every head once; a change of another process cannot stay unseen for longer than this takes to come again. */
  async #poll(): Promise<void> {
    const rows = await this.#db.rows<HeadRow>(`SELECT ${HEAD_COLUMNS} FROM organization_heads ORDER BY organization_no`);
    for (const row of rows) {
      const replica = this.#replicas.get(row.organizationNo);
      if (replica === undefined || differs(replica, row)) await this.refresh(row.organizationNo);
    }
  }

  #replica(organizationNo: number): Replica {
    const replica = this.#replicas.get(organizationNo);
    if (replica === undefined) throw new Error(`no organization ${organizationNo}`);
    return replica;
  }

  #ofDevice(deviceNo: number): Replica | undefined {
    for (const replica of this.#replicas.values()) if (replica.deviceNo(deviceNo) !== undefined) return replica;
    return undefined;
  }
}

const differs = (replica: Replica, row: HeadRow): boolean =>
  replica.head.seq !== row.seq ||
  replica.head.hash !== row.hash ||
  replica.head.epoch !== row.epoch ||
  replica.deviceVersion !== row.deviceVersion;

/** PostgreSQL's texts hold every character but NUL. */
const plain = (text: string): string => text.replaceAll('\u0000', '');
