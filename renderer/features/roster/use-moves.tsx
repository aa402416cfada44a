import { useCallback, useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { rememberUndo } from '../../app/undo.ts';
import { undoAndSay, useCommand } from '../../app/use-command.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { ReasonDialog, toast } from '../../ui/index.ts';
import { useSyncStatus, type Row } from '../../view/hooks.ts';
import { needsReason, stepsTo, type Step, type Target, type Verdict } from './moves.ts';
import { OPEN_LANE } from './plan.ts';
import { dayWords, startDay } from './week.ts';

interface Pending {
  readonly shift: Row<'shifts'>;
  readonly target: Target;
  readonly verdict: Verdict;
}

interface Moves {
  /** Puts a shift where it was dropped; asks for words first when a rule is overridden. */
  readonly drop: (shift: Row<'shifts'>, target: Target, verdict: Verdict) => void;
  readonly dialog: ReactNode;
}

/** Runs the commands of a move as one deed: one sentence, one undo, and nothing half done. */
export function useMoves(): Moves {
  const say = useWords('roster');
  const names = useNames();
  const run = useCommand();
  const isOffline = useSyncStatus()?.offlineSince !== null;
  const [pending, setPending] = useState<Pending | null>(null);

  const takeBack = useCallback(
    async (steps: readonly Step[]): Promise<boolean> => {
      for (const { back } of steps.toReversed()) {
        const reply = await run(back.name, back.input);
        if (!reply.ok) return false;
      }
      return true;
    },
    [run],
  );

  const apply = useCallback(
    async (shift: Row<'shifts'>, target: Target, overrideReason: string | null): Promise<boolean> => {
      const steps = stepsTo(shift.state, target, overrideReason, say('undone'));
      const done: Step[] = [];
      for (const step of steps) {
        const reply = await run(step.name, step.input);
        if (!reply.ok) {
          await takeBack(done);
          return false;
        }
        done.push(step);
      }
      const day = startDay(shift.state.period) === target.day ? null : dayWords(target.day);
      const name = names.member(target.rowId);
      const label =
        target.rowId === OPEN_LANE
          ? say('moved.open', { role: shift.state.role })
          : target.rowId === shift.state.assigneeId
            ? say('moved.day', { role: shift.state.role, day })
            : say(day === null ? 'moved.person' : 'moved.both', { role: shift.state.role, name, day });
      const undo = { label, run: () => takeBack(done) };
      rememberUndo(undo);
      toast({
        tone: 'done',
        title: label,
        detail: isOffline ? say('app:saved-here') : undefined,
        action: { label: say('ui:undo'), onPress: () => void undoAndSay(undo) },
      });
      return true;
    },
    [run, takeBack, names, say, isOffline],
  );

  const drop = useCallback(
    (shift: Row<'shifts'>, target: Target, verdict: Verdict): void => {
      if (verdict.kind === 'same') return;
      if (verdict.kind === 'hard') {
        toast({ tone: 'refused', title: verdict.reasons.map(reasonWords).join(' '), detail: say('stays') });
      } else if (needsReason(shift.state, target, verdict)) setPending({ shift, target, verdict });
      else void apply(shift, target, null);
    },
    [apply, say],
  );

  const dialog = pending !== null && (
    <ReasonDialog
      isOpen
      onClose={() => setPending(null)}
      title={say('override.title', { name: names.member(pending.target.rowId), role: pending.shift.state.role })}
      consequence={
        <ul className="flex flex-col gap-1">
          {pending.verdict.reasons.map((reason) => (
            <li key={reason.code}>{reasonWords(reason)}</li>
          ))}
        </ul>
      }
      action={say('override.do')}
      suggestions={[say('override.agreed'), say('override.nobody')]}
      onConfirm={(reason) => apply(pending.shift, pending.target, reason)}
    />
  );
  return { drop, dialog };
}
