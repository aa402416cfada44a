import { processTransaction, type ProcessResult } from '../../conflict/process.ts';
import { decideCommand } from '../../conflict/decide-command.ts';
import { Workspace } from '../../conflict/workspace.ts';
import type { Refusal } from '../kernel/aggregate.ts';
import type { Actor, AggregateType, DomainEvent, EventDraft } from '../kernel/event.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { States } from '../kernel/states.ts';
import { RULEBOOK } from '../rulebook.ts';
import { actorOf, memoryReader, NOW, ORGANIZATION_ID, testId } from './memory-reader.ts';

/**
 * The whole rulebook on one line of history, as the server runs it: commands decided, events admitted, policies followed,
 * conflicts written. Objects put on it hold their claims.
 */
export class Stage {
  readonly workspace = new Workspace(memoryReader([]), RULEBOOK);
  now = NOW;
  #events = 0;
  #seq = 1;

  /** Puts an object there as if it had always been. */
  put<T extends AggregateType>(type: T, ...states: readonly States[T][]): this {
    for (const state of states) {
      this.workspace.put({ type, id: state.id, state, stamps: {}, seq: 1, lastEventId: testId('put'), anomalies: [], readOnly: false });
    }
    return this;
  }

  state<T extends AggregateType>(type: T, id: string): States[T] {
    const state = this.workspace.get(type, id)?.state;
    if (state === undefined) throw new Error(`no ${type} ${id} on this stage`);
    return state;
  }

  /** All objects of a type under a key. */
  all<T extends AggregateType>(type: T, key: string): readonly States[T][] {
    return this.workspace.find(type, key).map(({ state }) => state);
  }

  decide(command: string, input: unknown, actor: Actor = actorOf('manager')): Result<readonly EventDraft[], Refusal> {
    const newId = (): string => derivedId('stage', this.#events, command);
    const moment = { actor, organizationId: ORGANIZATION_ID, now: this.now, zone: 'Europe/Berlin', newId };
    return decideCommand(RULEBOOK, { command, input }, this.workspace, moment);
  }

  /** Decides and submits; the refusal of either comes back. */
  run(command: string, input: unknown, actor: Actor = actorOf('manager')): Result<ProcessResult, Refusal> {
    const decided = this.decide(command, input, actor);
    if (!decided.ok) return decided;
    const result = this.submit(decided.value, actor);
    return result.refusal === null ? ok(result) : err(result.refusal);
  }

  /** Submits drafts that were decided earlier or elsewhere, at whatever moment they arrive. */
  submit(drafts: readonly EventDraft[], actor: Actor = actorOf('manager'), over: Partial<DomainEvent> = {}): ProcessResult {
    const count = this.#events;
    const events = drafts.map((draft, txnIndex): DomainEvent => {
      const definition = RULEBOOK.events.get(draft.type)?.definition;
      this.#events += 1;
      return {
        ...draft,
        id: testId(`staged ${this.#events}`),
        version: definition?.version ?? 1,
        kind: definition?.kind ?? 'plan',
        txnId: testId(`staged transaction ${count}`),
        txnIndex,
        txnSize: drafts.length,
        deviceId: testId(`device of ${actor.memberId}`),
        deviceSeq: this.#events,
        basisSeq: this.#seq,
        dependsOn: [],
        actorId: actor.memberId,
        siteId: actor.siteId,
        organizationId: ORGANIZATION_ID,
        occurredAt: this.now,
        zone: 'Europe/Berlin',
        correlationId: testId(`staged transaction ${count}`),
        causationId: null,
        causationDepth: 0,
        offline: false,
        ...over,
      };
    });
    const result = processTransaction(events, this.workspace, { actor, firstSeq: this.#seq + 1, detectConflicts: true });
    this.#seq += result.entries.length;
    return result;
  }
}
