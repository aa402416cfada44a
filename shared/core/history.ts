import type { DomainEvent, RecordedEvent } from '../domain/kernel/event.ts';
import type { HistoryEntry, HistoryPage, HistoryRequest } from '../ipc/bridge.ts';
import type { ConfirmedLog } from './confirmed-log.ts';
import type { OwnLog } from './own-log.ts';

/** Where a page ended: among what waits (`w:deviceSeq`) or in the canonical log (`s:seq`). */
const POSITION = /^([ws]):(\d{1,16})$/;

/** What happened to an object, newest first: first what waits on this device, then the canonical log. */
export function readHistory(log: ConfirmedLog, own: OwnLog, request: HistoryRequest): HistoryPage {
  const aggregateId = request.about?.id ?? null;
  const [, place, number] = POSITION.exec(request.before ?? '') ?? [];
  const entries: HistoryEntry[] = [];
  if (place !== 's') {
    const before = place === 'w' ? Number(number) : Number.MAX_SAFE_INTEGER;
    const waiting = own.pendingByAggregate(aggregateId, before, request.limit);
    entries.push(...waiting.map(waitingEntry));
    if (waiting.length === request.limit) return { entries, next: `w:${waiting.at(-1)?.deviceSeq ?? 0}` };
  }
  const room = request.limit - entries.length;
  const confirmed = log.newest(aggregateId, place === 's' ? Number(number) : null, room);
  entries.push(...confirmed.map(confirmedEntry));
  const last = confirmed.at(-1);
  return { entries, next: confirmed.length === room && last !== undefined ? `s:${last.seq}` : null };
}

function waitingEntry(event: DomainEvent): HistoryEntry {
  return { ...common(event), seq: null, outcome: 'waiting', reason: null, anomalies: [], recordedAt: null };
}

function confirmedEntry(event: RecordedEvent): HistoryEntry {
  const { seq, outcome, reason, anomalies, recordedAt } = event;
  return { ...common(event), seq, outcome, reason, anomalies, recordedAt };
}

function common(event: DomainEvent): Omit<HistoryEntry, 'seq' | 'outcome' | 'reason' | 'anomalies' | 'recordedAt'> {
  const {
    id,
    type,
    kind,
    aggregateType,
    aggregateId,
    data,
    actorId,
    deviceId,
    siteId,
    offline,
    occurredAt,
    zone,
    correlationId,
    causationId,
  } = event;
  return {
    eventId: id,
    type,
    kind,
    aggregateType,
    aggregateId,
    data,
    actorId,
    deviceId,
    siteId,
    offline,
    occurredAt,
    zone,
    correlationId,
    causationId,
  };
}
