import { useState, type ReactNode } from 'react';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, DateTimeField, Dialog } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { middleOf } from './moves.ts';

interface SplitDialogProps {
  readonly shift: Row<'shifts'>;
  readonly onSplit: (atLocal: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Where to cut, and what becomes of both parts. */
export function SplitDialog({ shift, onSplit, onClose }: SplitDialogProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  const { period, role } = shift.state;
  const [at, setAt] = useState(() => middleOf(period));
  const [isBusy, setIsBusy] = useState(false);
  const isInside = at > period.startLocal && at < period.endLocal;
  const person = plannedPerson(shift.state);
  const time = (local: string): string => local.slice(11, 16);
  const split = async (): Promise<void> => {
    if (!isInside || isBusy) return;
    setIsBusy(true);
    const isDone = await onSplit(at);
    setIsBusy(false);
    if (isDone) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say('split.title', { role })}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('dont-create')}
          </Button>
          <Button variant="primary" isPending={isBusy} isDisabled={!isInside} onPress={() => void split()}>
            {say('split.do')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 text-13"
        onSubmit={(event) => {
          event.preventDefault();
          void split();
        }}
      >
        <DateTimeField label={say('split.at')} value={at} onChange={setAt} error={isInside ? null : say('split.outside')} />
        {isInside && (
          <ul className="tabular border-t border-line">
            <li className="flex gap-3 border-b border-line py-2">
              <span className="w-24 shrink-0">
                {time(period.startLocal)}–{time(at)}
              </span>
              <span className="text-ink-2">
                {person === null ? say('split.first-open') : say('split.first', { name: names.member(person) })}
              </span>
            </li>
            <li className="flex gap-3 border-b border-line py-2">
              <span className="w-24 shrink-0">
                {time(at)}–{time(period.endLocal)}
              </span>
              <span className="text-ink-2">{say(shift.state.status === 'draft' ? 'split.rest-draft' : 'split.rest')}</span>
            </li>
          </ul>
        )}
      </form>
    </Dialog>
  );
}
