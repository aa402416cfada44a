import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { jsonEqual } from '../../shared/conflict/merge.ts';
import { SUBMISSION_PARKED } from '../../shared/sync/set-aside.ts';
import type { PushReply } from '../../shared/sync/wire.ts';
import { outcomeOf, type LogRow } from '../store/log-text.ts';

export type PushOutcome = PushReply['outcomes'][number];

/** The answer that a stored event got when it was first submitted, under the number it is asked for now. */
export function storedOutcome(row: LogRow, deviceSeq: number): PushOutcome {
  return { deviceSeq, seq: row.seq, ...outcomeOf(row) };
}

/**
 * Whether a submitted event is the stored one, byte for byte in meaning.
 * @param sameDevice false compares without the device's numbering: a re-enrolled device offers its old events again
 */
export function sameSubmission(event: DomainEvent, row: LogRow, sameDevice: boolean): boolean {
  // One of the two was set aside without its content: they are known by their identity.
  if (event.type === SUBMISSION_PARKED || row.type === SUBMISSION_PARKED) return event.id === row.id && event.txnId === row.txnId;
  const stored = fromRow(row);
  // What was amended is stored in the version of this server; its author may have written it in an older one.
  const { version } = stored.isAmended && stored.event.version > event.version ? event : stored.event;
  return jsonEqual(submittedPart(event, sameDevice), submittedPart({ ...stored.event, version }, sameDevice));
}

function submittedPart(event: DomainEvent, sameDevice: boolean): unknown {
  const { deviceId, deviceSeq, basisSeq, ...rest } = event;
  return sameDevice ? { ...rest, deviceId, deviceSeq, basisSeq } : rest;
}

/** A stored row as its author wrote it. */
function fromRow(row: LogRow): { readonly event: DomainEvent; readonly isAmended: boolean } {
  const {
    reason: _reason,
    anomalies: _anomalies,
    submittedData,
    ...envelope
  } = JSON.parse(row.meta) as Pick<
    DomainEvent,
    | 'kind'
    | 'txnIndex'
    | 'txnSize'
    | 'basisSeq'
    | 'dependsOn'
    | 'siteId'
    | 'occurredAt'
    | 'zone'
    | 'causationId'
    | 'causationDepth'
    | 'offline'
  > & { readonly reason: unknown; readonly anomalies: unknown; readonly submittedData: unknown };
  const event: DomainEvent = {
    ...envelope,
    id: row.id,
    type: row.type,
    version: row.version,
    aggregateType: row.aggregateType as DomainEvent['aggregateType'],
    aggregateId: row.aggregateId,
    data: submittedData ?? JSON.parse(row.data),
    txnId: row.txnId,
    deviceId: row.deviceId,
    deviceSeq: row.deviceSeq,
    actorId: row.actorId,
    organizationId: row.organizationId,
    correlationId: row.correlationId,
  };
  return { event, isAmended: submittedData !== null };
}
