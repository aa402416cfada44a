import { createHash, hash as oneShotHash } from 'node:crypto';
import type { DomainEvent, Outcome, Reason } from '../../shared/domain/kernel/event.ts';

/** What the server adds to a submitted event before it is chained. */
export interface Recording {
  readonly seq: number;
  readonly recordedAt: string;
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly anomalies: readonly Reason[];
  /** The payload as submitted when `data` was amended, else null. */
  readonly submittedData: unknown;
}

/** One event as the log stores it: searchable columns, payload text, and the rest of the envelope as one JSON text. */
export interface LogRow {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly data: string;
  readonly meta: string;
  readonly txnId: string;
  readonly deviceId: string;
  readonly deviceSeq: number;
  readonly actorId: string;
  readonly organizationId: string;
  readonly correlationId: string;
  readonly recordedAt: string;
  readonly outcome: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** A row together with its text on the wire, so that an event is serialised once however many sites read it. */
export interface WrittenEvent {
  readonly row: LogRow;
  readonly text: string;
}

interface Meta {
  readonly anomalies: string;
  readonly basisSeq: number;
  readonly causationDepth: number;
  readonly causationId: string | null;
  readonly dependsOn: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly offline: boolean;
  readonly reason: string;
  readonly siteId: string;
  readonly submittedData: string;
  readonly txnIndex: number;
  readonly txnSize: number;
  readonly zone: string;
}

export const nativeSha256 = (text: string): string =>
  typeof oneShotHash === 'function' ? oneShotHash('sha256', text) : createHash('sha256').update(text).digest('hex');

/** Serialises and chains one event. */
export function writeEvent(event: DomainEvent, recording: Recording, prevHash: string): WrittenEvent {
  const meta: Meta = {
    anomalies: listText(recording.anomalies),
    basisSeq: event.basisSeq,
    causationDepth: event.causationDepth,
    causationId: event.causationId,
    dependsOn: listText(event.dependsOn),
    kind: event.kind,
    occurredAt: event.occurredAt,
    offline: event.offline,
    reason: jsonText(recording.reason),
    siteId: event.siteId,
    submittedData: jsonText(recording.submittedData),
    txnIndex: event.txnIndex,
    txnSize: event.txnSize,
    zone: event.zone,
  };
  const columns = {
    seq: recording.seq,
    id: event.id,
    type: event.type,
    version: event.version,
    aggregateType: event.aggregateType,
    aggregateId: event.aggregateId,
    data: JSON.stringify(event.data ?? null),
    txnId: event.txnId,
    deviceId: event.deviceId,
    deviceSeq: event.deviceSeq,
    actorId: event.actorId,
    organizationId: event.organizationId,
    correlationId: event.correlationId,
    recordedAt: recording.recordedAt,
    outcome: recording.outcome,
  };
  const hashed = bodyText(columns, meta);
  const hash = nativeSha256(prevHash + hashed);
  return { row: { ...columns, meta: metaText(meta), prevHash, hash }, text: withHashes(hashed, prevHash, hash) };
}

/** The wire text of a stored row: the same bytes that `writeEvent` gave when it was written. */
export function readText(row: LogRow): string {
  return withHashes(hashedText(row), row.prevHash, row.hash);
}

/** What the hash of a stored row was taken over, besides the hash before it. */
export function hashedText(row: LogRow): string {
  const stored = JSON.parse(row.meta) as Record<keyof Meta, unknown>;
  return bodyText(row, {
    ...(stored as unknown as Meta),
    anomalies: listText(stored.anomalies as readonly unknown[]),
    dependsOn: listText(stored.dependsOn as readonly unknown[]),
    reason: jsonText(stored.reason),
    submittedData: jsonText(stored.submittedData),
  });
}

/** Outcome and reason as a stored row answers them. */
export function outcomeOf(row: LogRow): { readonly outcome: Outcome; readonly reason: Reason | null } {
  const { reason } = JSON.parse(row.meta) as { readonly reason: Reason | null };
  return { outcome: row.outcome as Outcome, reason };
}

/**
 * The event as it travels, without its hashes: what a device hashes again after parsing, because JSON keeps the order of
 * members. Written by hand: ids, instants, zones and `noun.verb` names were validated before and need no escaping.
 */
function bodyText(row: Omit<LogRow, 'meta' | 'prevHash' | 'hash'>, meta: Meta): string {
  return (
    `{"actorId":"${row.actorId}","aggregateId":"${row.aggregateId}","aggregateType":"${row.aggregateType}","anomalies":${meta.anomalies},` +
    `"basisSeq":${meta.basisSeq},"causationDepth":${meta.causationDepth},"causationId":${idText(meta.causationId)},` +
    `"correlationId":"${row.correlationId}","data":${row.data},"dependsOn":${meta.dependsOn},"deviceId":"${row.deviceId}",` +
    `"deviceSeq":${row.deviceSeq},"id":"${row.id}","kind":"${meta.kind}","occurredAt":"${meta.occurredAt}","offline":${meta.offline},` +
    `"organizationId":"${row.organizationId}","outcome":"${row.outcome}","reason":${meta.reason},"recordedAt":"${row.recordedAt}",` +
    `"seq":${row.seq},"siteId":"${meta.siteId}","submittedData":${meta.submittedData},"txnId":"${row.txnId}",` +
    `"txnIndex":${meta.txnIndex},"txnSize":${meta.txnSize},"type":"${row.type}","version":${row.version},"zone":"${meta.zone}"}`
  );
}

function metaText(meta: Meta): string {
  return (
    `{"anomalies":${meta.anomalies},"basisSeq":${meta.basisSeq},"causationDepth":${meta.causationDepth},` +
    `"causationId":${idText(meta.causationId)},"dependsOn":${meta.dependsOn},"kind":"${meta.kind}","occurredAt":"${meta.occurredAt}",` +
    `"offline":${meta.offline},"reason":${meta.reason},"siteId":"${meta.siteId}","submittedData":${meta.submittedData},` +
    `"txnIndex":${meta.txnIndex},"txnSize":${meta.txnSize},"zone":"${meta.zone}"}`
  );
}

const withHashes = (hashed: string, prevHash: string, hash: string): string =>
  `${hashed.slice(0, -1)},"prevHash":"${prevHash}","hash":"${hash}"}`;
const idText = (id: string | null): string => (id === null ? 'null' : `"${id}"`);
const listText = (list: readonly unknown[]): string => (list.length === 0 ? '[]' : JSON.stringify(list));
const jsonText = (value: unknown): string => (value === null || value === undefined ? 'null' : JSON.stringify(value));
