import { useEffect, useRef } from 'react';
import { currentKeys } from '../../../app/keys.tsx';
import { BURST_MS, createWedge } from './wedge.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox],[type=radio]), textarea, select, [role=spinbutton]');

const isInDialog = (): boolean => document.querySelector('[aria-modal=true]') !== null;

/**
 * Listens for the scanner before anything else on the page does. A letter that turns out to be a person's is given on to the
 * shortcuts, a moment later.
 */
export function useWedge(onScan: (code: string) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    const wedge = createWedge();
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target) || isInDialog()) return;
      const answer = wedge.key(event.key, event.timeStamp);
      if (answer.kind === 'pass') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (answer.kind === 'scan') return latest.current(answer.code);
      const timer = setTimeout(() => {
        timers.delete(timer);
        for (const key of wedge.rest(performance.now()))
          currentKeys()
            .find(({ keys }) => keys === key.toLowerCase())
            ?.run();
      }, BURST_MS + 10);
      timers.add(timer);
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      removeEventListener('keydown', onKeyDown, { capture: true });
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
}
