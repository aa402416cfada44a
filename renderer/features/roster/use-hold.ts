import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import type { Row } from '../../view/hooks.ts';
import type { Target } from './moves.ts';

export interface Hold {
  readonly shift: Row<'shifts'>;
  readonly by: 'pointer' | 'keys';
  readonly over: Target | null;
}

interface HoldOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly ghost: RefObject<HTMLElement | null>;
  readonly find: (shiftId: string) => Row<'shifts'> | null;
  readonly onDrop: (shift: Row<'shifts'>, target: Target) => void;
}

const SLACK_PX = 5;
const LONG_PRESS_MS = 280;
const EDGE_PX = 56;

/** The cell under a point of the window. */
function targetAt(x: number, y: number): Target | null {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-row]');
  const { row, day } = cell?.dataset ?? {};
  return row === undefined || day === undefined ? null : { rowId: row, day };
}

const isSame = (a: Target | null, b: Target | null): boolean => a?.rowId === b?.rowId && a?.day === b?.day;

/**
 * Holding a shift. A mouse picks up when it moves, a finger after a long press (before that it scrolls); near an edge the
 * grid scrolls by itself. Only the cell under the pointer is state; the ghost follows without drawing anything again.
 */
export function useHold({ scroller, ghost, find, onDrop }: HoldOptions) {
  const [hold, setHold] = useState<Hold | null>(null);
  const current = useRef<Hold | null>(null);
  const press = useRef<{ id: number; x: number; y: number; shift: Row<'shifts'>; timer: number | null } | null>(null);
  const point = useRef({ x: 0, y: 0 });
  const wasDragged = useRef(false);

  const set = useCallback((next: Hold | null): void => {
    current.current = next;
    setHold(next);
  }, []);

  const follow = useCallback((): void => {
    const { x, y } = point.current;
    if (ghost.current !== null) ghost.current.style.transform = `translate(${x + 10}px, ${y + 8}px)`;
    const over = targetAt(x, y);
    const held = current.current;
    if (held !== null && !isSame(held.over, over)) set({ ...held, over });
  }, [ghost, set]);

  const forget = useCallback((): void => {
    const timer = press.current?.timer ?? null;
    if (timer !== null) clearTimeout(timer);
    press.current = null;
  }, []);

  const pickUp = useCallback(
    (shift: Row<'shifts'>): void => {
      wasDragged.current = true;
      set({ shift, by: 'pointer', over: null });
      follow();
    },
    [set, follow],
  );

  const onPointerDown = useCallback(
    (event: ReactPointerEvent): void => {
      wasDragged.current = false;
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const id = event.target.closest<HTMLElement>('[data-shift]')?.dataset['shift'];
      const shift = id === undefined ? null : find(id);
      if (shift === null) return;
      point.current = { x: event.clientX, y: event.clientY };
      const timer = event.pointerType === 'touch' ? window.setTimeout(() => pickUp(shift), LONG_PRESS_MS) : null;
      press.current = { id: event.pointerId, x: event.clientX, y: event.clientY, shift, timer };
    },
    [find, pickUp],
  );

  useEffect(() => {
    const onMove = (event: PointerEvent): void => {
      const started = press.current;
      if (started === null || event.pointerId !== started.id) return;
      point.current = { x: event.clientX, y: event.clientY };
      if (current.current !== null) return follow();
      if (Math.hypot(event.clientX - started.x, event.clientY - started.y) < SLACK_PX) return;
      if (event.pointerType === 'touch') forget();
      else pickUp(started.shift);
    };
    const onUp = (event: PointerEvent): void => {
      if (press.current?.id !== event.pointerId) return;
      forget();
      const held = current.current;
      if (held?.by !== 'pointer') return;
      set(null);
      if (event.type === 'pointerup' && held.over !== null) onDrop(held.shift, held.over);
    };
    const onTouchMove = (event: TouchEvent): void => {
      if (current.current !== null) event.preventDefault();
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onUp);
    addEventListener('touchmove', onTouchMove, { passive: false });
    return () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', onUp);
      removeEventListener('touchmove', onTouchMove);
    };
  }, [follow, forget, pickUp, set, onDrop]);

  const isDragging = hold?.by === 'pointer';
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

  return {
    hold,
    set,
    onPointerDown,
    /** A click that ends a drag is no click. */
    wasDragged: () => wasDragged.current,
    cancel: useCallback((): void => {
      forget();
      set(null);
    }, [forget, set]),
  };
}
