import type { DecideContext, Refusal } from '../kernel/aggregate.ts';
import type { EventDraft, Reason } from '../kernel/event.ts';
import { draftOf, refuse as refuseAny } from '../kernel/refuse.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { refused } from './codes.ts';
import { fitOf, settingsOf, strain, type Fit, type ShiftSlot } from './fit.ts';
import type { Candidate, ShiftState } from './schema.ts';

/** What the commands of a shift share: the draft of an event, the shift that must be there, the person who must fit. */
export const draft = draftOf('shift');
export type Decided = Result<readonly EventDraft[], Refusal>;

/** Who is to take a shift. */
export interface Assignment {
  readonly memberId: string;
  readonly overrideReason: string | null;
  readonly candidates?: readonly Candidate[] | undefined;
}

export function withShift(shiftId: string, context: DecideContext, decide: (state: ShiftState) => Decided): Decided {
  const state = context.reader.get('shift', shiftId)?.state;
  return state === undefined ? refused('not-found', 'shift.missing', {}, 'shiftId') : decide(state);
}

/** What speaks against a person on a slot, as the rules see it now. */
export function fitHere(memberId: string, slot: ShiftSlot, countsDrafts: boolean, { reader, organizationId }: DecideContext): Fit | null {
  const member = reader.get('member', memberId)?.state;
  return member === undefined ? null : fitOf(member, slot, { reader, settings: settingsOf(reader, organizationId), countsDrafts });
}

/** Refuses whoever cannot take the slot: hard reasons always, soft ones until somebody writes why it is right anyway. */
export function fitProblem(fit: Fit | null, overrideReason: string | null, known: readonly Reason[] = []): Refusal | null {
  if (fit === null) return refuseAny('not-found', 'shift.person-unknown', {}, 'memberId');
  const hard = fit.hard[0];
  if (hard !== undefined)
    return refuseAny(hard.code === 'shift.person-busy' ? 'clash' : 'illegal-state', hard.code, hard.params, 'memberId');
  const soft = strain(fit.soft, known)[0];
  return soft === undefined || overrideReason !== null ? null : refuseAny('invalid', soft.code, soft.params, 'overrideReason');
}

export const personProblem = (memberId: string, slot: ShiftSlot, overrideReason: string | null, context: DecideContext): Refusal | null =>
  fitProblem(fitHere(memberId, slot, false, context), overrideReason);

/** Plans a person on a published shift. */
export function assignment(slot: ShiftSlot, person: Assignment, context: DecideContext): Decided {
  const problem = personProblem(person.memberId, slot, person.overrideReason, context);
  return problem === null ? ok([assigned(slot.id, person, context)]) : err(problem);
}

/** The event of an appointment whose person was found to fit. */
export function assigned(shiftId: string, { memberId, overrideReason, candidates = [] }: Assignment, context: DecideContext): EventDraft {
  const status = settingsOf(context.reader, context.organizationId).autoAcceptAssignments ? 'confirmed' : 'offered';
  return draft(shiftId, 'shift.assigned', { memberId, status, candidates, overrideReason });
}

/** Writes a person on a draft. @param known what already spoke against this person on this draft */
export function pencilling(slot: ShiftSlot, person: Assignment, known: readonly Reason[], context: DecideContext): Decided {
  const { memberId, overrideReason } = person;
  const problem = fitProblem(fitHere(memberId, slot, true, context), overrideReason, known);
  return problem === null ? ok([draft(slot.id, 'shift.pencilled', { memberId, overrideReason })]) : err(problem);
}
