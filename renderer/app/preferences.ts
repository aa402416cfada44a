import { useSyncExternalStore } from 'react';

/** What this person prefers on this device. Not synced: a touch screen in a van and a desk may differ. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'desk' | 'touch';
  readonly isRailNarrow: boolean;
}

const KEY = 'muster.preferences';
const DEFAULTS: Preferences = { theme: 'system', density: 'desk', isRailNarrow: false };

let current = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  let stored: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    stored = { ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch (cause) {
    // written by hand or half written: the defaults are always usable
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  return {
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : DEFAULTS.theme,
    density: stored.density === 'touch' ? 'touch' : DEFAULTS.density,
    isRailNarrow: stored.isRailNarrow === true,
  };
}

/** Puts theme and density on the document; tokens.css does the rest. */
export function applyPreferences(): void {
  const { dataset } = document.documentElement;
  if (current.theme === 'system') delete dataset['theme'];
  else dataset['theme'] = current.theme;
  dataset['density'] = current.density;
}

export function setPreferences(changes: Partial<Preferences>): void {
  current = { ...current, ...changes };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => current,
  );
}
