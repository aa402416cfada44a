import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { cx } from '../../ui/index.ts';
import { useRowHeight } from '../../ui/row-height.ts';
import type { Row } from '../../view/hooks.ts';
import type { FitContext } from '../fit/rules.ts';
import type { Entry } from './grouping.ts';
import { HeldGhost } from './held-ghost.tsx';
import { cellId, PersonRow } from './person-row.tsx';
import { OPEN_LANE, type WeekPlan } from './plan.ts';
import { blockId } from './shift-block.tsx';
import { useGrid, type GridActions } from './use-grid.ts';
import { dayWords, type Day } from './week.ts';
import { CoverageFooter, DayHeads, OPEN_SHOWN, OpenLane } from './week-head.tsx';

interface WeekGridProps {
  readonly plan: WeekPlan;
  readonly entries: readonly Entry[];
  readonly days: readonly Day[];
  readonly today: Day;
  readonly rules: FitContext | null;
  readonly selectedId: string | null;
  readonly mayMove: boolean;
  readonly clip: { readonly shift: Row<'shifts'>; readonly isTapping: boolean } | null;
  readonly actions: GridActions;
}

/** People down, days across. The grid keeps the focus; rows far away are not drawn. */
export function WeekGrid({ plan, entries, days, today, rules, selectedId, mayMove, clip, actions }: WeekGridProps): ReactNode {
  const say = useWords('roster');
  const scroller = useRef<HTMLDivElement>(null);
  const { head, headHeight } = useHeadHeight();
  const [isExpanded, setExpanded] = useState(false);
  const block = Math.round((useRowHeight() * 9) / 8);
  const rows = useMemo(() => entries.flatMap((entry) => (entry.kind === 'person' ? [entry.person] : [])), [entries]);
  const heightOf = (entry: Entry | undefined): number =>
    entry?.kind === 'person'
      ? Math.max(
          block + 11,
          9 +
            entry.person.tallest * (block + 2) +
            (entry.person.away.some((away, day) => away !== null && (entry.person.days[day]?.length ?? 0) > 0) ? 18 : 0),
        )
      : 28;
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(entries[index]),
    getItemKey: (index) => {
      const entry = entries[index];
      return entry?.kind === 'person' ? entry.person.key : `group ${entry?.key ?? index}`;
    },
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: 52,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, entries, block]);

  const { cursor, here, hold, held, ghost, overVerdict, spoken, onKeyDown, onPointerDown, onClick } = useGrid({
    ...actions,
    plan,
    rows,
    days,
    rules,
    mayMove,
    clip,
    scroller,
    onReach: ({ row, slot }) => {
      const index = entries.findIndex((entry) => entry.kind === 'person' && entry.person.key === row);
      if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
      if (row === OPEN_LANE && slot >= OPEN_SHOWN) setExpanded(true);
    },
  });
  const over = hold?.kind === 'carry' ? hold.over : null;
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label={say('grid', { from: dayWords(days[0] ?? today), to: dayWords(days.at(-1) ?? today) })}
        aria-rowcount={entries.length + 3}
        aria-colcount={8}
        aria-activedescendant={here === null ? cellId(cursor.row, cursor.day) : blockId(here.id)}
        aria-describedby="roster-how"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onClick={onClick}
        className={cx(
          'group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface outline-none!',
          hold !== null && (hold.kind === 'carry' ? 'cursor-grabbing select-none' : 'cursor-ew-resize select-none'),
          clip?.isTapping === true && 'cursor-copy',
        )}
        style={{ '--block': `${block}px` } as CSSProperties}
      >
        <div className="flex min-h-full min-w-[47.5rem] flex-col">
          <div ref={head} role="rowgroup" className={cx('z-10', !isExpanded && 'sticky top-0')}>
            <DayHeads days={days} today={today} />
            <OpenLane
              open={plan.open}
              days={days}
              held={held}
              over={over}
              cursor={cursor}
              selectedId={selectedId}
              isExpanded={isExpanded}
              onExpand={setExpanded}
            />
          </div>
          <div role="rowgroup" className="relative shrink-0" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ key, index, start, size }) => {
              const entry = entries[index];
              if (entry === undefined) return null;
              const place = { transform: `translateY(${start - headHeight}px)`, height: size };
              if (entry.kind === 'group') {
                return (
                  <div
                    key={key}
                    role="row"
                    aria-rowindex={index + 3}
                    style={place}
                    className="absolute inset-x-0 top-0 border-b border-line bg-canvas"
                  >
                    <div
                      role="rowheader"
                      aria-colindex={1}
                      className="sticky start-0 flex h-full w-fit max-w-full items-center gap-2 px-3 text-12 text-ink-2"
                    >
                      <span className="truncate font-semibold">{entry.label}</span>
                      {entry.planned + entry.open > 0 && (
                        <span className="tabular shrink-0 text-ink-3">{say('covered', { count: entry.planned })}</span>
                      )}
                      {entry.open > 0 && (
                        <span className="tabular shrink-0 text-needs-text">{say('uncovered', { count: entry.open })}</span>
                      )}
                    </div>
                  </div>
                );
              }
              const isHere = cursor.row === entry.person.key;
              return (
                <div key={key} role="presentation" style={place} className="absolute inset-x-0 top-0">
                  <PersonRow
                    person={entry.person}
                    days={days}
                    today={today}
                    rowIndex={index + 3}
                    held={held}
                    rules={held === null ? null : rules}
                    overDay={over?.row === entry.person.key ? over.day : null}
                    cursorDay={isHere ? cursor.day : null}
                    cursorSlot={isHere ? cursor.slot : -1}
                    selectedId={entry.person.days.some((cell) => cell.some(({ id }) => id === selectedId)) ? selectedId : null}
                  />
                </div>
              );
            })}
          </div>
          <div className="flex-1" role="presentation" />
          <div role="rowgroup" className="sticky bottom-0 z-10">
            <CoverageFooter coverage={plan.coverage} days={days} rowIndex={entries.length + 3} />
          </div>
        </div>
      </div>
      <p id="roster-how" hidden>
        {say('how')}
      </p>
      <p aria-live="assertive" className="sr-only">
        {spoken}
      </p>
      {hold?.by === 'pointer' && <HeldGhost hold={hold} verdict={overVerdict} ghost={ghost} />}
    </>
  );
}

/** How much of the top the sticky heads take, so that no row hides behind them. */
function useHeadHeight() {
  const [headHeight, setHeadHeight] = useState(80);
  const observer = useRef<ResizeObserver | null>(null);
  const head = useCallback((element: HTMLDivElement | null): void => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver(() => setHeadHeight(element.offsetHeight));
    observer.current.observe(element);
  }, []);
  return { head, headHeight };
}
