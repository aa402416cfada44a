import { CalendarHeart, CalendarOff, Plane, Plus, X, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { AvailabilityState } from '../../../shared/domain/availability/schema.ts';
import { newId } from '../../app/new-id.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, IconButton, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { periodWords } from '../people/away-words.ts';
import { AwayForm } from './away-form.tsx';

const ICONS: Readonly<Record<AvailabilityState['kind'], LucideIcon>> = { leave: Plane, unavailable: CalendarOff, preferred: CalendarHeart };

interface AwayListProps {
  readonly entries: readonly Row<'availability'>[];
  readonly shifts: readonly Row<'shifts'>[];
  readonly zone: string;
  readonly isAdding: boolean;
  readonly onAdd: () => void;
  readonly onClose: () => void;
}

/** When this person cannot work, or would like to; theirs to enter and to take back, with or without a connection. */
export function AwayList({ entries, shifts, zone, isAdding, onAdd, onClose }: AwayListProps): ReactNode {
  const say = useWords('schedule');
  const run = useCommand();
  const add = useRef<HTMLButtonElement>(null);
  const wasAdding = useRef(false);
  // the form goes away under the person's hands; focus returns to what opened it
  useEffect(() => {
    if (wasAdding.current && !isAdding) add.current?.focus();
    wasAdding.current = isAdding;
  }, [isAdding]);
  const remove = ({ id, state }: Row<'availability'>): void => {
    const { id: _id, removed: _removed, ...entry } = state;
    void run(
      'availability.remove',
      { availabilityId: id },
      { done: say('away.removed'), undo: { name: 'availability.record', input: { availabilityId: newId(), ...entry } } },
    );
    add.current?.focus();
  };
  return (
    <section aria-label={say('away.title')} className="px-4 py-3">
      <div className="flex min-h-control items-center justify-between gap-3">
        <h2 className="text-13">{say('away.title')}</h2>
        {!isAdding && (
          <Button ref={add} icon={Plus} onPress={onAdd}>
            {say('away.add')}
          </Button>
        )}
      </div>
      {isAdding && <AwayForm shifts={shifts} zone={zone} onClose={onClose} />}
      {entries.length === 0 && !isAdding && <p className="py-2 text-13 text-ink-3">{say('away.none')}</p>}
      <ul className="mt-1">
        {entries.map((row) => {
          const Icon = ICONS[row.state.kind];
          const words = periodWords(row.state.period);
          return (
            <li
              key={row.id}
              data-certainty={certaintyOf(row.sync)}
              className="flex min-h-14 items-center gap-3 border-b border-line px-1 py-1.5 text-13 last:border-b-0"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
              <span className="min-w-0 flex-1">
                <span className="tabular block">{words}</span>
                <span className="block text-12 break-words text-ink-3">
                  {[say(`away.${row.state.kind}`), row.state.note].filter(Boolean).join(' · ')}
                </span>
                <SyncMark sync={row.sync} readOnly={row.readOnly} look="words" />
              </span>
              {!row.readOnly && (
                <IconButton
                  icon={X}
                  label={say('away.remove', { what: say(`away.${row.state.kind}`), when: words })}
                  onPress={() => remove(row)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
