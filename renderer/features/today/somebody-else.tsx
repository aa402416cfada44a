import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, PickField, Select } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import type { BoardLine } from './board.ts';

interface SomebodyElseProps {
  readonly own: Row<'shifts'>;
  readonly lines: readonly BoardLine[];
  readonly onClose: () => void;
}

const MISSING: ReadonlySet<string> = new Set(['late', 'expected', 'on-way', 'offered', 'open', 'no-show']);

/** Somebody came whom nobody planned: instead of another, into an open place, or as one more. It counts in every case. */
export function SomebodyElse({ own, lines, onClose }: SomebodyElseProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const run = useCommand();
  const { rows: members } = useRows('members', { status: 'active' });
  const [memberId, setMemberId] = useState<string | null>(null);
  const missing = lines.filter(({ presence, isUnplanned }) => !isUnplanned && MISSING.has(presence.kind));
  const [shiftId, setShiftId] = useState((missing.find(({ memberId: planned }) => planned === null) ?? missing[0])?.shift.id ?? own.id);
  const [isPending, setIsPending] = useState(false);
  const onBoard = new Set(lines.map((line) => line.memberId));
  const save = async (): Promise<void> => {
    if (memberId === null) return;
    setIsPending(true);
    const reply = await run(
      'shift.check_in',
      { shiftId, memberId, method: 'lead' },
      { done: say('board.done.here', { person: names.member(memberId) }) },
    );
    setIsPending(false);
    if (reply.ok) onClose();
  };
  return (
    <form
      aria-label={say('board.somebody-else')}
      className="mt-2 flex flex-col gap-3 border-y border-line py-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PickField
        label={say('board.who')}
        value={memberId}
        choices={members
          .filter(({ id }) => !onBoard.has(id))
          .map(({ id, state }) => ({ id, label: state.name, detail: names.site(state.homeSiteId) }))}
        onChange={setMemberId}
      />
      <Select
        label={say('board.instead')}
        value={shiftId}
        choices={[
          ...missing.map(({ shift, memberId: planned }) => ({
            id: shift.id,
            label: planned === null ? say('board.open-place', { role: shift.state.role }) : names.member(planned),
          })),
          { id: own.id, label: say('board.extra') },
        ]}
        onChange={setShiftId}
      />
      <div className="flex gap-2">
        <Button type="submit" isPending={isPending} isDisabled={memberId === null}>
          {say('board.confirm')}
        </Button>
        <Button variant="quiet" onPress={onClose}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  );
}
