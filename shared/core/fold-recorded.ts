import { applyRecorded } from '../conflict/apply.ts';
import type { Workspace } from '../conflict/workspace.ts';
import type { Entity } from '../domain/kernel/aggregate.ts';
import type { RecordedEvent } from '../domain/kernel/event.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { UPCASTERS } from '../events/upcasters.ts';

/**
 * Folds one event of the canonical log. Nouns of a newer app are left to the log. A rule that fails on an event the server
 * accepted makes the object read-only, and everything else goes on.
 */
export function foldRecorded(
  layer: Workspace,
  event: RecordedEvent,
  rulebook: Rulebook,
  onError: (error: unknown, event: RecordedEvent) => void,
): void {
  if (!rulebook.aggregates.has(event.aggregateType)) return;
  try {
    applyRecorded(layer, lifted(event, rulebook), rulebook);
  } catch (error) {
    onError(error, event);
    const entity: Entity | undefined = layer.get(event.aggregateType, event.aggregateId);
    if (entity !== undefined) layer.put({ ...entity, readOnly: true });
  }
}

/** An event of an older version as this build reads it; the stored bytes stay as they are. */
function lifted(event: RecordedEvent, rulebook: Rulebook): RecordedEvent {
  const current = rulebook.events.get(event.type)?.definition.version;
  if (current === undefined || event.version >= current) return event;
  const data = UPCASTERS.lift(event.type, event.data, event.version, current);
  if (!data.ok) throw new Error(`${data.error.kind}: ${event.type}@${data.error.version}`);
  return { ...event, data: data.value, version: current };
}
