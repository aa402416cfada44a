import type { HistoryEntry, HistoryPage, HistoryRequest, ViewRow } from '../../shared/ipc/bridge.ts';
import type { AggregateType } from '../../shared/domain/kernel/event.ts';
import { id, ME, STAFF } from './preview-people.ts';

/** Development tooling: made-up history, so that the timeline has something to show. Excluded from both builds. */
export function previewHistory(request: HistoryRequest, rows: ReadonlyMap<string, ViewRow>, nowMs: number): HistoryPage {
  const names =
    request.about === null ? [...rows.keys()].filter((name) => name.startsWith('booking|')) : [`${request.about.type}|${request.about.id}`];
  const entries = names.flatMap((name) => entriesOf(name, rows, nowMs)).sort((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
  const before = request.before;
  const rest = before === null ? entries : entries.filter((entry) => entry.eventId < before);
  return { entries: rest.slice(0, request.limit), next: null };
}

function entriesOf(name: string, rows: ReadonlyMap<string, ViewRow>, nowMs: number): readonly HistoryEntry[] {
  const [type = '', aggregateId = ''] = name.split('|');
  const row = rows.get(name);
  if (row === undefined) return [];
  const steps =
    type === 'booking'
      ? ['booking.created', 'booking.details_changed', 'booking.status_changed', 'booking.note_added']
      : [`${type}.created`, `${type}.details_changed`];
  return steps.map((step, index): HistoryEntry => {
    const waiting = index === steps.length - 1 && row.sync.pending > 0;
    const at = new Date(nowMs - (steps.length - index) * 7_300_000 - row.rev * 60_000).toISOString();
    return {
      eventId: id('history', name, index),
      type: step,
      kind: 'plan',
      aggregateType: type as AggregateType,
      aggregateId,
      data: step.endsWith('details_changed')
        ? { changes: { contactPhone: { from: '+49 30 5550 100', to: '+49 30 5550 142' } } }
        : step.endsWith('status_changed')
          ? { from: 'pending_approval', to: row.status, reason: null }
          : {},
      seq: waiting ? null : row.rev * 4 + index,
      outcome: waiting ? 'waiting' : index === 1 && row.sync.state === 'adjusted' ? 'amended' : 'accepted',
      reason: null,
      anomalies: [],
      actorId: index % 2 === 0 ? ME.id : (STAFF[row.rev % STAFF.length]?.id ?? ME.id),
      deviceId: id('device', index % 3),
      siteId: ME.homeSiteId,
      offline: index === 1,
      occurredAt: at,
      recordedAt: waiting ? null : new Date(Date.parse(at) + (index === 1 ? 5_400_000 : 900)).toISOString(),
      zone: 'Europe/Berlin',
      correlationId: id('correlation', name, index),
      causationId: null,
    };
  });
}
