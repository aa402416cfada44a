import type { Reason } from '../../../shared/domain/kernel/event.ts';
import { Workspace } from '../../../shared/conflict/workspace.ts';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import { plannedPerson, type ShiftState } from '../../../shared/domain/shift/schema.ts';
import { fitOf, type FitContext } from '../fit/rules.ts';
import type { Row } from '../../view/hooks.ts';
import { copyDeed, periodOn, type Deed } from './moves.ts';
import { addDays, startDay } from './week.ts';

/** One shift of a week, and what becomes of it in another. */
export interface CopiedShift {
  readonly shift: Row<'shifts'>;
  readonly deed: Deed;
  /** Who keeps it; null when it becomes an open draft. */
  readonly memberId: string | null;
  /** Why its person does not come along; empty when they do or when there was none. */
  readonly reasons: readonly Reason[];
}

interface CopyOptions {
  readonly weeksLater: number;
  readonly withPeople: boolean;
  readonly memberOf: (id: string) => Row<'members'> | undefined;
  readonly rules: FitContext;
  readonly newId: () => string;
  readonly undoReason: string;
}

/**
 * What a copy of a week would be, before anything is done. People come along where they fit; where a rule speaks against it
 * the copy is an open draft with the reason beside it: what breaks a rule is never copied forward silently.
 */
export function copyOfWeek(shifts: readonly Row<'shifts'>[], options: CopyOptions): readonly CopiedShift[] {
  const { weeksLater, withPeople, memberOf, rules, newId, undoReason } = options;
  // each copy already decided counts for the next one, as it will once they are drafts
  const reader = new Workspace(rules.reader, RULEBOOK);
  const context = { ...rules, reader, countsDrafts: true };
  return shifts
    .filter(({ state }) => state.status !== 'cancelled')
    .map((shift): CopiedShift => {
      const { state } = shift;
      const period = periodOn(state.period, addDays(startDay(state.period), 7 * weeksLater));
      const shiftId = newId();
      const wanted = withPeople ? plannedPerson(state) : null;
      const member = wanted === null ? undefined : memberOf(wanted);
      const slot = { ...state, id: shiftId, period };
      const fit = member === undefined ? null : fitOf(member.state, slot, context);
      const reasons = fit === null ? [] : [...fit.hard, ...fit.soft];
      const memberId = fit === null || reasons.length > 0 ? null : wanted;
      if (memberId !== null) {
        const draft: ShiftState = { ...slot, status: 'draft', assigneeId: null, pencil: { memberId, overrideReason: null } };
        reader.put({ type: 'shift', id: shiftId, state: draft, stamps: {}, seq: 0, lastEventId: '', anomalies: [], readOnly: false });
      }
      const wish = { shift, memberId, period, isCopy: true };
      return { shift, memberId, reasons, deed: copyDeed(wish, shiftId, null, { overrideReason: null, undoReason }) };
    });
}
