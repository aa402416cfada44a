import type { DeviceRow } from '../event-store.ts';
import type { LogRow } from '../log-text.ts';
import type { Query } from './connection.ts';

/** Columns of the log as `LogRow` names them, besides the organization. */
export const LOG_COLUMNS = `seq, id, event_type AS type, version, aggregate_type AS "aggregateType", aggregate_id AS "aggregateId",
  event_data AS data, metadata AS meta, txn_id AS "txnId", device_id AS "deviceId", device_seq AS "deviceSeq", created_by AS "actorId",
  correlation_id AS "correlationId", created_at AS "recordedAt", outcome, prev_hash AS "prevHash", hash`;

export type StoredRow = Omit<LogRow, 'organizationId'>;

/** A row of the log with the names and the order that `LogRow` has. */
export const logRow = (row: StoredRow, organizationId: string): LogRow => ({
  seq: row.seq,
  id: row.id,
  type: row.type,
  version: row.version,
  aggregateType: row.aggregateType,
  aggregateId: row.aggregateId,
  data: row.data,
  meta: row.meta,
  txnId: row.txnId,
  deviceId: row.deviceId,
  deviceSeq: row.deviceSeq,
  actorId: row.actorId,
  organizationId,
  correlationId: row.correlationId,
  recordedAt: row.recordedAt,
  outcome: row.outcome,
  prevHash: row.prevHash,
  hash: row.hash,
});

export const DEVICE_COLUMNS = `d.device_no AS "deviceNo", d.device_id AS "deviceId", d.organization_no AS "organizationNo",
  h.organization_id AS "organizationId", d.member_id AS "memberId", d.site_id AS "siteId", d.name, d.revoked,
  d.last_device_seq AS "lastDeviceSeq", d.last_seen_at AS "lastSeenAt", d.clock_offset_ms AS "clockOffsetMs"`;

export interface StoredDevice extends DeviceRow {
  readonly changedVersion: number;
}

/**
 * Stands between values of one column on their way to the database. JSON text escapes it and ids do not contain it, so that
 * nothing has to be quoted; a value that did contain it would make the columns differ in length, which NOT NULL refuses.
 */
const SEPARATOR = '\u001f';
const list = (position: number): string => `string_to_array($${position}, E'\\x1f')`;

/** Appends rows to the log: one statement, one parameter per column. */
export function insertEvents(organizationNo: number, rows: readonly LogRow[]): Query {
  const column = (of: (row: LogRow) => string | number): string => rows.map(of).join(SEPARATOR);
  return {
    name: 'insert-events',
    text: `INSERT INTO event_store (organization_no, seq, id, event_type, aggregate_type, aggregate_id, event_data, metadata, created_at,
        created_by, correlation_id, version, txn_id, device_id, device_seq, outcome, prev_hash, hash)
      SELECT $1, seq, id, event_type, aggregate_type, aggregate_id, event_data, metadata, created_at, created_by, correlation_id, version,
        txn_id, device_id, device_seq, outcome, prev_hash, hash
      FROM unnest(${list(2)}::bigint[], ${list(3)}, ${list(4)}, ${list(5)}, ${list(6)}, ${list(7)}, ${list(8)}, ${list(9)}, ${list(10)},
        ${list(11)}, ${list(12)}::integer[], ${list(13)}, ${list(14)}, ${list(15)}::bigint[], ${list(16)}, ${list(17)}, ${list(18)})
        AS t (seq, id, event_type, aggregate_type, aggregate_id, event_data, metadata, created_at, created_by, correlation_id, version,
          txn_id, device_id, device_seq, outcome, prev_hash, hash)`,
    values: [
      organizationNo,
      column((row) => row.seq),
      column((row) => row.id),
      column((row) => row.type),
      column((row) => row.aggregateType),
      column((row) => row.aggregateId),
      column((row) => row.data),
      column((row) => row.meta),
      column((row) => row.recordedAt),
      column((row) => row.actorId),
      column((row) => row.correlationId),
      column((row) => row.version),
      column((row) => row.txnId),
      column((row) => row.deviceId),
      column((row) => row.deviceSeq),
      column((row) => row.outcome),
      column((row) => row.prevHash),
      column((row) => row.hash),
    ],
  };
}
