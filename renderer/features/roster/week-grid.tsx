import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { cx } from '../../ui/index.ts';
import { useRowHeight } from '../../ui/row-height.ts';
import type { Row } from '../../view/hooks.ts';
import type { FitContext } from '../fit/rules.ts';
import { HeldGhost } from './held-ghost.tsx';
import { isMovable, verdictOf, type Target, type Verdict } from './moves.ts';
import { cellId, PersonRow } from './person-row.tsx';
import { OPEN_LANE, type Entry, type WeekPlan } from './plan.ts';
import { blockId } from './shift-block.tsx';
import { useGridKeys, type Cursor } from './use-grid-keys.ts';
import { useHold } from './use-hold.ts';
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
  readonly onOpen: (shift: Row<'shifts'>) => void;
  readonly onCreate: (target: Target) => void;
  readonly onAssign: (shift: Row<'shifts'>) => void;
  readonly onDrop: (shift: Row<'shifts'>, target: Target, verdict: Verdict) => void;
  readonly onClose: () => void;
}

/** People down, days across. The grid keeps the focus; rows far away are not drawn. */
export function WeekGrid({
  plan,
  entries,
  days,
  today,
  rules,
  selectedId,
  mayMove,
  onOpen,
  onCreate,
  onAssign,
  onDrop,
  onClose,
}: WeekGridProps): ReactNode {
  const say = useWords('roster');
  const scroller = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const { head, headHeight } = useHeadHeight();
  const [isExpanded, setExpanded] = useState(false);
  const [spoken, setSpoken] = useState('');
  const block = Math.round((useRowHeight() * 9) / 8);
  const people = useMemo(() => entries.flatMap((entry) => (entry.kind === 'person' ? [entry.person] : [])), [entries]);
  const personById = useMemo(() => new Map(people.map((person) => [person.id, person])), [people]);
  const shiftById = useMemo(
    () => new Map([plan.open, ...people.map((person) => person.days)].flatMap((cells) => cells.flat()).map((row) => [row.id, row])),
    [plan, people],
  );
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
      return entry?.kind === 'person' ? entry.person.id : `group ${entry?.label ?? index}`;
    },
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: 52,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, entries, block]);

  const judge = useCallback(
    (shift: Row<'shifts'>, target: Target): Verdict => verdictOf(shift.state, personById.get(target.rowId) ?? null, target.day, rules),
    [personById, rules],
  );
  const drop = useCallback(
    (shift: Row<'shifts'>, target: Target): void => {
      const verdict = judge(shift, target);
      onDrop(shift, target, verdict);
    },
    [judge, onDrop],
  );
  const find = useCallback(
    (id: string): Row<'shifts'> | null => {
      const shift = shiftById.get(id);
      return shift !== undefined && mayMove && isMovable(shift) ? shift : null;
    },
    [shiftById, mayMove],
  );
  const { hold, set: setHold, onPointerDown, wasDragged, cancel } = useHold({ scroller, ghost, find, onDrop: drop });
  const overVerdict = hold === null || hold.over === null ? null : judge(hold.shift, hold.over);

  const tellCell = (shift: Row<'shifts'>, target: Target): void => {
    const verdict = judge(shift, target);
    const where = `${target.rowId === OPEN_LANE ? say('open-lane') : (personById.get(target.rowId)?.name ?? '')}, ${dayWords(target.day)}`;
    const words =
      verdict.kind === 'same'
        ? say('spoken.here')
        : verdict.reasons.length === 0
          ? say('fits')
          : verdict.reasons.map(reasonWords).join(' ');
    setSpoken(`${where}: ${words}`);
  };
  const targetOf = (cursor: Cursor): Target => ({ rowId: cursor.rowId, day: days[cursor.day] ?? today });
  const letGo = (): void => {
    cancel();
    setSpoken(say('spoken.cancelled'));
  };
  const put = (cursor: Cursor): void => {
    if (hold === null) return;
    setHold(null);
    setSpoken(say('spoken.dropped'));
    drop(hold.shift, targetOf(cursor));
  };
  const { cursor, here, setCursor, onKeyDown } = useGridKeys({
    plan,
    people,
    days,
    isHolding: hold !== null,
    onEnter: (shift, at) => (hold !== null ? put(at) : shift !== null ? onOpen(shift) : mayMove && onCreate(targetOf(at))),
    onSpace: (shift, at) => {
      if (hold !== null) return put(at);
      if (shift === null) return;
      if (find(shift.id) === null) return setSpoken(say('spoken.fixed'));
      setHold({ shift, by: 'keys', over: targetOf(at) });
      setSpoken(say('spoken.held', { role: shift.state.role }));
    },
    onDelete: (shift) => find(shift.id) !== null && drop(shift, { rowId: OPEN_LANE, day: shift.state.period.startLocal.slice(0, 10) }),
    onAssign: (shift) => find(shift.id) !== null && onAssign(shift),
    onEscape: () => (hold === null ? onClose() : letGo()),
    onMove: (at) => {
      const index = entries.findIndex((entry) => entry.kind === 'person' && entry.person.id === at.rowId);
      if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
      if (at.rowId === OPEN_LANE && at.slot >= OPEN_SHOWN) setExpanded(true);
      if (hold !== null) {
        setHold({ ...hold, over: targetOf(at) });
        tellCell(hold.shift, targetOf(at));
      }
    },
  });

  const onClick = (event: MouseEvent): void => {
    if (wasDragged() || !(event.target instanceof Element) || event.target.closest('button') !== null) return;
    const id = event.target.closest<HTMLElement>('[data-shift]')?.dataset['shift'];
    const shift = id === undefined ? undefined : shiftById.get(id);
    const { row, day } = event.target.closest<HTMLElement>('[data-row]')?.dataset ?? {};
    if (row === undefined || day === undefined) return;
    const dayIndex = days.indexOf(day);
    const cell = row === OPEN_LANE ? plan.open[dayIndex] : personById.get(row)?.days[dayIndex];
    setCursor({ rowId: row, day: dayIndex, slot: shift === undefined ? -1 : (cell?.indexOf(shift) ?? -1) });
    if (shift !== undefined) onOpen(shift);
    else if (mayMove && (cell?.length ?? 0) === 0) onCreate({ rowId: row, day });
  };

  const held = hold?.shift ?? null;
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label={say('grid', { from: dayWords(days[0] ?? today), to: dayWords(days.at(-1) ?? today) })}
        aria-rowcount={people.length + 3}
        aria-colcount={8}
        aria-activedescendant={here === null ? cellId(cursor.rowId, cursor.day) : blockId(here.id)}
        aria-describedby="roster-how"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onClick={onClick}
        className={cx(
          'group/grid relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface outline-none!',
          hold !== null && 'cursor-grabbing select-none',
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
              over={hold?.over ?? null}
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
                  <div key={key} role="row" style={place} className="absolute inset-x-0 top-0 border-b border-line bg-canvas">
                    <div role="rowheader" className="label sticky start-0 flex h-full w-fit items-center gap-2 px-3">
                      {entry.label} <span className="tabular font-normal">{entry.count}</span>
                    </div>
                  </div>
                );
              }
              const isHere = cursor.rowId === entry.person.id;
              return (
                <div key={key} role="presentation" style={place} className="absolute inset-x-0 top-0">
                  <PersonRow
                    person={entry.person}
                    days={days}
                    today={today}
                    rowIndex={index + 3}
                    held={held}
                    rules={held === null ? null : rules}
                    overDay={hold?.over?.rowId === entry.person.id ? hold.over.day : null}
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
