import type { DecideContext, PolicyCommand, Refusal, StateReader } from '../domain/kernel/aggregate.ts';
import type { DomainEvent, EventDraft } from '../domain/kernel/event.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import { err, ok, type Result } from '../domain/kernel/result.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { admitEvent, refusal } from './admit.ts';
import { Workspace } from './workspace.ts';

/** The moment of a command, without what the engine adds. */
export type CommandMoment = Omit<DecideContext, 'sequence' | 'reader'>;

/**
 * Decides one command: validates its input, checks the role, asks the noun's rule. Pure.
 * @returns the events it wishes for, or the refusal, whose `field` names the input that is wrong
 */
export function decideCommand(
  rulebook: Rulebook,
  command: PolicyCommand,
  reader: StateReader,
  moment: CommandMoment,
): Result<readonly EventDraft[], Refusal> {
  const definition = rulebook.commands.get(command.command);
  if (definition === undefined) return err(refusal('not-found', 'command.unknown', { name: command.command }));
  const input = definition.input.safeParse(command.input);
  if (!input.success) {
    const issue = input.error.issues[0];
    const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])].join('.');
    return err({ ...refusal('invalid', 'command.invalid-input', { name: command.command, field, problem: issue?.message ?? '' }), field });
  }
  if (!definition.roles.includes(moment.actor.role)) {
    return err(refusal('forbidden', 'authority.not-allowed', { type: command.command, role: moment.actor.role }));
  }
  const sequence = (commands: readonly PolicyCommand[]): Result<readonly EventDraft[], Refusal> =>
    decideSequence(rulebook, commands, reader, moment);
  return definition.decide(input.data, { ...moment, reader, sequence });
}

/** Decides commands in order, each on the state the ones before would leave. */
export function decideSequence(
  rulebook: Rulebook,
  commands: readonly PolicyCommand[],
  reader: StateReader,
  moment: CommandMoment,
): Result<readonly EventDraft[], Refusal> {
  const scratch = new Workspace(reader, rulebook);
  const drafts: EventDraft[] = [];
  for (const command of commands) {
    const decided = decideCommand(rulebook, command, scratch, moment);
    if (!decided.ok) return decided;
    for (const draft of decided.value) {
      const verdict = admitEvent(scratchEvent(rulebook, draft, moment, drafts.length), scratch, {
        rulebook,
        actor: moment.actor,
        seq: null,
        mayLeaveSlotOpen: false,
      });
      if (verdict.refusal !== null) return err(verdict.refusal);
      drafts.push(draft);
    }
  }
  return ok(drafts);
}

/** Identity for a rehearsal; never stored, and as its author's own it counts as having seen everything. */
function scratchEvent(rulebook: Rulebook, draft: EventDraft, moment: CommandMoment, index: number): DomainEvent {
  const definition = rulebook.events.get(draft.type)?.definition;
  const id = derivedId('rehearsal', draft.type, draft.aggregateId, index);
  return {
    ...draft,
    id,
    version: definition?.version ?? 1,
    kind: definition?.kind ?? 'plan',
    txnId: id,
    txnIndex: 0,
    txnSize: 1,
    deviceId: id,
    deviceSeq: 0,
    basisSeq: Number.MAX_SAFE_INTEGER,
    dependsOn: [],
    actorId: moment.actor.memberId,
    siteId: moment.actor.siteId,
    organizationId: moment.organizationId,
    occurredAt: moment.now,
    zone: moment.zone,
    correlationId: id,
    causationId: null,
    causationDepth: 0,
    offline: false,
  };
}
