import { decideCommand } from '../conflict/decide-command.ts';
import type { Refusal } from '../domain/kernel/aggregate.ts';
import type { DomainEvent, EventDraft, Reason } from '../domain/kernel/event.ts';
import { idSchema } from '../domain/kernel/ids.ts';
import { err, ok, type Result } from '../domain/kernel/result.ts';
import { toInstant } from '../domain/kernel/time.ts';
import type { BridgeError, BridgeReply, CommandReceipt, CommandRequest, SessionInfo } from '../ipc/bridge.ts';
import { LIMITS } from '../sync/wire.ts';
import { bridgeError, refusalError } from './errors.ts';
import type { LocalData } from './local-data.ts';
import { entityName, type EntityName } from './overlay.ts';

export interface CommandsOptions {
  readonly data: LocalData;
  /** Whether the server can be reached right now; history shows it. */
  readonly isOffline: () => boolean;
  /** Runs a callback after what is already waiting, so that commands arriving together share one commit. */
  readonly soon: (callback: () => void) => void;
  /** Told after the commit, in order. */
  readonly onCommitted: (events: readonly DomainEvent[]) => void;
  readonly onRuleError: (error: unknown, request: CommandRequest) => void;
}

/** Commands that share one commit at most; a longer queue is served in turns. */
const GROUP = 256;

interface Waiting {
  readonly request: CommandRequest;
  readonly resolve: (reply: BridgeReply<CommandReceipt>) => void;
}

/**
 * Runs commands: decide, append, fold, and only when all of it is on disk, answer. Commands waiting at the same moment
 * share one transaction and one flush of the disk.
 */
export class Commands {
  readonly #options: CommandsOptions;
  #queue: Waiting[] = [];
  #scheduled = false;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  run(request: CommandRequest): Promise<BridgeReply<CommandReceipt>> {
    return new Promise((resolve) => {
      this.#queue.push({ request, resolve });
      this.#schedule();
    });
  }

  /** Answers everything that waits. */
  flush(): void {
    while (this.#queue.length > 0) this.#runGroup();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.soon(() => {
      this.#scheduled = false;
      this.#runGroup();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #runGroup(): void {
    const { data } = this.#options;
    const group = this.#queue.splice(0, GROUP);
    if (group.length === 0) return;
    const written: DomainEvent[] = [];
    let replies: BridgeReply<CommandReceipt>[];
    try {
      replies = data.write(() => group.map(({ request }) => this.#runOne(request, written)));
    } catch (error) {
      const reply = err(bridgeError('not-saved', 'core.not-saved', { detail: describe(error) }));
      for (const waiting of group) waiting.resolve(reply);
      return;
    }
    for (const [index, waiting] of group.entries()) {
      const reply = replies[index];
      if (reply !== undefined) waiting.resolve(reply);
    }
    if (written.length > 0) this.#options.onCommitted(written);
  }

  /** Runs inside the group's transaction. An expected refusal is a value; a rule that throws is reported and refuses. */
  #runOne(request: CommandRequest, written: DomainEvent[]): BridgeReply<CommandReceipt> {
    const { data } = this.#options;
    const stored = data.driver
      .prepare('SELECT receipt FROM command_receipts WHERE command_id = ?')
      .get<{ receipt: string }>(request.commandId);
    // The core wrote the text itself.
    if (stored !== undefined) return ok(JSON.parse(stored.receipt) as CommandReceipt);
    if (!idSchema.safeParse(request.commandId).success) return err(bridgeError('invalid-input', 'command.bad-id', {}, 'commandId'));
    const { session } = data;
    if (session === null) return err(bridgeError('not-signed-in', 'session.needed'));

    let attempt: Result<Attempt, BridgeError>;
    try {
      attempt = this.#decide(request, session);
    } catch (error) {
      this.#options.onRuleError(error, request);
      return err(bridgeError('internal', 'command.rule-failed', { name: request.name.slice(0, 80) }));
    }
    if (!attempt.ok) return attempt;
    const { events, changed } = attempt.value;
    if (events.length > 0) {
      data.own.append(events);
      written.push(...events);
      data.view.refresh(changed());
    }
    const receipt: CommandReceipt = {
      commandId: request.commandId,
      txnId: events[0]?.txnId ?? request.commandId,
      eventIds: events.map((event) => event.id),
      noop: events.length === 0,
      rev: data.view.rev,
    };
    data.driver.prepare('INSERT INTO command_receipts (command_id, receipt) VALUES (?, ?)').run(request.commandId, JSON.stringify(receipt));
    return ok(receipt);
  }

  #decide(request: CommandRequest, session: SessionInfo): Result<Attempt, BridgeError> {
    const { data } = this.#options;
    const actor = data.actor(session);
    const now = toInstant(data.clock.nowMs());
    const decided = decideCommand(data.rulebook, { command: request.name, input: request.input }, data.overlay.reader, {
      actor,
      organizationId: session.organizationId,
      now,
      zone: data.clock.zone(),
      newId: () => data.newId(),
    });
    if (!decided.ok) return err(refusalError(decided.error));
    if (decided.value.length === 0) return ok({ events: [], changed: () => new Set() });
    const events = this.#identify(decided.value, request, session, now);
    const tooLarge = tooLargeReason(events);
    if (tooLarge !== null) return err(bridgeError('invalid-input', tooLarge.code, tooLarge.params));
    const { result, commit } = data.overlay.attempt(events);
    if (result.outcome === 'noop') return ok({ events: [], changed: () => new Set() });
    if (result.outcome === 'rejected' || result.outcome === 'parked') {
      const reason = result.reason ?? { code: 'event.refused', params: {} };
      const refusal: Refusal = result.refusal ?? { ...reason, kind: 'illegal-state', field: null };
      return err(refusalError(refusal));
    }
    return ok({ events, changed: commit });
  }

  /** Gives drafts the envelope they keep for ever. */
  #identify(drafts: readonly EventDraft[], request: CommandRequest, session: SessionInfo, now: string): DomainEvent[] {
    const { data, isOffline } = this.#options;
    const txnId = data.newId();
    const first = data.own.lastDeviceSeq(data.deviceId) + 1;
    const dependsOn = new Set<string>();
    for (const draft of drafts) {
      for (const earlier of data.overlay.transactionsOf(entityName(draft.aggregateType, draft.aggregateId))) dependsOn.add(earlier);
      for (const earlier of data.overlay.makersOf(JSON.stringify(draft.data ?? null))) dependsOn.add(earlier);
    }
    return drafts.map((draft, index) => {
      const definition = data.rulebook.events.get(draft.type)?.definition;
      return {
        id: data.newId(),
        type: draft.type,
        version: definition?.version ?? 1,
        kind: definition?.kind ?? 'plan',
        aggregateType: draft.aggregateType,
        aggregateId: draft.aggregateId,
        data: draft.data,
        txnId,
        txnIndex: index,
        txnSize: drafts.length,
        deviceId: data.deviceId,
        deviceSeq: first + index,
        basisSeq: data.basisSeq,
        // The newest ones: each of them depends on those before it.
        dependsOn: [...dependsOn].slice(-50),
        actorId: session.memberId,
        siteId: session.siteId,
        organizationId: session.organizationId,
        occurredAt: now,
        zone: data.clock.zone(),
        correlationId: request.correlationId ?? txnId,
        causationId: null,
        causationDepth: 0,
        offline: isOffline(),
      };
    });
  }
}

interface Attempt {
  readonly events: readonly DomainEvent[];
  /** Keeps the effects in the overlay and names what they touched. */
  readonly changed: () => ReadonlySet<EntityName>;
}

/** What the server would never take is refused before it is written. */
function tooLargeReason(events: readonly DomainEvent[]): Reason | null {
  if (events.length > LIMITS.transactionEvents) {
    return { code: 'command.too-many-events', params: { events: events.length, limit: LIMITS.transactionEvents } };
  }
  const largest = Math.max(...events.map((event) => JSON.stringify(event.data ?? null).length));
  return largest * 2 > LIMITS.eventBytes ? { code: 'command.too-large', params: { limit: LIMITS.eventBytes } } : null;
}

const describe = (error: unknown): string =>
  (error instanceof Error ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}` : String(error)).slice(
    0,
    300,
  );
