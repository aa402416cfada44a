import { applyRecorded } from '../conflict/apply.ts';
import type { Workspace } from '../conflict/workspace.ts';
import type { Entity } from '../domain/kernel/aggregate.ts';
import type { RecordedEvent } from '../domain/kernel/event.ts';
import type { Rulebook } from '../domain/rulebook.ts';

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
    applyRecorded(layer, event, rulebook);
  } catch (error) {
    onError(error, event);
    const entity: Entity | undefined = layer.get(event.aggregateType, event.aggregateId);
    if (entity !== undefined) layer.put({ ...entity, readOnly: true });
  }
}
