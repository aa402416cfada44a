import { processTransaction } from '../conflict/process.ts';
import { applyRecorded } from '../conflict/apply.ts';
import { policyActor } from '../conflict/admit.ts';
import { decideCommand } from '../conflict/decide-command.ts';
import { Workspace } from '../conflict/workspace.ts';
import type { Policy, StateReader } from '../domain/kernel/aggregate.ts';
import type { Actor, DomainEvent, EventDraft, RecordedEvent } from '../domain/kernel/event.ts';
import { derivedId, POLICY_ACTOR_ID, SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { err, ok } from '../domain/kernel/result.ts';
import type { TimePolicy } from '../domain/kernel/time-policy.ts';
import { TIME_POLICIES, type Rulebook } from '../domain/rulebook.ts';
import type { BridgeReply, DryRunFinding, DryRunPage, DryRunRequest } from '../ipc/bridge.ts';
import { bridgeError } from './errors.ts';
import type { LocalData } from './local-data.ts';

const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };
const HOUR_MS = 3_600_000;
/** Events, or hours, that one step looks at: some tens of milliseconds. */
const STEP_EVENTS = 400;
const STEP_HOURS = 24;
/** What rules of time write; left out of the replay, so that the rule is asked as if nobody had written it yet. */
const WRITTEN_BY_TIME: ReadonlySet<string> = new Set(['notification.created', 'shift.offer_expired']);

type Step = { readonly seq: number; readonly found: readonly DryRunFinding[] };

/**
 * What a policy would have done in a period: the log of this device is replayed from its start through the real rules,
 * with that one policy switched on, and nothing of it is kept. One run at a time; asking for another ends it.
 */
export class DryRun {
  readonly #data: LocalData;
  #run: { readonly id: string; readonly steps: Generator<Step> } | null = null;

  constructor(data: LocalData) {
    this.#data = data;
  }

  /** Goes on with a run, or begins it; `stop` forgets it. */
  next(request: DryRunRequest): BridgeReply<DryRunPage> {
    const head = this.#data.log.lastSeq;
    if (request.stop) {
      this.#run = null;
      return ok({ found: [], seq: 0, head, isDone: true });
    }
    if (this.#run?.id !== request.runId) {
      if (this.#data.log.missing() !== null) return err(bridgeError('busy', 'dry-run.log-incomplete'));
      const steps = this.#begin(request);
      if (steps === null) return err(bridgeError('not-found', 'dry-run.unknown-policy', {}, 'policyId'));
      this.#run = { id: request.runId, steps };
    }
    const step = this.#run.steps.next();
    if (step.done !== true) return ok({ found: step.value.found, seq: step.value.seq, head, isDone: false });
    this.#run = null;
    return ok({ found: [], seq: head, head, isDone: true });
  }

  #begin({ policyId, from, to }: DryRunRequest): Generator<Step> | null {
    const { rulebook, log } = this.#data;
    const transactions = inTransactions(log.chunks());
    const policy = rulebook.policies.find(({ id }) => id === policyId);
    if (policy !== undefined) return replayEvents(transactions, rulebook, policy, { from, to });
    const timed = TIME_POLICIES.find(({ id }) => id === policyId);
    const organizationId = this.#data.session?.organizationId;
    if (timed === undefined || organizationId === undefined) return null;
    return replayHours(transactions, rulebook, timed, { from, to, organizationId });
  }
}

interface Period {
  readonly from: string;
  readonly to: string;
}

const isCarriedOut = ({ outcome }: RecordedEvent): boolean => outcome === 'accepted' || outcome === 'amended';

function* replayEvents(log: Iterable<readonly RecordedEvent[]>, rulebook: Rulebook, policy: Policy, period: Period): Generator<Step> {
  const state = new Workspace(EMPTY, rulebook);
  const open: DryRunFinding[] = [];
  const real = new Set<string>();
  let looked = 0;
  let seq = 0;
  for (const events of log) {
    const [first] = events;
    if (first === undefined) continue;
    if (events.some((event) => isCarriedOut(event) && policy.on.includes(event.type)) && within(first.recordedAt, period))
      open.push(...wouldFollow(events, state, rulebook, policy));
    for (const event of events) {
      applyRecorded(state, event, rulebook);
      if (isCarriedOut(event) && event.deviceId === SERVER_DEVICE_ID) real.add(event.id);
    }
    seq = events.at(-1)?.seq ?? seq;
    looked += events.length;
    if (looked < STEP_EVENTS) continue;
    looked = 0;
    yield { seq, found: [] };
  }
  // Only now is it known what of it stands in the log.
  yield { seq, found: open.map((finding) => ({ ...finding, happened: finding.events.every(({ eventId }) => real.has(eventId)) })) };
}

/** Runs the transaction again where it stood, with this policy alone, and takes what it caused. */
function wouldFollow(events: readonly RecordedEvent[], state: Workspace, rulebook: Rulebook, policy: Policy): DryRunFinding[] {
  const [first] = events;
  if (first === undefined) return [];
  const off = state.get('organization', first.organizationId)?.state.settings.disabledPolicies ?? [];
  // Where it was switched off it runs under another name; what it would have made then stands nowhere.
  const alone = off.includes(policy.id) ? { ...policy, id: `${policy.id} tried` } : policy;
  const only: Rulebook = { ...rulebook, policies: [alone], policiesByType: new Map(policy.on.map((type) => [type, [alone]])) };
  const layer = state.nest();
  const submitted = events.map((event): DomainEvent => event);
  const result = processTransaction(submitted, layer, { actor: actorOf(first, state), firstSeq: first.seq, detectConflicts: false }, only);
  const findings = new Map<string, DryRunFinding>();
  for (const { event } of result.entries.slice(events.length)) {
    const cause = events.find(({ id }) => id === event.causationId);
    if (cause === undefined) continue;
    const known = findings.get(cause.id);
    const added = { eventId: event.id, type: event.type, about: { type: event.aggregateType, id: event.aggregateId } };
    findings.set(cause.id, {
      at: cause.recordedAt,
      cause: { type: cause.type, about: { type: cause.aggregateType, id: cause.aggregateId } },
      events: [...(known?.events ?? []), added],
      happened: false,
    });
  }
  return [...findings.values()];
}

function* replayHours(
  log: Iterable<readonly RecordedEvent[]>,
  rulebook: Rulebook,
  policy: TimePolicy,
  period: Period & { readonly organizationId: string },
): Generator<Step> {
  const state = new Workspace(EMPTY, rulebook);
  const real = new Set<string>();
  const found: DryRunFinding[] = [];
  let nextMs = Date.parse(period.from);
  let [seq, looked] = [0, 0];
  const hoursUntil = function* (endMs: number): Generator<Step> {
    for (let hours = 0; nextMs < endMs; nextMs += HOUR_MS) {
      found.push(...due(policy, state, rulebook, period.organizationId, new Date(nextMs).toISOString()));
      hours += 1;
      if (hours % STEP_HOURS === 0) yield { seq, found: [] };
    }
  };
  for (const events of log) {
    const recordedAt = events[0]?.recordedAt ?? period.from;
    yield* hoursUntil(Math.min(Date.parse(recordedAt), Date.parse(period.to)));
    for (const event of events) {
      const isOfTime = event.deviceId === SERVER_DEVICE_ID && event.causationId === null && WRITTEN_BY_TIME.has(event.type);
      if (isOfTime && isCarriedOut(event)) real.add(`${event.type}|${event.aggregateId}`);
      if (!isOfTime || event.recordedAt < period.from) applyRecorded(state, event, rulebook);
    }
    seq = events.at(-1)?.seq ?? seq;
    looked += events.length;
    if (looked < STEP_EVENTS) continue;
    looked = 0;
    yield { seq, found: [] };
  }
  yield* hoursUntil(Date.parse(period.to));
  const happened = ({ events }: DryRunFinding): boolean => events.every(({ type, about }) => real.has(`${type}|${about.id}`));
  yield { seq, found: found.map((finding) => ({ ...finding, happened: happened(finding) })) };
}

/** What the rule finds due at a moment, carried out so that it is not found again. */
function due(policy: TimePolicy, state: Workspace, rulebook: Rulebook, organizationId: string, now: string): DryRunFinding[] {
  const organization = state.get('organization', organizationId)?.state;
  const siteId = organization?.sites[0]?.id;
  if (organization === undefined || siteId === undefined) return [];
  const moment = {
    actor: policyActor(siteId),
    organizationId,
    now,
    zone: organization.zone,
    newId: () => derivedId('dry-run', now, made++),
  };
  let made = 0;
  return policy.due({ reader: state, organizationId, now }).flatMap((command): DryRunFinding[] => {
    const decided = decideCommand(rulebook, command, state, moment);
    if (!decided.ok || decided.value.length === 0) return [];
    const txnId = derivedId('dry-run', policy.id, now, made++);
    const events = decided.value.map((draft, txnIndex) =>
      written(draft, { txnId, txnIndex, txnSize: decided.value.length, moment, rulebook }),
    );
    const quiet: Rulebook = { ...rulebook, policiesByType: new Map() };
    const { refusal } = processTransaction(events, state, { actor: moment.actor, firstSeq: 1, detectConflicts: false }, quiet);
    if (refusal !== null) return [];
    const about = events.map((event) => ({
      eventId: event.id,
      type: event.type,
      about: { type: event.aggregateType, id: event.aggregateId },
    }));
    return [{ at: now, cause: null, events: about, happened: false }];
  });
}

function written(
  draft: EventDraft,
  at: {
    readonly txnId: string;
    readonly txnIndex: number;
    readonly txnSize: number;
    readonly moment: { readonly actor: Actor; readonly organizationId: string; readonly now: string; readonly zone: string };
    readonly rulebook: Rulebook;
  },
): DomainEvent {
  const { txnId, txnIndex, txnSize, moment, rulebook } = at;
  const definition = rulebook.events.get(draft.type)?.definition;
  return {
    ...draft,
    id: derivedId('event', txnId, txnIndex),
    version: definition?.version ?? 1,
    kind: definition?.kind ?? 'plan',
    txnId,
    txnIndex,
    txnSize,
    deviceId: SERVER_DEVICE_ID,
    deviceSeq: 0,
    basisSeq: 0,
    dependsOn: [],
    actorId: moment.actor.memberId,
    siteId: moment.actor.siteId,
    organizationId: moment.organizationId,
    occurredAt: moment.now,
    zone: moment.zone,
    correlationId: txnId,
    causationId: null,
    causationDepth: 0,
    offline: false,
  };
}

const within = (at: string, { from, to }: Period): boolean => at >= from && at < to;

function actorOf(event: RecordedEvent, reader: StateReader): Actor {
  // The server also writes in people's names: who acted decides, not where.
  if (event.actorId === POLICY_ACTOR_ID) return policyActor(event.siteId);
  if (event.actorId === SERVER_ADMIN_ACTOR_ID) return { ...policyActor(event.siteId), memberId: event.actorId };
  return { memberId: event.actorId, role: reader.get('member', event.actorId)?.state.role ?? 'owner', siteId: event.siteId };
}

/** Neighbouring events of one transaction, in order. */
function* inTransactions(chunks: Iterable<readonly RecordedEvent[]>): Generator<readonly RecordedEvent[]> {
  let group: RecordedEvent[] = [];
  for (const chunk of chunks) {
    for (const event of chunk) {
      if (group.length > 0 && group[0]?.txnId !== event.txnId) {
        yield group;
        group = [];
      }
      group.push(event);
    }
  }
  if (group.length > 0) yield group;
}
