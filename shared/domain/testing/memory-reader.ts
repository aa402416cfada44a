import { admitEvent, type EventVerdict } from '../../conflict/admit.ts';
import { decideCommand } from '../../conflict/decide-command.ts';
import { Workspace } from '../../conflict/workspace.ts';
import type { Entity, Policy, Refusal, StateReader } from '../kernel/aggregate.ts';
import type { Actor, AggregateType, DomainEvent, EventDraft } from '../kernel/event.ts';
import { derivedId } from '../kernel/ids.ts';
import type { ActingRole } from '../kernel/roles.ts';
import type { States } from '../kernel/states.ts';
import type { AnyAggregate, CatalogEntry, Rulebook } from '../rulebook.ts';

/** A readable id for tests: the same name is the same id everywhere. */
export const testId = (name: string): string => derivedId('test', name);

export const ORGANIZATION_ID = testId('organization');
export const SITE_ID = testId('site');
export const NOW = '2026-06-01T08:00:00.000Z';

export const actorOf = (role: ActingRole, name: string = role): Actor => ({ memberId: testId(name), role, siteId: SITE_ID });

/** An object already there when the test begins, with the keys it is filed under. */
export interface Given<T extends AggregateType = AggregateType> {
  readonly type: T;
  readonly state: States[T];
  readonly keys: readonly string[];
}

export const given = <T extends AggregateType>(type: T, state: States[T], ...keys: readonly string[]): Given<T> => ({ type, state, keys });

/** A reader over a fixed list. It holds no claims. */
export function memoryReader(objects: readonly Given[]): StateReader {
  const entities = objects.map(({ type, state, keys }) => ({ entity: entityOf(type, state), keys }));
  return {
    get: (type, id) => entities.find(({ entity }) => entity.type === type && entity.id === id)?.entity as never,
    find: (type, key) =>
      entities.filter(({ entity, keys }) => entity.type === type && keys.includes(key)).map(({ entity }) => entity) as never,
    claims: () => [],
  };
}

function entityOf(type: AggregateType, state: States[AggregateType]): Entity {
  return { type, id: state.id, state, stamps: {}, seq: 1, lastEventId: testId('given'), anomalies: [], readOnly: false };
}

/** A rulebook of some nouns only, so that a noun's tests do not wait for the others. */
export function rulebookOf(aggregates: readonly unknown[], policies: readonly Policy[] = []): Rulebook {
  const known = aggregates as readonly AnyAggregate[];
  const events = known.flatMap((aggregate) =>
    Object.entries(aggregate.events).map(([type, definition]): [string, CatalogEntry] => [
      type,
      { type, aggregateType: aggregate.type, definition },
    ]),
  );
  return {
    aggregates: new Map(known.map((aggregate) => [aggregate.type, aggregate])),
    events: new Map(events),
    commands: new Map(known.flatMap((aggregate) => aggregate.commands.map((command) => [command.name, command] as const))),
    policies,
    policiesByType: new Map(
      policies.flatMap((policy) => policy.on.map((type) => [type, policies.filter(({ on }) => on.includes(type))] as const)),
    ),
  };
}

export type Ran =
  | { readonly ok: true; readonly events: readonly DomainEvent[]; readonly verdicts: readonly EventVerdict[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * `accepted`, or the code of the refusal.
 * @param codes the sentences of the nouns under test: a refusal of theirs must have one
 */
export const outcomeIn =
  (codes: Readonly<Record<string, string>>) =>
  (ran: Ran): string => {
    if (ran.ok) return 'accepted';
    const { code } = ran.refusal;
    if (!/^(authority|command|event|entity|claim)\./.test(code) && !(code in codes)) throw new Error(`no sentence for ${code}`);
    return code;
  };

/** One line of history: commands are decided and their events admitted by the real engine, all or none. */
export class World {
  readonly rulebook: Rulebook;
  readonly workspace: Workspace;
  now = NOW;
  #seq = 0;

  constructor(aggregates: readonly unknown[], objects: readonly Given[] = []) {
    this.rulebook = rulebookOf(aggregates);
    this.workspace = new Workspace(memoryReader(objects), this.rulebook);
  }

  get seq(): number {
    return this.#seq;
  }

  run(command: string, input: unknown, actor: Actor): Ran {
    const newId = (): string => derivedId('new', this.#seq, command);
    const moment = { actor, organizationId: ORGANIZATION_ID, now: this.now, zone: 'Europe/Berlin', newId };
    const decided = decideCommand(this.rulebook, { command, input }, this.workspace, moment);
    return decided.ok ? this.submit(decided.value, actor) : { ok: false, refusal: decided.error };
  }

  /** Admits drafts as one transaction, e.g. what somebody decided on an older picture. */
  submit(drafts: readonly EventDraft[], actor: Actor, over: Partial<DomainEvent> = {}): Ran {
    const layer = this.workspace.nest();
    const events: DomainEvent[] = [];
    const verdicts: EventVerdict[] = [];
    for (const [index, draft] of drafts.entries()) {
      const seq = this.#seq + index + 1;
      const event = this.#event(draft, actor, seq, drafts.length, index, over);
      const verdict = admitEvent(event, layer, { rulebook: this.rulebook, actor, seq, mayLeaveSlotOpen: drafts.length > 1 });
      if (verdict.refusal !== null) return { ok: false, refusal: verdict.refusal };
      events.push(verdict.event);
      verdicts.push(verdict);
    }
    layer.commitTo(this.workspace);
    this.#seq += drafts.length;
    return { ok: true, events, verdicts };
  }

  state<T extends AggregateType>(type: T, id: string): States[T] | undefined {
    return this.workspace.get(type, id)?.state;
  }

  #event(draft: EventDraft, actor: Actor, seq: number, txnSize: number, txnIndex: number, over: Partial<DomainEvent>): DomainEvent {
    const definition = this.rulebook.events.get(draft.type)?.definition;
    return {
      ...draft,
      id: testId(`event ${seq}`),
      version: definition?.version ?? 1,
      kind: definition?.kind ?? 'plan',
      txnId: testId(`transaction ${seq}`),
      txnIndex,
      txnSize,
      deviceId: testId(`device of ${actor.memberId}`),
      deviceSeq: seq,
      basisSeq: this.#seq,
      dependsOn: [],
      actorId: actor.memberId,
      siteId: actor.siteId,
      organizationId: ORGANIZATION_ID,
      occurredAt: this.now,
      zone: 'Europe/Berlin',
      correlationId: testId(`transaction ${seq}`),
      causationId: null,
      causationDepth: 0,
      offline: false,
      ...over,
    };
  }
}
