import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import type { Row } from '../../view/hooks.ts';
import type { FitContext } from '../fit/rules.ts';
import { deedOf, settled, shiftAt, type Cursor, type Mode, type Walkable } from './cursor.ts';
import { heldOf } from './held.ts';
import { isMovable, periodOn, verdictOf, type Target, type Verdict, type Wish } from './moves.ts';
import { OPEN_LANE, type PersonWeek, type WeekPlan } from './plan.ts';
import { STEP_MINUTES, stretched, type Edge } from './stretch.ts';
import { useHold, type CellRef, type Hold } from './use-hold.ts';
import { clockWords, dayWords, startDay, type Day } from './week.ts';

export interface GridActions {
  readonly onOpen: (shift: Row<'shifts'>) => void;
  readonly onCreate: (target: Target) => void;
  readonly onAssign: (shift: Row<'shifts'>) => void;
  readonly onSplit: (shift: Row<'shifts'>) => void;
  readonly onWish: (wish: Wish, verdict: Verdict) => void;
  readonly onCopy: (shift: Row<'shifts'>) => void;
  readonly onClose: () => void;
}

interface GridOptions extends GridActions {
  readonly plan: WeekPlan;
  readonly rows: readonly PersonWeek[];
  readonly days: readonly Day[];
  readonly rules: FitContext | null;
  readonly mayMove: boolean;
  /** The copied shift; with `isTapping` a press on a cell puts it there. */
  readonly clip: { readonly shift: Row<'shifts'>; readonly isTapping: boolean } | null;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Brings a row into sight. */
  readonly onReach: (cursor: Cursor) => void;
}

/** What hands do in the week: walking, carrying and stretching, by pointer, finger and keys. */
export function useGrid(options: GridOptions) {
  const { plan, rows, days, rules, mayMove, clip, scroller, onReach, onWish } = options;
  const say = useWords('roster');
  const ghost = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState('');
  const [wanted, setCursor] = useState<Cursor>({ row: OPEN_LANE, day: 0, slot: -1 });
  const rowByKey = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  const shiftById = useMemo(() => new Map(plan.shifts.map((row) => [row.id, row])), [plan]);
  const week = useMemo(
    (): Walkable => ({
      order: [OPEN_LANE, ...rows.map(({ key }) => key)],
      cells: new Map([[OPEN_LANE, plan.open], ...rows.map((row) => [row.key, row.days] as const)]),
      dayCount: days.length,
    }),
    [plan, rows, days],
  );
  const cursor = settled(wanted, week);
  const here = shiftAt(cursor, week);

  const judge = useCallback(
    (wish: Wish): Verdict => {
      const person = wish.memberId === null ? null : (rows.find(({ id }) => id === wish.memberId) ?? null);
      if (wish.memberId !== null && person === null) return { kind: 'unknown', reasons: [] };
      return verdictOf(wish.shift, person, wish.period, wish.isCopy, rules);
    },
    [rows, rules],
  );
  const memberAt = useCallback((row: string): string | null => rowByKey.get(row)?.id ?? null, [rowByKey]);
  const wishOf = useCallback(
    (hold: Hold): Wish | null => {
      const { shift } = hold;
      if (hold.kind === 'stretch') return { shift, memberId: plannedPerson(shift.state), period: hold.period, isCopy: false };
      if (hold.over === null) return null;
      const { row, day } = hold.over;
      return { shift, memberId: memberAt(row), period: periodOn(shift.state.period, day), isCopy: hold.isCopy };
    },
    [memberAt],
  );
  const drop = useCallback(
    (hold: Hold): void => {
      const wish = wishOf(hold);
      if (wish !== null) onWish(wish, judge(wish));
    },
    [wishOf, judge, onWish],
  );
  const find = useCallback(
    (id: string): Row<'shifts'> | null => {
      const shift = shiftById.get(id);
      return shift !== undefined && mayMove && isMovable(shift) ? shift : null;
    },
    [shiftById, mayMove],
  );
  const { hold, set: setHold, onPointerDown, wasDragged, cancel } = useHold({ scroller, ghost, find, onDrop: drop });
  // the cell under the pointer is no part of it: what the others say does not change while it travels
  const heldShift = hold?.shift ?? null;
  const isCopy = hold?.kind === 'carry' && hold.isCopy;
  const preview = hold?.kind === 'stretch' ? hold.period : null;
  const held = useMemo(() => (heldShift === null ? null : heldOf(heldShift, isCopy, preview, days)), [heldShift, isCopy, preview, days]);
  const overWish = hold === null ? null : wishOf(hold);
  const overVerdict = overWish === null ? null : judge(overWish);

  const tell = (wish: Wish): void => {
    const { kind, reasons } = judge(wish);
    const who = wish.memberId === null ? say('open-lane') : (rows.find(({ id }) => id === wish.memberId)?.name ?? '');
    const what = reasons.length === 0 ? say(`verdict.${kind}`) : reasons.map(reasonWords).join(' ');
    setSpoken(`${who}, ${dayWords(startDay(wish.period))}, ${clockWords(wish.period)}: ${what}`);
  };
  const carryTo = (held: Hold, over: CellRef): void => {
    if (held.kind !== 'carry') return;
    const next: Hold = { ...held, over };
    setHold(next);
    const wish = wishOf(next);
    if (wish !== null) tell(wish);
  };
  const stretch = (shift: Row<'shifts'>, edge: Edge, steps: number): void => {
    const before = hold?.kind === 'stretch' ? hold : null;
    const period = stretched(before?.period ?? shift.state.period, before?.edge ?? edge, steps * STEP_MINUTES);
    const next: Hold = { kind: 'stretch', shift, by: 'keys', edge: before?.edge ?? edge, period };
    setHold(next);
    const wish = wishOf(next);
    if (wish !== null) tell(wish);
  };
  const put = (held: Hold): void => {
    setHold(null);
    setSpoken(say('spoken.dropped'));
    drop(held);
  };
  const cellOf = (at: Cursor): CellRef => ({ row: at.row, day: days[at.day] ?? days[0] ?? '' });
  const targetOf = (at: Cursor): Target => ({ memberId: memberAt(at.row), day: cellOf(at).day });
  const paste = (at: Cursor): void => {
    if (clip === null || !mayMove) return;
    const { memberId, day } = targetOf(at);
    const wish: Wish = { shift: clip.shift, memberId, period: periodOn(clip.shift.state.period, day), isCopy: true };
    onWish(wish, judge(wish));
  };
  const pickUp = (shift: Row<'shifts'>): void => {
    if (find(shift.id) === null) return setSpoken(say('spoken.fixed'));
    setHold({ kind: 'carry', shift, by: 'keys', over: cellOf(cursor), isCopy: false });
    setSpoken(say('spoken.held', { role: shift.state.role }));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.target !== event.currentTarget) return;
    const press = {
      key: event.key.length === 1 ? event.key.toLowerCase() : event.key,
      hasMod: event.ctrlKey || event.metaKey,
      hasShift: event.shiftKey,
      isRtl: getComputedStyle(event.currentTarget).direction === 'rtl',
    };
    const mode: Mode = hold === null ? 'walk' : hold.kind;
    const deed = deedOf(press, cursor, week, mode);
    if (deed === null) return;
    event.preventDefault();
    const movable = here !== null && find(here.id) !== null ? here : null;
    switch (deed.kind) {
      case 'go':
        setCursor(deed.cursor);
        onReach(deed.cursor);
        if (hold !== null) carryTo(hold, cellOf(deed.cursor));
        return;
      case 'stretch':
        if (hold !== null) stretch(hold.shift, deed.edge, deed.steps);
        else if (movable === null) setSpoken(say('spoken.fixed'));
        else stretch(movable, deed.edge, deed.steps);
        return;
      case 'enter':
        if (hold !== null) put(hold);
        else if (here !== null) options.onOpen(here);
        else if (mayMove) options.onCreate(targetOf(cursor));
        return;
      case 'space':
        if (hold !== null) put(hold);
        else if (here !== null) pickUp(here);
        return;
      case 'free':
        if (movable !== null) {
          const wish: Wish = { shift: movable, memberId: null, period: movable.state.period, isCopy: false };
          onWish(wish, judge(wish));
        }
        return;
      case 'assign':
        if (movable !== null) options.onAssign(movable);
        return;
      case 'split':
        if (movable !== null) options.onSplit(movable);
        return;
      case 'copy':
        if (here !== null && mayMove) {
          options.onCopy(here);
          setSpoken(say('spoken.copied', { role: here.state.role }));
        }
        return;
      case 'paste':
        return paste(cursor);
      case 'escape':
        if (hold === null) return options.onClose();
        cancel();
        setSpoken(say('spoken.cancelled'));
        return;
    }
  };

  const onClick = (event: MouseEvent): void => {
    if (wasDragged() || !(event.target instanceof Element) || event.target.closest('button') !== null) return;
    const id = event.target.closest<HTMLElement>('[data-shift]')?.dataset['shift'];
    const shift = id === undefined ? undefined : shiftById.get(id);
    const { row, day } = event.target.closest<HTMLElement>('[data-row]')?.dataset ?? {};
    if (row === undefined || day === undefined) return;
    const at: Cursor = { row, day: days.indexOf(day), slot: -1 };
    const cell = week.cells.get(row)?.[at.day] ?? [];
    setCursor({ ...at, slot: shift === undefined ? -1 : cell.indexOf(shift) });
    if (clip?.isTapping === true) paste(at);
    else if (shift !== undefined) options.onOpen(shift);
    else if (mayMove && cell.length === 0) options.onCreate({ memberId: memberAt(row), day });
  };

  return { cursor, here, hold, held, ghost, overVerdict, spoken, onKeyDown, onPointerDown, onClick };
}
