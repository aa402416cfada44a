import type { Entity, FieldStamp } from '../domain/kernel/aggregate.ts';
import type { DomainEvent, Reason } from '../domain/kernel/event.ts';
import { assert } from '../domain/kernel/result.ts';
import type { CatalogEntry, Rulebook } from '../domain/rulebook.ts';
import type { FieldChange } from './merge.ts';
import type { FiledEntity, Workspace } from './workspace.ts';

/** Marks the anomaly under which a fact was attached beside the plan, so that a fold of the log repeats it exactly. */
export const ATTACHED = 'attached';

export const attachedCode = (anomalies: readonly Reason[]): string | null =>
  anomalies.find((anomaly) => anomaly.params[ATTACHED] === 1)?.code ?? null;

/** The edits of a field-edit payload; empty when it has none. */
export function changesOf(data: unknown): Readonly<Record<string, FieldChange>> {
  if (typeof data !== 'object' || data === null || !('changes' in data)) return {};
  const { changes } = data;
  return typeof changes === 'object' && changes !== null ? (changes as Record<string, FieldChange>) : {};
}

/**
 * Folds one admitted event into its entity: new state, stamps, anomalies. The only place where a state changes, on the
 * device, on the server and when a log is read back.
 * @param seq its sequence, null while only this device knows it
 */
export function foldEvent(
  workspace: Workspace,
  catalog: CatalogEntry,
  event: DomainEvent,
  anomalies: readonly Reason[],
  seq: number | null,
  rulebook: Rulebook,
): void {
  const before = workspace.get(event.aggregateType, event.aggregateId) as Entity | undefined;
  workspace.file(foldedEntity(before, catalog, event, anomalies, seq, rulebook));
}

/** What `foldEvent` makes of an entity, not put in place yet. */
export function foldedEntity(
  before: Entity | undefined,
  catalog: CatalogEntry,
  event: DomainEvent,
  anomalies: readonly Reason[],
  seq: number | null,
  rulebook: Rulebook,
): FiledEntity {
  const aggregate = rulebook.aggregates.get(event.aggregateType);
  assert(aggregate !== undefined, `no aggregate ${event.aggregateType}`);
  const state = nextState(catalog, before?.state, event, attachedCode(anomalies));
  const claims = aggregate.claims(state);
  const stamp: FieldStamp = {
    seq,
    deviceId: event.deviceId,
    deviceSeq: event.deviceSeq,
    eventId: event.id,
    eventType: event.type,
    actorId: event.actorId,
    siteId: event.siteId,
    occurredAt: event.occurredAt,
    offline: event.offline,
  };
  const stamps: Record<string, FieldStamp> = { ...before?.stamps };
  if (before === undefined) stamps['*'] = stamp;
  if (catalog.definition.fields !== undefined) for (const field of Object.keys(changesOf(event.data))) stamps[field] = stamp;
  if (before !== undefined && statusOf(before.state) !== statusOf(state)) stamps['status'] = stamp;
  if (!sameClaims(before === undefined ? [] : aggregate.claims(before.state), claims)) stamps['claim'] = stamp;
  const entity: Entity = {
    type: event.aggregateType,
    id: event.aggregateId,
    state,
    stamps,
    seq: seq ?? before?.seq ?? 0,
    lastEventId: event.id,
    anomalies: anomalies.length === 0 ? (before?.anomalies ?? []) : [...(before?.anomalies ?? []), ...anomalies].slice(-20),
    readOnly: before?.readOnly ?? false,
  };
  return { entity, keys: aggregate.keys(state), claims };
}

function nextState(catalog: CatalogEntry, state: unknown, event: DomainEvent, attachedAs: string | null): unknown {
  const { definition } = catalog;
  let base = state;
  if (definition.fields !== undefined && typeof state === 'object' && state !== null) {
    const edited: Record<string, unknown> = { ...state };
    for (const [field, change] of Object.entries(changesOf(event.data))) edited[field] = change.to;
    base = edited;
  }
  return definition.evolve === undefined ? base : definition.evolve(base, event.data as never, event, attachedAs);
}

function statusOf(state: unknown): unknown {
  return typeof state === 'object' && state !== null && 'status' in state ? state.status : undefined;
}

function sameClaims(a: readonly { resource: string; startMs: number; endMs: number }[], b: typeof a): boolean {
  return (
    a.length === b.length &&
    a.every((claim, index) => {
      const other = b[index];
      return other !== undefined && claim.resource === other.resource && claim.startMs === other.startMs && claim.endMs === other.endMs;
    })
  );
}
