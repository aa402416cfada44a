import { derivedId } from '../../domain/kernel/ids.ts';
import type { DomainEvent, RecordedEvent } from '../../domain/kernel/event.ts';
import { bodyText, chainHash, GENESIS_HASH } from '../hash-chain.ts';

let made = 0;

/** An event with every field of the envelope; ids differ from call to call unless given. */
export function makeEvent(part: Partial<DomainEvent>): DomainEvent {
  made += 1;
  const id = derivedId('test-event', made);
  return {
    id,
    type: 'booking.note_added',
    version: 1,
    kind: 'plan',
    aggregateType: 'booking',
    aggregateId: derivedId('test-booking', 1),
    data: {},
    txnId: id,
    txnIndex: 0,
    txnSize: 1,
    deviceId: derivedId('test-device', 1),
    deviceSeq: made,
    basisSeq: 0,
    dependsOn: [],
    actorId: derivedId('test-member', 1),
    siteId: derivedId('test-site', 1),
    organizationId: derivedId('test-organization', 1),
    occurredAt: '2026-03-02T09:00:00.000Z',
    zone: 'Europe/Berlin',
    correlationId: id,
    causationId: null,
    causationDepth: 0,
    offline: false,
    ...part,
  };
}

/** Events as a server would record them, accepted, from a sequence on. */
export function makeLog(events: readonly DomainEvent[], firstSeq = 1, prevHash = GENESIS_HASH): RecordedEvent[] {
  let hash = prevHash;
  return events.map((event, index) => {
    const body = {
      ...event,
      seq: firstSeq + index,
      recordedAt: '2026-03-02T09:00:01.000Z',
      outcome: 'accepted' as const,
      reason: null,
      anomalies: [],
      submittedData: null,
      prevHash: hash,
      hash: '',
    };
    hash = chainHash(body.prevHash, bodyText(body));
    return { ...body, hash };
  });
}
