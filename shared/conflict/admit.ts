import type { z } from 'zod';
import type { CheckContext, Entity, Refusal } from '../domain/kernel/aggregate.ts';
import type { HeldClaim } from '../domain/kernel/claims.ts';
import type { Actor, DomainEvent, Reason } from '../domain/kernel/event.ts';
import { POLICY_ACTOR_ID } from '../domain/kernel/ids.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { ATTACHED, changesOf, foldedEntity } from './fold.ts';
import { lifted } from './lift.ts';
import { mergeFields, type FieldChange, type MergeResult } from './merge.ts';
import type { FiledEntity, Workspace } from './workspace.ts';

/** What was lost or contradicted, with what a conflict card needs to say so. */
export type Loss =
  | { readonly kind: 'same-field'; readonly fields: Readonly<Record<string, FieldChange>> }
  | { readonly kind: 'illegal-state'; readonly reason: Reason }
  | { readonly kind: 'clash'; readonly holder: HeldClaim }
  | { readonly kind: 'gone' }
  | { readonly kind: 'forbidden' }
  /** Recorded by somebody who had lost the right to: the facts of the transaction, for a supervisor to take over. */
  | { readonly kind: 'quarantined'; readonly facts: readonly DomainEvent[] }
  | { readonly kind: 'invalid'; readonly reason: Reason }
  | { readonly kind: 'contradicts-plan'; readonly reason: Reason };

/** The verdict on one event. Anything but `rejected` and `parked` has been folded into the workspace, if there was something to fold. */
export interface EventVerdict {
  readonly outcome: 'accepted' | 'amended' | 'noop' | 'rejected' | 'parked';
  /** As this build reads it. */
  readonly event: DomainEvent;
  /** As the log keeps it: in its author's version, unless it was amended. */
  readonly written: DomainEvent;
  readonly reason: Reason | null;
  readonly anomalies: readonly Reason[];
  /** The payload as submitted when it was amended. */
  readonly submittedData: unknown;
  readonly losses: readonly Loss[];
  readonly refusal: Refusal | null;
}

export interface AdmitContext {
  readonly rulebook: Rulebook;
  readonly actor: Actor;
  /** Sequence the event gets if admitted; null on a device. */
  readonly seq: number | null;
  /** Events that travel with this one may survive without it: a clash then leaves the slot open instead of refusing all. */
  readonly mayLeaveSlotOpen: boolean;
  /** Set when the payload was checked against this rulebook's schema before. */
  readonly payloadChecked?: boolean;
}

/** Assignments: what a clash may take out of a transaction while the rest of it survives (DESIGN section 6, C4). */
const SLOT_EVENTS: ReadonlySet<string> = new Set(['shift.assigned', 'shift.reassigned', 'kit.assigned']);

/**
 * Admits one event against the current state: the single rule by which a device predicts and the server decides
 * (DESIGN sections 1 and 6). Facts are never rejected; what contradicts the plan is kept and flagged.
 */
export function admitEvent(submitted: DomainEvent, workspace: Workspace, context: AdmitContext): EventVerdict {
  const verdict = admitLifted(lifted(submitted, context.rulebook), workspace, context);
  if (verdict.submittedData !== null) return { ...verdict, submittedData: submitted.data };
  return verdict.written === submitted ? verdict : { ...verdict, written: submitted };
}

function admitLifted(event: DomainEvent, workspace: Workspace, context: AdmitContext): EventVerdict {
  const catalog = context.rulebook.events.get(event.type);
  if (catalog === undefined || catalog.definition.version < event.version) {
    return stop(event, 'parked', refusal('invalid', 'event.unknown-type', { type: event.type, version: event.version }), []);
  }
  const { definition } = catalog;
  const isFact = definition.kind === 'fact';
  const parsed = context.payloadChecked === true ? undefined : definition.data.safeParse(event.data);
  const readable = parsed?.success === false && isFact ? withoutUnknown(event.data, parsed.error, definition.data) : undefined;
  if ((parsed?.success === false && readable === undefined) || catalog.aggregateType !== event.aggregateType) {
    const issue = parsed?.error?.issues[0];
    const field = issue === undefined ? 'aggregateType' : ['data', ...issue.path].join('.');
    const problem = {
      ...refusal('invalid', 'event.invalid-data', { type: event.type, field, problem: issue?.message ?? 'wrong noun' }),
      field,
    };
    return stop(event, isFact ? 'parked' : 'rejected', problem, [{ kind: 'invalid', reason: problem }]);
  }

  const anomalies: Reason[] = [];
  const losses: Loss[] = [];
  const entity = workspace.get(event.aggregateType, event.aggregateId) as Entity | undefined;

  if (!definition.roles.includes(context.actor.role)) {
    const problem = refusal('forbidden', 'authority.not-allowed', { type: event.type, role: context.actor.role });
    if (!isFact) return stop(event, 'rejected', problem, [{ kind: 'forbidden' }]);
    return stop(event, 'parked', problem, [{ kind: 'quarantined', facts: [event] }]);
  }
  if (entity?.readOnly === true && !isFact) {
    return stop(event, 'rejected', refusal('illegal-state', 'entity.read-only', { type: event.aggregateType }), []);
  }

  const cell = definition.cell?.(entity?.state, event.data as never);
  if (cell?.kind === 'noop') return { ...admitted(event, 'noop'), reason: { code: 'event.already-so', params: {} } };
  if (cell?.kind === 'illegal' || cell?.kind === 'attach') {
    const problem = refusal('illegal-state', cell.code, { status: String(statusText(entity)) });
    if (!isFact && cell.kind === 'illegal') {
      return stop(event, 'rejected', problem, [entity === undefined ? { kind: 'gone' } : { kind: 'illegal-state', reason: problem }]);
    }
    const reason = { code: cell.code, params: { ...problem.params, [ATTACHED]: 1 } };
    anomalies.push(reason);
    losses.push({ kind: 'contradicts-plan', reason });
  }
  if (cell === undefined && entity === undefined && definition.fields !== undefined) {
    return stop(event, 'rejected', refusal('not-found', 'entity.gone', { type: event.aggregateType }), [{ kind: 'gone' }]);
  }

  let admittedEvent = readable === undefined ? event : { ...event, data: readable };
  let outcome: 'accepted' | 'amended' = readable === undefined ? 'accepted' : 'amended';
  if (definition.fields !== undefined && entity !== undefined) {
    const changes = changesOf(event.data);
    const merged = mergeFields(changes, entity.state as Record<string, unknown>, entity.stamps, event, definition.fields);
    const isJoined = Object.entries(merged.applied).some(([field, change]) => change !== changes[field]);
    if (Object.keys(merged.lost).length > 0) losses.push({ kind: 'same-field', fields: merged.lost });
    if (Object.keys(merged.applied).length === 0) {
      if (Object.keys(merged.lost).length === 0) return { ...admitted(event, 'noop'), reason: { code: 'event.already-so', params: {} } };
      const fields = Object.keys(merged.lost).join(', ');
      return stop(event, 'rejected', refusal('stale', 'event.field-changed-meanwhile', { fields }), losses);
    }
    if (isJoined || Object.keys(merged.applied).length < Object.keys(changes).length) {
      admittedEvent = { ...event, data: { ...(event.data as object), changes: merged.applied } };
      if (isJoined || Object.keys(merged.lost).length > 0) outcome = 'amended';
      // both texts together may be longer than the field: then the later one stands, and the history keeps the other
      if (isJoined && !definition.data.safeParse(admittedEvent.data).success) admittedEvent = { ...event, data: laterTexts(event, merged) };
    }
  }

  const check: CheckContext = { reader: workspace, event: admittedEvent, actor: context.actor };
  for (const problem of definition.check?.(entity?.state, admittedEvent.data as never, check) ?? []) {
    if (!isFact) return stop(event, 'rejected', problem, [{ kind: 'illegal-state', reason: reasonOf(problem) }]);
    anomalies.push(reasonOf(problem));
    losses.push({ kind: 'contradicts-plan', reason: reasonOf(problem) });
  }

  const folded = foldedEntity(entity, catalog, admittedEvent, anomalies, context.seq, context.rulebook);
  const clash = isFact ? undefined : clashOf(folded, entity, workspace, context);
  if (clash !== undefined) {
    const problem = refusal('clash', 'claim.taken', {
      resource: clash.resource,
      holderType: clash.aggregateType,
      holderId: clash.aggregateId,
      from: clash.startMs,
      until: clash.endMs,
    });
    if (context.mayLeaveSlotOpen && SLOT_EVENTS.has(event.type)) {
      return { ...admitted(event, 'noop'), reason: reasonOf(problem), losses: [{ kind: 'clash', holder: clash }] };
    }
    return stop(event, 'rejected', problem, [{ kind: 'clash', holder: clash }]);
  }

  workspace.file(folded);
  return {
    outcome,
    event: admittedEvent,
    written: admittedEvent,
    reason: outcome === 'amended' ? amendment(losses, isFact) : null,
    anomalies,
    submittedData: admittedEvent === event ? null : event.data,
    losses,
    refusal: null,
  };
}

function amendment(losses: readonly Loss[], isFact: boolean): Reason {
  if (isFact) return { code: 'event.unknown-fields', params: {} };
  return { code: losses.some(({ kind }) => kind === 'same-field') ? 'event.field-changed-meanwhile' : 'event.texts-joined', params: {} };
}

/**
 * A fact from a newer app: what this version knows of it counts, the rest stays in the log as it was submitted
 * (domain.md section 4, case 20). Undefined when more than unknown fields is wrong with it.
 */
function withoutUnknown(data: unknown, error: z.ZodError, schema: z.ZodType): unknown {
  if (!error.issues.every(({ code }) => code === 'unrecognized_keys')) return undefined;
  const known: unknown = JSON.parse(JSON.stringify(data));
  for (const issue of error.issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : at), known);
    if (typeof owner === 'object' && owner !== null) for (const key of issue.keys) Reflect.deleteProperty(owner, key);
  }
  return schema.safeParse(known).success ? known : undefined;
}

/** The surviving edits with the words their author wrote. */
function laterTexts(event: DomainEvent, merged: MergeResult): object {
  const changes = changesOf(event.data);
  const kept = Object.keys(merged.applied).map((field) => [field, changes[field]] as const);
  return { ...(event.data as object), changes: Object.fromEntries(kept) };
}

/** The first claim of the resulting state that somebody else already holds; undefined when it is free or not new. */
function clashOf(folded: FiledEntity, before: Entity | undefined, workspace: Workspace, context: AdmitContext): HeldClaim | undefined {
  const { entity, claims } = folded;
  if (claims.length === 0) return undefined;
  const held = before === undefined ? [] : (context.rulebook.aggregates.get(entity.type)?.claims(before.state) ?? []);
  for (const claim of claims) {
    if (held.some((old) => old.resource === claim.resource && old.startMs <= claim.startMs && old.endMs >= claim.endMs)) continue;
    const taken = workspace
      .claims(claim.resource, claim.startMs, claim.endMs)
      .find((other) => other.aggregateType !== entity.type || other.aggregateId !== entity.id);
    if (taken !== undefined) return taken;
  }
  return undefined;
}

const statusText = (entity: Entity | undefined): unknown =>
  typeof entity?.state === 'object' && entity.state !== null && 'status' in entity.state ? entity.state.status : 'none';

export const reasonOf = (problem: Reason): Reason => ({ code: problem.code, params: problem.params });

export function refusal(kind: Refusal['kind'], code: string, params: Reason['params']): Refusal {
  return { kind, code, params, field: null };
}

function admitted(event: DomainEvent, outcome: 'accepted' | 'noop'): EventVerdict {
  return { outcome, event, written: event, reason: null, anomalies: [], submittedData: null, losses: [], refusal: null };
}

function stop(event: DomainEvent, outcome: 'rejected' | 'parked', problem: Refusal, losses: readonly Loss[]): EventVerdict {
  return { outcome, event, written: event, reason: reasonOf(problem), anomalies: [], submittedData: null, losses, refusal: problem };
}

/** The policy's own actor, for follow-up commands of an event. */
export const policyActor = (siteId: string): Actor => ({ memberId: POLICY_ACTOR_ID, role: 'policy', siteId });
