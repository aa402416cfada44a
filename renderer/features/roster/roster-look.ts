import { useSyncExternalStore } from 'react';
import { GROUPINGS, type Grouping } from './grouping.ts';

/** How this person looks at the week on this device; remembered, like the width of a pane. */
interface RosterLook {
  readonly grouping: Grouping;
}

const KEY = 'muster.roster';
const listeners = new Set<() => void>();
let current: RosterLook | null = null;

/** What was stored, or the plain week when it was never stored or is not readable. */
export function lookFrom(stored: string | null): RosterLook {
  return { grouping: GROUPINGS.find((name) => name === stored) ?? 'person' };
}

const read = (): RosterLook => (current ??= lookFrom(localStorage.getItem(KEY)));

export function setGrouping(grouping: Grouping): void {
  current = { grouping };
  localStorage.setItem(KEY, grouping);
  for (const listener of listeners) listener();
}

export function useRosterLook(): RosterLook {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, read);
}
