import type { DeviceRow, EventStore } from '../event-store.ts';
import type { Database, StatementSync } from './database.ts';

type NewDevice = Parameters<EventStore['createDevice']>[0];

/** Rows of devices, all kept in memory: every request asks for one. */
export class SqliteDevices {
  readonly #byId = new Map<string, DeviceRow>();
  readonly #byNo = new Map<number, DeviceRow>();
  /** Devices whose counter is further in the log than in their row. */
  readonly #behind = new Set<number>();
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #advance: StatementSync;
  readonly #seen: StatementSync;

  constructor(db: Database) {
    this.#insert = db.prepare(
      `INSERT INTO devices (device_id, organization_no, member_id, site_id, name, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING device_no`,
    );
    this.#update = db.prepare('UPDATE devices SET name = ?, site_id = ?, revoked = ? WHERE device_no = ?');
    this.#advance = db.prepare('UPDATE devices SET last_device_seq = max(last_device_seq, ?) WHERE device_no = ?');
    this.#seen = db.prepare('UPDATE devices SET last_seen_at = ?, clock_offset_ms = ? WHERE device_no = ?');
    const rows = db
      .prepare(
        `SELECT d.device_no AS deviceNo, d.device_id AS deviceId, d.organization_no AS organizationNo, h.organization_id AS organizationId,
                d.member_id AS memberId, d.site_id AS siteId, d.name, d.revoked, d.last_device_seq AS lastDeviceSeq,
                d.last_seen_at AS lastSeenAt, d.clock_offset_ms AS clockOffsetMs
         FROM devices d JOIN organization_heads h USING (organization_no)`,
      )
      .all() as unknown as (Omit<DeviceRow, 'revoked'> & { readonly revoked: number })[];
    for (const row of rows) this.#keep({ ...row, revoked: row.revoked === 1 });
  }

  get(deviceId: string): DeviceRow | undefined {
    return this.#byId.get(deviceId);
  }

  of(organizationNo: number): readonly DeviceRow[] {
    return [...this.#byId.values()].filter((device) => device.organizationNo === organizationNo);
  }

  create(device: NewDevice, organizationId: string, createdAt: string): DeviceRow {
    const row = this.#insert.get(device.deviceId, device.organizationNo, device.memberId, device.siteId, device.name, createdAt);
    const created: DeviceRow = {
      ...device,
      organizationId,
      deviceNo: Number(row?.['device_no']),
      revoked: false,
      lastDeviceSeq: 0,
      lastSeenAt: null,
      clockOffsetMs: null,
    };
    this.#keep(created);
    return created;
  }

  update(deviceNo: number, change: { readonly name?: string; readonly siteId?: string; readonly revoked?: boolean }): void {
    const row = { ...this.must(deviceNo), ...change };
    this.#update.run(row.name, row.siteId, row.revoked ? 1 : 0, deviceNo);
    this.#keep(row);
  }

  /** Writes the counter at once; memory follows with `keepLastDeviceSeq` when the transaction stands. */
  writeLastDeviceSeq(deviceNo: number, lastDeviceSeq: number): void {
    this.#advance.run(lastDeviceSeq, deviceNo);
  }

  /** The log stands up to this number of the device; the row follows with `flush`. */
  keepLastDeviceSeq(deviceNo: number, lastDeviceSeq: number): void {
    const device = this.must(deviceNo);
    if (lastDeviceSeq <= device.lastDeviceSeq) return;
    this.#keep({ ...device, lastDeviceSeq });
    this.#behind.add(deviceNo);
  }

  /** Writes the counters that are behind. Inside a transaction; call `flushed` when it stands. */
  flush(): void {
    for (const deviceNo of this.#behind) this.#advance.run(this.must(deviceNo).lastDeviceSeq, deviceNo);
  }

  flushed(committed: boolean): void {
    if (committed) this.#behind.clear();
  }

  noteSeen(deviceNo: number, at: string, clockOffsetMs: number | null): void {
    this.#seen.run(at, clockOffsetMs, deviceNo);
    this.#keep({ ...this.must(deviceNo), lastSeenAt: at, clockOffsetMs });
  }

  #keep(row: DeviceRow): void {
    this.#byId.set(row.deviceId, row);
    this.#byNo.set(row.deviceNo, row);
  }

  must(deviceNo: number): DeviceRow {
    const row = this.#byNo.get(deviceNo);
    if (row === undefined) throw new Error(`no device ${deviceNo}`);
    return row;
  }
}
