import { derivedId } from '../../domain/kernel/ids.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';

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
