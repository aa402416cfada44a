import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import type { Row } from '../../view/hooks.ts';
import { gripAt, minutesFor, stretched, type Edge } from './stretch.ts';
import type { Day } from './week.ts';

/** The cell of a row of the grid; two rows may be the same person's. */
export interface CellRef {
  readonly row: string;
  readonly day: Day;
}

/** A shift in the hand: carried to a cell, or taken by one end. */
export type Hold =
  | {
      readonly kind: 'carry';
      readonly shift: Row<'shifts'>;
      readonly by: 'pointer' | 'keys';
      readonly over: CellRef | null;
      readonly isCopy: boolean;
    }
  | {
      readonly kind: 'stretch';
      readonly shift: Row<'shifts'>;
      readonly by: 'pointer' | 'keys';
      readonly edge: Edge;
      readonly period: Period;
    };

interface HoldOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly ghost: RefObject<HTMLElement | null>;
  /** The shift of that id, if it may be taken. */
  readonly find: (shiftId: string) => Row<'shifts'> | null;
  readonly onDrop: (hold: Hold) => void;
}

interface Press {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly shift: Row<'shifts'>;
  readonly grip: Edge | 'whole';
  readonly timer: number | null;
}

const SLACK_PX = 5;
const LONG_PRESS_MS = 280;
const EDGE_PX = 56;

/** The cell under a point of the window. */
function cellAt(x: number, y: number): CellRef | null {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-row]');
  const { row, day } = cell?.dataset ?? {};
  return row === undefined || day === undefined ? null : { row, day };
}

const isSame = (a: CellRef | null, b: CellRef | null): boolean => a?.row === b?.row && a?.day === b?.day;
const wantsCopy = (event: { ctrlKey: boolean; altKey: boolean; metaKey: boolean }): boolean =>
  event.ctrlKey || event.altKey || event.metaKey;
const isRtl = (): boolean => document.documentElement.dir === 'rtl';

/**
 * Holding a shift. A mouse picks up when it moves, a finger after a long press (before that it scrolls); near an edge the
 * grid scrolls by itself. Only the cell under the pointer is state; the ghost follows without drawing anything again.
 */
export function useHold({ scroller, ghost, find, onDrop }: HoldOptions) {
  const [hold, setHold] = useState<Hold | null>(null);
  const current = useRef<Hold | null>(null);
  const press = useRef<Press | null>(null);
  const point = useRef({ x: 0, y: 0 });
  const wasDragged = useRef(false);

  const set = useCallback((next: Hold | null): void => {
    current.current = next;
    setHold(next);
  }, []);

  const follow = useCallback((): void => {
    const { x, y } = point.current;
    if (ghost.current !== null) ghost.current.style.transform = `translate(${x + 10}px, ${y + 8}px)`;
    const held = current.current;
    if (held?.kind === 'carry') {
      const over = cellAt(x, y);
      if (!isSame(held.over, over)) set({ ...held, over });
    } else if (held?.kind === 'stretch' && press.current !== null) {
      const period = stretched(held.shift.state.period, held.edge, minutesFor(x - press.current.x, isRtl()));
      if (period.start !== held.period.start || period.end !== held.period.end) set({ ...held, period });
    }
  }, [ghost, set]);

  const forget = useCallback((): void => {
    const timer = press.current?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    press.current = null;
  }, []);

  const pickUp = useCallback(
    ({ shift, grip }: Pick<Press, 'shift' | 'grip'>, isCopy: boolean): void => {
      wasDragged.current = true;
      if (grip === 'whole') set({ kind: 'carry', shift, by: 'pointer', over: null, isCopy });
      else set({ kind: 'stretch', shift, by: 'pointer', edge: grip, period: shift.state.period });
      follow();
    },
    [set, follow],
  );

  const onPointerDown = useCallback(
    (event: ReactPointerEvent): void => {
      wasDragged.current = false;
      if (event.button !== 0 || !(event.target instanceof Element) || current.current !== null) return;
      const block = event.target.closest<HTMLElement>('[data-shift]');
      const shift = block === null ? null : find(block.dataset['shift'] ?? '');
      if (block === null || shift === null) return;
      const isTouch = event.pointerType === 'touch';
      const grip = gripAt(event.clientX, block.getBoundingClientRect(), isTouch ? 'coarse' : 'fine', isRtl());
      point.current = { x: event.clientX, y: event.clientY };
      const timer = isTouch ? window.setTimeout(() => pickUp({ shift, grip }, false), LONG_PRESS_MS) : null;
      press.current = { id: event.pointerId, x: event.clientX, y: event.clientY, shift, grip, timer };
    },
    [find, pickUp],
  );

  const cancel = useCallback((): void => {
    forget();
    set(null);
  }, [forget, set]);

  useEffect(() => {
    const onMove = (event: PointerEvent): void => {
      const started = press.current;
      if (started === null || event.pointerId !== started.id) return;
      point.current = { x: event.clientX, y: event.clientY };
      if (current.current !== null) return follow();
      if (Math.hypot(event.clientX - started.x, event.clientY - started.y) < SLACK_PX) return;
      if (event.pointerType === 'touch') forget();
      else pickUp(started, wantsCopy(event));
    };
    const onUp = (event: PointerEvent): void => {
      if (press.current?.id !== event.pointerId) return;
      const held = current.current;
      forget();
      if (held?.by !== 'pointer') return;
      set(null);
      if (event.type === 'pointerup') onDrop(held);
    };
    const onTouchMove = (event: TouchEvent): void => {
      if (current.current !== null) event.preventDefault();
    };
    // a long press must not open the menu of the browser under the finger
    const onMenu = (event: Event): void => {
      const isPressed = press.current !== null && press.current.timer !== null;
      if (current.current !== null || isPressed) event.preventDefault();
    };
    const onModifier = (event: KeyboardEvent): void => {
      const held = current.current;
      if (held?.by !== 'pointer') return;
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        cancel();
      } else if (held.kind === 'carry' && held.isCopy !== wantsCopy(event)) set({ ...held, isCopy: wantsCopy(event) });
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onUp);
    addEventListener('touchmove', onTouchMove, { passive: false });
    addEventListener('contextmenu', onMenu);
    addEventListener('keydown', onModifier, true);
    addEventListener('keyup', onModifier, true);
    return () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', onUp);
      removeEventListener('touchmove', onTouchMove);
      removeEventListener('contextmenu', onMenu);
      removeEventListener('keydown', onModifier, true);
      removeEventListener('keyup', onModifier, true);
    };
  }, [cancel, follow, forget, pickUp, set, onDrop]);

  const isDragging = hold?.by === 'pointer' && hold.kind === 'carry';
  useEffect(() => {
    if (!isDragging) return undefined;
    let frame = 0;
    const scroll = (): void => {
      const box = scroller.current?.getBoundingClientRect();
      if (box !== undefined) {
        const { x, y } = point.current;
        const by = (at: number, from: number, to: number): number => (at < from + EDGE_PX ? -10 : at > to - EDGE_PX ? 10 : 0);
        const left = by(x, box.left, box.right);
        const top = y < box.top + EDGE_PX / 2 ? -10 : y > box.bottom - EDGE_PX ? 10 : 0;
        if (left !== 0 || top !== 0) {
          scroller.current?.scrollBy({ left, top });
          follow();
        }
      }
      frame = requestAnimationFrame(scroll);
    };
    frame = requestAnimationFrame(scroll);
    return () => cancelAnimationFrame(frame);
  }, [isDragging, scroller, follow]);

  /** A click that ends a drag is no click. */
  return { hold, set, onPointerDown, wasDragged: () => wasDragged.current, cancel };
}
