import { useSyncExternalStore } from 'react';

/** What this person prefers on this device. Not synced: a touch screen in a van and a desk may differ. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'desk' | 'touch';
  readonly isRailNarrow: boolean;
}

/** What was chosen; who never chose a size gets the one that suits their hands. */
interface Chosen extends Omit<Preferences, 'density'> {
  readonly density: Preferences['density'] | null;
}

const KEY = 'muster.preferences';
const DEFAULTS: Chosen = { theme: 'system', density: null, isRailNarrow: false };

/** A finger is blunt and a window as narrow as a phone is one. */
const handheld = matchMedia('(pointer: coarse), (max-width: 639px)');
let worksOnSite = false;
let chosen = read();
let current = effective();
const listeners = new Set<() => void>();
handheld.addEventListener('change', refresh);

function read(): Chosen {
  let stored: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    stored = { ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch (cause) {
    // written by hand or half written: the defaults are always usable
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  return {
    theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : DEFAULTS.theme,
    density: stored.density === 'touch' || stored.density === 'desk' ? stored.density : DEFAULTS.density,
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
  chosen = { ...chosen, ...changes };
  localStorage.setItem(KEY, JSON.stringify(chosen));
  refresh();
}

/** People who work on site get the size for thumbs and gloves until they choose another. */
export function suggestTouch(isOnSite: boolean): void {
  if (isOnSite === worksOnSite) return;
  worksOnSite = isOnSite;
  refresh();
}

function effective(): Preferences {
  return { ...chosen, density: chosen.density ?? (worksOnSite || handheld.matches ? 'touch' : 'desk') };
}

function refresh(): void {
  current = effective();
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
