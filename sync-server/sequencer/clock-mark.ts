import type { Entity } from '../../shared/domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent, Reason } from '../../shared/domain/kernel/event.ts';
import type { ProcessedEntry } from '../../shared/conflict/process.ts';
import type { Workspace } from '../../shared/conflict/workspace.ts';

/** A device clock may be this far off before its times are marked (sync.md 7.5, C8). */
const TOLERANCE_MS = 5 * 60_000;
/** No event of this product happened before. */
const EARLIEST_MS = Date.UTC(2020, 0, 1);
/** Kept per entity by the fold; the newest stay. */
const ANOMALIES_KEPT = 20;

/** The mark of an event whose time is not to be believed; null when it may be. Clocks are marked, never refused. */
export function clockMark(event: DomainEvent, nowMs: number, clockOffsetMs: number | null): Reason | null {
  const occurredMs = Date.parse(event.occurredAt);
  const impossible = Number.isNaN(occurredMs) || occurredMs < EARLIEST_MS || occurredMs > nowMs + TOLERANCE_MS;
  const offset = clockOffsetMs ?? 0;
  if (!impossible && Math.abs(offset) <= TOLERANCE_MS) return null;
  return { code: 'sync.clock-uncertain', params: { occurredAt: event.occurredAt, offsetMs: clockOffsetMs } };
}

/**
 * Adds marks to what was decided, in the log entries and in the entities they were folded into, so that a fold of the
 * log gives the same state.
 */
export function applyMarks(
  entries: readonly ProcessedEntry[],
  marks: ReadonlyMap<string, Reason>,
  before: Workspace,
  layer: Workspace,
): readonly ProcessedEntry[] {
  if (marks.size === 0) return entries;
  const marked = entries.map((entry) => {
    const mark = marks.get(entry.event.id);
    return mark === undefined ? entry : { ...entry, anomalies: [...entry.anomalies, mark] };
  });
  const touched = new Map<string, { type: AggregateType; id: string; added: Reason[] }>();
  for (const { event, outcome, anomalies } of marked) {
    if (outcome !== 'accepted' && outcome !== 'amended') continue;
    const name = `${event.aggregateType}|${event.aggregateId}`;
    const entity = touched.get(name) ?? { type: event.aggregateType, id: event.aggregateId, added: [] };
    entity.added.push(...anomalies);
    touched.set(name, entity);
  }
  for (const { type, id, added } of touched.values()) {
    const entity: Entity | undefined = layer.get(type, id);
    if (entity === undefined || added.length === 0) continue;
    const old: Entity | undefined = before.get(type, id);
    layer.put({ ...entity, anomalies: [...(old?.anomalies ?? []), ...added].slice(-ANOMALIES_KEPT) });
  }
  return marked;
}
