import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldedEntity } from '../../conflict/fold.ts';
import { admitEvent } from '../../conflict/admit.ts';
import { decideCommand } from '../../conflict/decide-command.ts';
import { Workspace } from '../../conflict/workspace.ts';
import type { AggregateDefinition, Entity } from '../kernel/aggregate.ts';
import type { Actor, AggregateType, DomainEvent, EventDraft } from '../kernel/event.ts';
import type { ActingRole } from '../kernel/roles.ts';
import type { States } from '../kernel/states.ts';
import type { Cell } from '../kernel/transitions.ts';
import { RULEBOOK } from '../rulebook.ts';
import { actorOf, memoryReader, NOW, ORGANIZATION_ID, testId } from './memory-reader.ts';

/** What somebody tries: a command, or an event decided on a picture that is long out of date. */
export type Attempt =
  | { readonly role: ActingRole; readonly command: string; readonly input: unknown }
  | { readonly role: ActingRole; readonly event: string; readonly data: unknown };

type Table = Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>;

export interface NounProperties<T extends AggregateType> {
  readonly aggregate: AggregateDefinition<T>;
  /** The one object all of it is about. */
  readonly id: string;
  readonly table: Table;
  readonly statusOf: (state: States[T]) => string;
  /** What makes the object, so that stories begin with one; without it they meet nothing. */
  readonly creation: Attempt;
  readonly attempt: fc.Arbitrary<Attempt>;
  /** Set where a fact may leave the object as it is although its cell leads on: somebody else's message stays unread. */
  readonly mayBeIgnored?: boolean;
  /** Statuses that the stories must have passed through, or they would prove little. */
  readonly reached: readonly string[];
}

/** One admitted event with what stands after it. */
interface Step<T extends AggregateType> {
  readonly before: Entity<States[T]> | undefined;
  readonly event: DomainEvent;
  readonly anomalies: ReturnType<typeof admitEvent>['anomalies'];
  readonly after: Entity<States[T]>;
  readonly seq: number;
}

const RUNS = { numRuns: 150 };

/** Registers what must hold for every noun, whatever is tried on it in whatever order. */
export function testNoun<T extends AggregateType>(noun: NounProperties<T>): void {
  const { aggregate, id, table, statusOf } = noun;
  const { type } = aggregate;
  const stories = fc
    .tuple(fc.boolean(), fc.array(noun.attempt, { minLength: 5, maxLength: 40 }))
    .map(([begins, attempts]) => (begins ? [noun.creation, ...attempts] : attempts));
  const play = (attempts: readonly Attempt[]): readonly Step<T>[] => playOn(noun, attempts);

  test(`whatever is tried on ${withArticle(type)}, it stays valid and moves along its table`, () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(stories, (attempts) => {
        for (const { before, after, event } of play(attempts)) {
          const [from, to] = [before === undefined ? 'none' : statusOf(before.state), statusOf(after.state)];
          reached.add(to);
          expect(aggregate.state.parse(after.state)).toEqual(after.state);
          expect(after.state.id).toBe(id);
          const cell = aggregate.events[event.type]?.cell?.(before?.state, event.data as never);
          // a fact about an object nobody knows leaves a stand-in; it is the one way past the table
          if (before === undefined && cell?.kind === 'attach') continue;
          const meant = cell?.kind === 'to' ? cell.status : from;
          expect(noun.mayBeIgnored === true ? [meant, from] : [meant], `${event.type} took ${from} to ${to}`).toContain(to);
          expect(from === to || leads(table, from, to), `the table leads from ${from} to ${to}`).toBe(true);
        }
      }),
      RUNS,
    );
    expect([...reached]).toEqual(expect.arrayContaining([...noun.reached]));
  });

  test(`the same steps give the same ${type}, and no rule changes what it was given`, () => {
    // `play` hands frozen input, state and events to the rules: writing to one of them throws
    fc.assert(
      fc.property(stories, (attempts) => {
        expect(play(attempts)).toEqual(play(attempts));
      }),
      RUNS,
    );
  });

  test(`${withArticle(type)} folded from a picture taken anywhere on the way is the one folded from the first event`, () => {
    let compared = 0;
    fc.assert(
      fc.property(stories, fc.nat(), (attempts, where) => {
        const steps = play(attempts);
        if (steps.length === 0) return;
        const at = where % steps.length;
        const picture: Entity<States[T]> | undefined = at === 0 ? undefined : copy(steps[at - 1]?.after);
        expect(foldOn(steps.slice(at), picture)).toEqual(steps.at(-1)?.after);
        expect(foldOn(steps, undefined)).toEqual(steps.at(-1)?.after);
        compared += steps.length;
      }),
      RUNS,
    );
    expect(compared).toBeGreaterThan(RUNS.numRuns);
  });

  test(`what ${withArticle(type)} holds and where it is filed follow from its state alone`, () => {
    fc.assert(
      fc.property(stories, (attempts) => {
        for (const { after } of play(attempts)) {
          const same: States[T] = copy(after.state);
          expect([aggregate.claims(same), aggregate.keys(same), aggregate.row(same)]).toEqual([
            aggregate.claims(after.state),
            aggregate.keys(after.state),
            aggregate.row(after.state),
          ]);
          for (const claim of aggregate.claims(same)) expect(claim.startMs).toBeLessThan(claim.endMs);
        }
      }),
      RUNS,
    );
  });

  const facts = new Set(Object.entries(aggregate.events).flatMap(([name, { kind }]) => (kind === 'fact' ? [name] : [])));
  if (facts.size === 0) return;
  test(`a fact about ${withArticle(type)} is never refused for the status it is in, and its fold never fails`, () => {
    let tried = 0;
    fc.assert(
      fc.property(stories, (attempts) => {
        const known = play(attempts).map(({ after }) => after);
        for (const before of [undefined, ...known]) {
          for (const late of attempts) {
            if (!('event' in late) || !facts.has(late.event)) continue;
            const { definition } = entry(late.event);
            expect(definition.cell?.(before?.state, late.data as never).kind).not.toBe('illegal');
            const event = eventOf({ type: late.event, aggregateType: type, aggregateId: id, data: late.data }, actorOf(late.role), 1, 0, 1);
            const folded = foldedEntity(before, entry(late.event), event, [], 1, RULEBOOK);
            expect(aggregate.state.safeParse(folded.entity.state).success).toBe(true);
            tried += 1;
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(tried).toBeGreaterThan(100);
  });
}

function playOn<T extends AggregateType>({ aggregate, id }: NounProperties<T>, attempts: readonly Attempt[]): readonly Step<T>[] {
  const workspace = new Workspace(memoryReader([]), RULEBOOK);
  const steps: Step<T>[] = [];
  let seq = 0;
  for (const [number, attempt] of attempts.entries()) {
    const actor = actorOf(attempt.role);
    const drafts = draftsOf(attempt, aggregate.type, id, actor, workspace, number);
    const layer = workspace.nest();
    const made: Step<T>[] = [];
    let isRefused = false;
    for (const [index, draft] of drafts.entries()) {
      const at = seq + index + 1;
      const before = frozen(layer.get(aggregate.type, id));
      const event = frozen(eventOf(draft, actor, at, index, drafts.length));
      const verdict = admitEvent(event, layer, { rulebook: RULEBOOK, actor, seq: at, mayLeaveSlotOpen: false });
      isRefused ||= verdict.refusal !== null;
      const after = layer.get(aggregate.type, id);
      if (verdict.outcome === 'noop' || verdict.refusal !== null || after === undefined) continue;
      made.push({ before, event: verdict.event, anomalies: verdict.anomalies, after: frozen(after), seq: at });
    }
    if (isRefused) continue;
    layer.commitTo(workspace);
    seq += drafts.length;
    steps.push(...made);
  }
  return steps;
}

function draftsOf(
  attempt: Attempt,
  aggregateType: AggregateType,
  aggregateId: string,
  actor: Actor,
  workspace: Workspace,
  number: number,
): readonly EventDraft[] {
  if ('event' in attempt) return [{ type: attempt.event, aggregateType, aggregateId, data: attempt.data }];
  const moment = { actor, organizationId: ORGANIZATION_ID, now: NOW, zone: 'Europe/Berlin', newId: () => testId(`new ${number}`) };
  const decide = () => decideCommand(RULEBOOK, { command: attempt.command, input: frozen(attempt.input) }, workspace, moment);
  const decided = decide();
  expect(decide(), `${attempt.command} decided differently the second time`).toEqual(decided);
  return decided.ok ? decided.value : [];
}

function foldOn<T extends AggregateType>(steps: readonly Step<T>[], picture: Entity<States[T]> | undefined): unknown {
  let entity: Entity | undefined = picture;
  for (const { event, anomalies, seq } of steps) {
    entity = frozen(foldedEntity(entity, entry(event.type), event, anomalies, seq, RULEBOOK).entity);
  }
  return entity;
}

/** Whether some cell of the table leads from one status to the other. */
const leads = (table: Table, from: string, to: string): boolean =>
  Object.values(table[from] ?? {}).some((cell) => cell.kind === 'to' && cell.status === to);

function entry(type: string) {
  const found = RULEBOOK.events.get(type);
  if (found === undefined) throw new Error(`no event ${type}`);
  return found;
}

function eventOf(draft: EventDraft, actor: Actor, seq: number, txnIndex: number, txnSize: number): DomainEvent {
  const { definition } = entry(draft.type);
  return {
    ...draft,
    id: testId(`tried ${seq}`),
    version: definition.version,
    kind: definition.kind,
    txnId: testId(`tried with ${seq - txnIndex}`),
    txnIndex,
    txnSize,
    deviceId: testId(`device of ${actor.memberId}`),
    deviceSeq: seq,
    basisSeq: seq - 1,
    dependsOn: [],
    actorId: actor.memberId,
    siteId: actor.siteId,
    organizationId: ORGANIZATION_ID,
    occurredAt: NOW,
    zone: 'Europe/Berlin',
    correlationId: testId(`tried with ${seq - txnIndex}`),
    causationId: null,
    causationDepth: 0,
    offline: false,
  };
}

/** As it comes back from storage. */
const copy = <Value>(value: Value): Value => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value));

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
