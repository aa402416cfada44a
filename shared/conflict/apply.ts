import type { Entity } from '../domain/kernel/aggregate.ts';
import type { RecordedEvent } from '../domain/kernel/event.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { foldEvent } from './fold.ts';
import { lifted } from './lift.ts';
import type { Workspace } from './workspace.ts';

/** What reading one event of the canonical log did. */
export type Applied = 'folded' | 'skipped' | 'unknown';

/**
 * Folds one event of the canonical log, whatever version it was written in. Refused, parked and empty events change nothing; an event type or version from
 * the future makes its entity read-only until the app is updated, and the log keeps it raw.
 */
export function applyRecorded(workspace: Workspace, event: RecordedEvent, rulebook: Rulebook): Applied {
  if (event.outcome !== 'accepted' && event.outcome !== 'amended') return 'skipped';
  const catalog = rulebook.events.get(event.type);
  if (catalog === undefined || catalog.definition.version < event.version) {
    const entity = workspace.get(event.aggregateType, event.aggregateId) as Entity | undefined;
    if (entity !== undefined) workspace.put({ ...entity, readOnly: true, seq: event.seq, lastEventId: event.id });
    return 'unknown';
  }
  foldEvent(workspace, catalog, lifted(event, rulebook), event.anomalies, event.seq, rulebook);
  return 'folded';
}
