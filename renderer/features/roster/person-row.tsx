import { CalendarOff, TriangleAlert } from 'lucide-react';
import { memo, useMemo, type ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { cx } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import type { FitContext } from '../fit/rules.ts';
import { verdictAt, type Held } from './held.ts';
import type { PersonWeek } from './plan.ts';
import { ShiftBlock } from './shift-block.tsx';
import { VerdictStrip } from './verdict-strip.tsx';
import { dayWords, type Day } from './week.ts';

export const COLUMNS = 'grid grid-cols-[minmax(9rem,13rem)_repeat(7,minmax(5.5rem,1fr))]';
export const cellId = (row: string, day: number): string => `roster-cell-${row.replaceAll(/\s/g, '_')}-${day}`;
const hoursOf = (minutes: number): string => String(Math.round(minutes / 6) / 10);

interface PersonRowProps {
  readonly person: PersonWeek;
  readonly days: readonly Day[];
  readonly today: Day;
  readonly rowIndex: number;
  readonly held: Held | null;
  readonly rules: FitContext | null;
  readonly overDay: Day | null;
  readonly cursorDay: number | null;
  readonly cursorSlot: number;
  readonly selectedId: string | null;
}

/** One person's week. Drawn again only when something in it, under the pointer or under the cursor changes. */
export const PersonRow = memo(function PersonRow({
  person,
  days,
  today,
  rowIndex,
  held,
  rules,
  overDay,
  cursorDay,
  cursorSlot,
  selectedId,
}: PersonRowProps): ReactNode {
  const verdicts = useMemo(
    () => (held === null ? null : days.map((_day, index) => verdictAt(held, person, index, rules))),
    [held, person, days, rules],
  );
  return (
    <div role="row" aria-rowindex={rowIndex} className={cx(COLUMNS, 'h-full border-b border-line')}>
      <PersonHead person={person} />
      {days.map((day, index) => {
        const cell = person.days[index] ?? [];
        const away = person.away[index] ?? null;
        const verdict = verdicts?.[index] ?? null;
        const isCursor = cursorDay === index;
        return (
          <div
            key={day}
            id={cellId(person.key, index)}
            role="gridcell"
            aria-colindex={index + 2}
            aria-label={cell.length === 0 ? `${person.name}, ${dayWords(day)}` : undefined}
            data-row={person.key}
            data-day={day}
            className={cx(
              'relative flex min-w-0 flex-col gap-0.5 border-s border-line p-1',
              day === today && 'bg-accent-soft/40',
              held === null && cell.length === 0 && 'hover:bg-hover',
              isCursor &&
                cursorSlot < 0 &&
                'group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus',
            )}
          >
            {away !== null && <AwayMark away={away} isAlone={cell.length === 0} />}
            {cell.map((shift, slot) => (
              <ShiftBlock
                key={shift.id}
                shift={shift}
                isCursor={isCursor && slot === cursorSlot}
                isSelected={shift.id === selectedId}
                isHeld={shift.id === held?.shift.id && !held.isCopy}
                preview={shift.id === held?.shift.id ? held.preview : null}
              />
            ))}
            {verdict !== null && <VerdictStrip verdict={verdict} isOver={overDay === day} />}
          </div>
        );
      })}
    </div>
  );
});

/** Name, and hours of the week against the limit of this person. */
function PersonHead({ person }: { readonly person: PersonWeek }): ReactNode {
  const say = useWords('roster');
  const { minutes, limit, load } = person;
  return (
    <div role="rowheader" aria-colindex={1} className="sticky start-0 z-2 flex min-w-0 flex-col justify-center bg-surface px-3 py-1">
      <span className="truncate text-13" title={person.name}>
        {person.name}
      </span>
      <span
        className={cx(
          'tabular flex items-center gap-1 text-11',
          load === 'over' ? 'text-stopped-text' : load === 'near' ? 'text-needs-text' : 'text-ink-3',
        )}
      >
        {load !== 'fine' && <TriangleAlert aria-hidden className="size-3 shrink-0" strokeWidth={2} />}
        <span className="truncate">{say(`hours.${load}`, { hours: hoursOf(minutes), limit: hoursOf(limit) })}</span>
      </span>
    </div>
  );
}

function AwayMark({ away, isAlone }: { readonly away: Row<'availability'>; readonly isAlone: boolean }): ReactNode {
  const say = useWords('roster');
  const words = say(`away.${away.state.kind}`);
  return (
    <span
      data-certainty="unknown"
      title={away.state.note === '' ? words : `${words}: ${away.state.note}`}
      className={cx('flex min-w-0 items-center gap-1 rounded-small px-1 text-11', isAlone ? 'h-(--block)' : 'h-4 shrink-0')}
    >
      <span className="flex min-w-0 items-center gap-1 rounded-small bg-surface px-1 text-ink-2">
        <CalendarOff aria-hidden className="size-3 shrink-0" />
        <span className="truncate">{words}</span>
      </span>
    </span>
  );
}
