import { useSyncExternalStore } from 'react';

/** Height of one row in px, as the density has it; lists that place rows themselves need the number. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, read, () => 32);
}

const read = (): number => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 32;

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}
