import type { Refusal } from '../domain/kernel/aggregate.ts';
import type { Actor, DomainEvent, EventDraft, Outcome, Reason } from '../domain/kernel/event.ts';
import { derivedId, SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { RULEBOOK, type Rulebook } from '../domain/rulebook.ts';
import { admitEvent, policyActor, type EventVerdict } from './admit.ts';
import { conflictDrafts } from './describe.ts';
import { decideCommand } from './decide-command.ts';
import { lifted } from './lift.ts';
import type { ZoneOffset } from './wall-time.ts';
import type { Workspace } from './workspace.ts';

/** Policies may cause policies, up to here; a longer chain is a loop. */
export const MAX_CAUSATION_DEPTH = 8;

export class CausationLoopError extends Error {
  override readonly name = 'CausationLoopError';
  readonly code = 'causation-loop';
  constructor(event: DomainEvent) {
    super(`policies caused each other ${MAX_CAUSATION_DEPTH} times, last by ${event.type} ${event.id}`);
  }
}

export interface ProcessEnv {
  /** Who submitted, with the role the decider knows (never the one the sender claims). */
  readonly actor: Actor;
  /** Sequence of the first entry; null on a device, where nothing is confirmed. */
  readonly firstSeq: number | null;
  /** The server writes conflicts; a device leaves them to it. */
  readonly detectConflicts: boolean;
  /** Time zones, where conflicts are detected: without them no wall time is doubted. */
  readonly zones?: ZoneOffset;
  /** Set when the whole transaction is refused before its own rules are asked: a dependency was refused, for instance. */
  readonly refuse?: Reason;
  /** Set when every submitted payload was checked against this rulebook's schemas before; it is not done twice then. */
  readonly payloadsChecked?: boolean;
}

/** One row for the log. */
export interface ProcessedEntry {
  readonly event: DomainEvent;
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly anomalies: readonly Reason[];
  readonly submittedData: unknown;
}

export interface ProcessResult {
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  /** With the field that is wrong, for the person who just acted. */
  readonly refusal: Refusal | null;
  /** Submitted events first, in order, then what policies and conflicts added, authored by the server. */
  readonly entries: readonly ProcessedEntry[];
}

/**
 * Decides one transaction group and everything that follows from it, in the workspace: all its events or none
 * (DESIGN section 6), then policies, each exactly once with derived ids, then conflict entities.
 * The same function runs on the server (final) and on a device (prediction). Pure but for the workspace, which stays as it
 * was when a rule throws.
 * @throws CausationLoopError when policies cause each other without end; the caller parks the transaction
 */
export function processTransaction(
  events: readonly DomainEvent[],
  workspace: Workspace,
  env: ProcessEnv,
  rulebook: Rulebook = RULEBOOK,
): ProcessResult {
  const layer = workspace.nest();
  const verdicts: EventVerdict[] = [];
  let failed: EventVerdict | undefined;
  for (const event of env.refuse === undefined ? events : []) {
    const verdict = admitEvent(event, layer, {
      rulebook,
      actor: env.actor,
      seq: seqAt(env, verdicts.length),
      mayLeaveSlotOpen: events.length > 1,
      payloadChecked: env.payloadsChecked === true,
    });
    verdicts.push(verdict);
    if (verdict.outcome === 'rejected' || verdict.outcome === 'parked') {
      failed = verdict;
      break;
    }
  }

  const entries: ProcessedEntry[] = [];
  const outcome = outcomeOf(verdicts, failed, env);
  const reason = env.refuse ?? failed?.reason ?? verdicts.find((verdict) => verdict.reason !== null)?.reason ?? null;
  if (outcome === 'rejected' || outcome === 'parked') {
    for (const event of events) entries.push({ event, outcome, reason, anomalies: [], submittedData: null });
    if (env.detectConflicts && failed !== undefined) {
      const beside = workspace.nest();
      const drafts = conflictDrafts([withAllFacts(failed, events)], beside, env.zones);
      appendServerEvents(drafts, failed.event, 'conflict', entries, beside, env, rulebook);
      runPolicies(entries, beside, env, rulebook);
      beside.commitTo(workspace);
    }
    return { outcome, reason, refusal: failed?.refusal ?? null, entries };
  }

  for (const verdict of verdicts) {
    entries.push({
      event: verdict.written,
      outcome: verdict.outcome,
      reason: verdict.reason,
      anomalies: verdict.anomalies,
      submittedData: verdict.submittedData,
    });
  }
  if (env.detectConflicts) {
    for (const verdict of verdicts) {
      appendServerEvents(conflictDrafts([verdict], layer, env.zones), verdict.event, 'conflict', entries, layer, env, rulebook);
    }
  }
  runPolicies(entries, layer, env, rulebook);
  layer.commitTo(workspace);
  return { outcome, reason, refusal: null, entries };
}

/** A transaction is set aside whole, so its card offers to take over all it recorded. */
function withAllFacts(failed: EventVerdict, events: readonly DomainEvent[]): EventVerdict {
  const facts = events.filter(({ kind }) => kind === 'fact');
  return { ...failed, losses: failed.losses.map((loss) => (loss.kind === 'quarantined' ? { ...loss, facts } : loss)) };
}

function outcomeOf(verdicts: readonly EventVerdict[], failed: EventVerdict | undefined, env: ProcessEnv): Outcome {
  if (env.refuse !== undefined) return 'rejected';
  if (failed !== undefined) return failed.outcome;
  if (verdicts.every((verdict) => verdict.outcome === 'noop')) return 'noop';
  return verdicts.some((verdict) => verdict.outcome === 'amended' || (verdict.outcome === 'noop' && verdict.losses.length > 0))
    ? 'amended'
    : 'accepted';
}

/** Runs the policies of every accepted event in `entries`, including of what they add. */
function runPolicies(entries: ProcessedEntry[], layer: Workspace, env: ProcessEnv, rulebook: Rulebook): void {
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (entry === undefined || (entry.outcome !== 'accepted' && entry.outcome !== 'amended')) continue;
    const policies = rulebook.policiesByType.get(entry.event.type);
    if (policies === undefined) continue;
    const event = lifted(entry.event, rulebook);
    const disabled = layer.get('organization', event.organizationId)?.state.settings.disabledPolicies ?? [];
    for (const policy of policies) {
      if (disabled.includes(policy.id)) continue;
      let made = 0;
      const newId = (): string => derivedId(policy.id, policy.version, event.id, 'new', made++);
      const moment = {
        actor: policyActor(event.siteId),
        organizationId: event.organizationId,
        now: event.occurredAt,
        zone: event.zone,
        newId,
      };
      const commands = policy.plan(event, { ...moment, reader: layer, sequence: () => ({ ok: true, value: [] }) });
      for (const [position, command] of commands.entries()) {
        if (event.causationDepth >= MAX_CAUSATION_DEPTH) throw new CausationLoopError(event);
        const decided = decideCommand(rulebook, command, layer, moment);
        if (!decided.ok) continue;
        appendServerEvents(decided.value, event, `${policy.id}:${policy.version}:${position}`, entries, layer, env, rulebook);
      }
    }
  }
}

/** Gives drafts the server's identity, derived from their cause, and admits them as one transaction. */
function appendServerEvents(
  drafts: readonly EventDraft[],
  cause: DomainEvent,
  purpose: string,
  entries: ProcessedEntry[],
  workspace: Workspace,
  env: ProcessEnv,
  rulebook: Rulebook,
): void {
  if (drafts.length === 0) return;
  const txnId = derivedId('txn', purpose, cause.id);
  const actor = policyActor(cause.siteId);
  const layer = workspace.nest();
  const added: ProcessedEntry[] = [];
  for (const [txnIndex, draft] of drafts.entries()) {
    const definition = rulebook.events.get(draft.type)?.definition;
    const event: DomainEvent = {
      id: derivedId('event', txnId, txnIndex),
      type: draft.type,
      version: definition?.version ?? 1,
      kind: definition?.kind ?? 'plan',
      aggregateType: draft.aggregateType,
      aggregateId: draft.aggregateId,
      data: draft.data,
      txnId,
      txnIndex,
      txnSize: drafts.length,
      deviceId: SERVER_DEVICE_ID,
      deviceSeq: 0,
      basisSeq: env.firstSeq === null ? 0 : env.firstSeq + entries.length + txnIndex - 1,
      dependsOn: [],
      actorId: actor.memberId,
      siteId: cause.siteId,
      organizationId: cause.organizationId,
      occurredAt: cause.occurredAt,
      zone: cause.zone,
      correlationId: cause.correlationId,
      causationId: cause.id,
      causationDepth: cause.causationDepth + 1,
      offline: false,
    };
    const verdict = admitEvent(event, layer, {
      rulebook,
      actor,
      seq: seqAt(env, entries.length + txnIndex),
      mayLeaveSlotOpen: drafts.length > 1,
    });
    if (verdict.outcome === 'rejected' || verdict.outcome === 'parked') return;
    added.push({
      event: verdict.written,
      outcome: verdict.outcome,
      reason: verdict.reason,
      anomalies: verdict.anomalies,
      submittedData: verdict.submittedData,
    });
  }
  layer.commitTo(workspace);
  entries.push(...added);
}

const seqAt = (env: ProcessEnv, index: number): number | null => (env.firstSeq === null ? null : env.firstSeq + index);
