import { AGGREGATE_TYPES, type AggregateType, type DomainEvent, type Reason } from '../../shared/domain/kernel/event.ts';
import { idSchema } from '../../shared/domain/kernel/ids.ts';
import { instantSchema, toInstant } from '../../shared/domain/kernel/time.ts';
import { invalidFrom, SyncFault, type SyncErrorKind } from '../../shared/sync/errors.ts';
import { setAsideRequestSchema, SUBMISSION_PARKED, type SetAsideRequest } from '../../shared/sync/set-aside.ts';
import type { DeviceRow } from '../store/event-store.ts';
import type { Submission } from './submission.ts';

/** What a person is told about each kind of refusal; the codes name sentences of the app. */
const CODES: Readonly<Partial<Record<SyncErrorKind, string>>> = {
  TOO_LARGE: 'sync.set-aside-too-large',
  UNAVAILABLE: 'sync.set-aside-failed',
};

/** A transaction that comes without its content, as one that is parked: each of its numbers gets a stand-in in the log. */
export function parseSetAside(body: unknown, device: DeviceRow, nowMs: number): Submission {
  const parsed = setAsideRequestSchema.safeParse(body);
  if (!parsed.success) throw invalidFrom(parsed.error);
  const request = parsed.data;
  if (request.deviceId !== device.deviceId) {
    throw new SyncFault('FORBIDDEN', 'deviceId: The token belongs to another device. Send with the token of this device.', {
      field: 'deviceId',
    });
  }
  if (new Set(request.events.map((event) => event.id)).size < request.events.length) {
    throw new SyncFault('INVALID', 'events: An id occurs twice. Every event has its own id.', { field: 'events' });
  }
  const { kind, field, message } = request.refusal;
  const reason: Reason = { code: CODES[kind] ?? 'sync.set-aside', params: { kind, field, detail: message } };
  return {
    device,
    epoch: request.epoch,
    transactions: [request.events.map((_event, index) => standIn(request, index, device, nowMs))],
    parked: new Map([[request.txnId, reason]]),
    clockOffsetMs: null,
    rulesVersion: 0,
    size: request.events.length,
  };
}

/** The event's place in the log. What it names is kept where it can be, and belongs to the organization where it cannot. */
function standIn(request: SetAsideRequest, index: number, device: DeviceRow, nowMs: number): DomainEvent {
  const event = request.events[index];
  if (event === undefined) throw new Error('an event is missing');
  const { id, type, version, kind, bytes, sha256 } = event;
  const isKnown = isNoun(event.aggregateType) && idSchema.safeParse(event.aggregateId).success;
  return {
    id,
    type: SUBMISSION_PARKED,
    version: 1,
    kind,
    aggregateType: isKnown && isNoun(event.aggregateType) ? event.aggregateType : 'organization',
    aggregateId: isKnown ? event.aggregateId : device.organizationId,
    data: { type, version, bytes, sha256, refusal: request.refusal },
    txnId: request.txnId,
    txnIndex: index,
    txnSize: request.events.length,
    deviceId: device.deviceId,
    deviceSeq: request.firstDeviceSeq + index,
    basisSeq: 0,
    dependsOn: [],
    actorId: device.memberId,
    siteId: device.siteId,
    organizationId: device.organizationId,
    occurredAt: instantSchema.safeParse(event.occurredAt).success ? event.occurredAt : toInstant(nowMs),
    zone: 'UTC',
    correlationId: request.txnId,
    causationId: null,
    causationDepth: 0,
    offline: false,
  };
}

const NOUNS: readonly string[] = AGGREGATE_TYPES;
const isNoun = (name: string): name is AggregateType => NOUNS.includes(name);
