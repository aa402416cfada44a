import { CalendarHeart, CalendarOff, Plane, Plus, X, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AvailabilityState } from '../../../shared/domain/availability/schema.ts';
import { newId } from '../../app/new-id.ts';
import { useNow } from '../../app/clock.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, certaintyOf, EmptyState, IconButton, SyncMark } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { AvailabilityDialog } from './availability-dialog.tsx';
import { periodWords } from './away-words.ts';

const ICONS: Readonly<Record<AvailabilityState['kind'], LucideIcon>> = { leave: Plane, unavailable: CalendarOff, preferred: CalendarHeart };

/** When a person is away, and when they would like to work. Past entries stay in the history. */
export function AvailabilityTab({ person, mayRecord }: { readonly person: Row<'members'>; readonly mayRecord: boolean }): ReactNode {
  const say = useWords('people');
  const run = useCommand();
  const now = useNow(600_000);
  const [isAdding, setIsAdding] = useState(false);
  const { rows } = useRows('availability', { parentId: person.id, sort: 'startsAt' });
  const entries = rows.filter(({ state, endsAt }) => !state.removed && endsAt > now);
  const { name } = person.state;
  const remove = ({ id, state }: Row<'availability'>): void => {
    const { id: _id, removed: _removed, ...entry } = state;
    void run(
      'availability.remove',
      { availabilityId: id },
      { done: say('away.removed', { name }), undo: { name: 'availability.record', input: { availabilityId: newId(), ...entry } } },
    );
  };
  const add = mayRecord && (
    <Button icon={Plus} size="small" onPress={() => setIsAdding(true)}>
      {say('away.add')}
    </Button>
  );
  return (
    <div className="px-5 py-4">
      {entries.length === 0 ? (
        <EmptyState size="panel" icon={CalendarOff} title={say('away.none')} detail={say('away.none-detail', { name })} action={add} />
      ) : (
        <>
          <ul className="mb-3">
            {entries.map((row) => {
              const Icon = ICONS[row.state.kind];
              return (
                <li
                  key={row.id}
                  data-certainty={certaintyOf(row.sync)}
                  className="flex min-h-12 items-center gap-3 border-b border-line py-1.5 text-13"
                >
                  <Icon aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
                  <span className="min-w-0 flex-1">
                    <span className="block">
                      {say(`away.${row.state.kind}`)}
                      <span className="tabular text-ink-2"> · {periodWords(row.state.period)}</span>
                    </span>
                    {row.state.note !== '' && <span className="block text-12 break-words text-ink-3">{row.state.note}</span>}
                  </span>
                  <SyncMark sync={row.sync} readOnly={row.readOnly} hideConfirmed />
                  <HistoryButton about={{ type: 'availability', id: row.id }} what={periodWords(row.state.period)} />
                  {mayRecord && !row.readOnly && (
                    <IconButton
                      icon={X}
                      size="small"
                      label={say('away.remove', { what: say(`away.${row.state.kind}`), when: periodWords(row.state.period) })}
                      onPress={() => remove(row)}
                    />
                  )}
                </li>
              );
            })}
          </ul>
          {add}
        </>
      )}
      {isAdding && <AvailabilityDialog person={person} onClose={() => setIsAdding(false)} />}
    </div>
  );
}
