import { ChevronDown, ChevronUp, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Button, cx } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { verdictAt, type Held } from './held.ts';
import { cellId, COLUMNS } from './person-row.tsx';
import { OPEN_LANE, type DayCoverage } from './plan.ts';
import { ShiftBlock } from './shift-block.tsx';
import { VerdictStrip } from './verdict-strip.tsx';
import { dayWords, type Day } from './week.ts';
import type { Cursor } from './cursor.ts';
import type { CellRef } from './use-hold.ts';

/** Names of the days; today carries the accent. */
export function DayHeads({ days, today }: { readonly days: readonly Day[]; readonly today: Day }): ReactNode {
  const say = useWords('roster');
  return (
    <div role="row" aria-rowindex={1} className={cx(COLUMNS, 'h-8 border-b border-line bg-surface')}>
      <div role="columnheader" aria-colindex={1} className="sticky start-0 z-2 flex items-center bg-surface px-3 text-12 text-ink-3">
        {say('people')}
      </div>
      {days.map((day, index) => (
        <div
          key={day}
          role="columnheader"
          aria-colindex={index + 2}
          aria-current={day === today ? 'date' : undefined}
          className={cx(
            'tabular flex min-w-0 items-center border-s border-line px-2 text-12',
            day === today ? 'border-b-2 border-b-accent font-semibold text-accent-text' : 'text-ink-2',
          )}
        >
          <span className="truncate">{dayWords(day)}</span>
        </div>
      ))}
    </div>
  );
}

export const OPEN_SHOWN = 2;

interface OpenLaneProps {
  readonly open: readonly (readonly Row<'shifts'>[])[];
  readonly days: readonly Day[];
  readonly held: Held | null;
  readonly over: CellRef | null;
  readonly cursor: Cursor;
  readonly selectedId: string | null;
  readonly isExpanded: boolean;
  readonly onExpand: (isExpanded: boolean) => void;
}

/** Shifts nobody has, on top and always in sight: drag one to a person, or drop one here to free it. */
export function OpenLane({ open, days, held, over, cursor, selectedId, isExpanded, onExpand }: OpenLaneProps): ReactNode {
  const say = useWords('roster');
  const count = open.reduce((sum, cell) => sum + cell.length, 0);
  const hidden = open.reduce((sum, cell) => sum + Math.max(0, cell.length - OPEN_SHOWN), 0);
  const isHere = cursor.row === OPEN_LANE;
  const shown = (cell: readonly Row<'shifts'>[]): readonly Row<'shifts'>[] => (isExpanded ? cell : cell.slice(0, OPEN_SHOWN));
  return (
    <div role="row" aria-rowindex={2} className={cx(COLUMNS, 'min-h-12 border-b-2 border-line-strong bg-canvas')}>
      <div role="rowheader" aria-colindex={1} className="sticky start-0 z-2 flex min-w-0 flex-col items-start gap-1 bg-canvas px-3 py-1.5">
        <span className="flex items-center gap-1 text-13 font-medium">
          <CircleDashed aria-hidden className="size-3.5 shrink-0 text-needs" strokeWidth={2} />
          {say('open', { count })}
        </span>
        {(hidden > 0 || isExpanded) && (
          <Button
            size="small"
            variant="quiet"
            icon={isExpanded ? ChevronUp : ChevronDown}
            className="-ms-2"
            onPress={() => onExpand(!isExpanded)}
          >
            {isExpanded ? say('open-fewer') : say('open-all', { count: hidden })}
          </Button>
        )}
      </div>
      {days.map((day, index) => {
        const cell = open[index] ?? [];
        const isCursor = isHere && cursor.day === index;
        const verdict = held === null ? null : verdictAt(held, null, index, null);
        return (
          <div
            key={day}
            id={cellId(OPEN_LANE, index)}
            role="gridcell"
            aria-colindex={index + 2}
            aria-label={cell.length === 0 ? `${say('open', { count: 0 })}, ${dayWords(day)}` : undefined}
            data-row={OPEN_LANE}
            data-day={day}
            className={cx(
              'relative flex min-w-0 flex-col gap-0.5 border-s border-line p-1',
              held === null && cell.length === 0 && 'hover:bg-hover',
              isCursor &&
                cursor.slot < 0 &&
                'group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus',
            )}
          >
            {shown(cell).map((shift, slot) => (
              <ShiftBlock
                key={shift.id}
                shift={shift}
                isCursor={isCursor && slot === cursor.slot}
                isSelected={shift.id === selectedId}
                isHeld={shift.id === held?.shift.id && !held.isCopy}
                preview={shift.id === held?.shift.id ? held.preview : null}
              />
            ))}
            {!isExpanded && cell.length > OPEN_SHOWN && (
              <span className="px-1 text-11 text-ink-3">{say('more', { count: cell.length - OPEN_SHOWN })}</span>
            )}
            {verdict !== null && <VerdictStrip verdict={verdict} isOver={over?.row === OPEN_LANE && over.day === day} isOpenLane />}
          </div>
        );
      })}
    </div>
  );
}

/** How many people each hour has, and what is still open; the numbers in words, the hours as a strip. */
export function CoverageFooter({
  coverage,
  days,
  rowIndex,
}: {
  readonly coverage: readonly DayCoverage[];
  readonly days: readonly Day[];
  readonly rowIndex: number;
}): ReactNode {
  const say = useWords('roster');
  const peak = Math.max(1, ...coverage.flatMap(({ hours }) => hours.map(({ planned, open }) => planned + open)));
  return (
    <div role="row" aria-rowindex={rowIndex} className={cx(COLUMNS, 'border-t border-line-strong bg-surface')}>
      <div role="rowheader" aria-colindex={1} className="sticky start-0 z-2 flex flex-col justify-center bg-surface px-3 py-1">
        <span className="text-12 text-ink-2">{say('coverage')}</span>
        <span className="text-11 text-ink-3">{say('coverage-hours')}</span>
      </div>
      {coverage.map(({ planned, open, hours }, index) => (
        <div
          key={days[index]}
          role="gridcell"
          aria-colindex={index + 2}
          title={busiest(hours, say)}
          className="flex min-w-0 flex-col gap-0.5 border-s border-line px-1.5 py-1"
        >
          <span className="tabular truncate text-11 text-ink-2">
            {say('covered', { count: planned })}
            {open > 0 && <span className="text-needs-text"> · {say('uncovered', { count: open })}</span>}
            <span className="sr-only">{busiest(hours, say)}</span>
          </span>
          <span aria-hidden className="flex h-5 items-end gap-px">
            {hours.slice(5).map((hour, at) => (
              <span key={at} className="flex h-full min-w-0 flex-1 flex-col justify-end">
                <span className="bg-needs" style={{ height: `${(hour.open / peak) * 100}%` }} />
                <span className="bg-done" style={{ height: `${(hour.planned / peak) * 100}%` }} />
              </span>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

/** The fullest hour of a day in words, for those who do not see the strip. */
function busiest(hours: DayCoverage['hours'], say: ReturnType<typeof useWords>): string {
  const most = Math.max(...hours.map(({ planned, open }) => planned + open));
  if (most === 0) return say('coverage-none');
  const from = hours.findIndex(({ planned, open }) => planned + open === most);
  const slot = hours[from] ?? { planned: 0, open: 0 };
  return say('coverage-peak', { hour: `${String(from).padStart(2, '0')}:00`, planned: slot.planned, open: slot.open });
}
