import { useCallback, useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { rememberUndo, type Undo } from '../../app/undo.ts';
import { undoAndSay, useCommand } from '../../app/use-command.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { ReasonDialog, toast } from '../../ui/index.ts';
import { useSyncStatus, type Row } from '../../view/hooks.ts';
import { inBatches } from './in-batches.ts';
import { copyDeed, moveDeed, splitDeed, type Deed, type Verdict, type Wish } from './moves.ts';
import { clockWords, dayWords, startDay } from './week.ts';

interface Deeds {
  /** Does what was wished; asks for words first when a rule is overridden, and says why when it cannot be. */
  readonly wish: (wish: Wish, verdict: Verdict) => void;
  readonly split: (shift: Row<'shifts'>, atLocal: string) => Promise<boolean>;
  /** Runs deeds that do not depend on each other; they are undone as one. Answers how many were done. */
  readonly perform: (deeds: readonly Deed[], label: string) => Promise<number>;
  readonly dialog: ReactNode;
}

const AT_ONCE = 8;

/** Runs the commands of the roster as deeds of a person: one sentence, one undo. */
export function useDeeds(bookingAt: (wish: Wish) => string | null): Deeds {
  const say = useWords('roster');
  const names = useNames();
  const run = useCommand();
  const isOffline = useSyncStatus()?.offlineSince !== null;
  const [pending, setPending] = useState<{ readonly wish: Wish; readonly verdict: Verdict } | null>(null);

  const perform = useCallback(
    async (deeds: readonly Deed[], label: string): Promise<number> => {
      const replies = await inBatches(deeds, AT_ONCE, ({ name, input }) => run(name, input));
      const done = deeds.filter((_deed, index) => replies[index]?.ok === true);
      if (done.length === 0) return 0;
      let closeToast = (): void => undefined;
      const undo: Undo = {
        label,
        withdraw: () => closeToast(),
        run: async () => {
          const answers = await inBatches(done, AT_ONCE, async ({ back }) => {
            for (const { name, input } of back) if (!(await run(name, input)).ok) return false;
            return true;
          });
          return answers.every(Boolean);
        },
      };
      rememberUndo(undo);
      closeToast = toast({
        tone: 'done',
        title: label,
        detail: isOffline ? say('app:saved-here') : undefined,
        action: { label: say('ui:undo'), onPress: () => void undoAndSay(undo) },
      });
      return done.length;
    },
    [run, say, isOffline],
  );

  const sentence = useCallback(
    ({ shift, memberId, period, isCopy }: Wish): string => {
      const before = plannedPerson(shift.state);
      const { role } = shift.state;
      const day = dayWords(startDay(period));
      const name = names.member(memberId);
      const hasMoved = startDay(period) !== startDay(shift.state.period);
      if (isCopy) return say('copied', { role, day });
      if (memberId === before) return hasMoved ? say('moved.day', { role, day }) : say('moved.time', { role, time: clockWords(period) });
      if (memberId === null) return say('moved.open', { role });
      return say(hasMoved ? 'moved.both' : 'moved.person', { role, name, day });
    },
    [names, say],
  );

  const apply = useCallback(
    async (wish: Wish, overrideReason: string | null): Promise<boolean> => {
      const deed = wish.isCopy
        ? copyDeed(wish, newId(), bookingAt(wish), { overrideReason, undoReason: say('created-undo') })
        : moveDeed(wish, overrideReason, say('undone'));
      return (await perform([deed], sentence(wish))) > 0;
    },
    [bookingAt, perform, say, sentence],
  );

  const wish = useCallback(
    (wanted: Wish, verdict: Verdict): void => {
      if (verdict.kind === 'same') return;
      if (verdict.kind === 'hard') {
        toast({
          tone: 'refused',
          title: verdict.reasons.map(reasonWords).join(' '),
          detail: say(wanted.isCopy ? 'no-copy' : 'stays'),
        });
      } else if (verdict.kind === 'soft') setPending({ wish: wanted, verdict });
      else void apply(wanted, null);
    },
    [apply, say],
  );

  const split = useCallback(
    async (shift: Row<'shifts'>, atLocal: string): Promise<boolean> => {
      const deed = splitDeed(shift, atLocal, newId(), say('undone'));
      return (await perform([deed], say('split.done', { role: shift.state.role, time: atLocal.slice(11, 16) }))) > 0;
    },
    [perform, say],
  );

  const role = pending?.wish.shift.state.role ?? '';
  const dialog = pending !== null && (
    <ReasonDialog
      isOpen
      onClose={() => setPending(null)}
      title={say('override.title', { name: names.member(pending.wish.memberId), role })}
      consequence={
        <ul className="flex flex-col gap-1">
          {pending.verdict.reasons.map((reason) => (
            <li key={reason.code}>{reasonWords(reason)}</li>
          ))}
        </ul>
      }
      action={say('override.do')}
      suggestions={[say('override.agreed'), say('override.nobody')]}
      onConfirm={(reason) => apply(pending.wish, reason)}
    />
  );
  return { wish, split, perform, dialog };
}
