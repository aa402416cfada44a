import { useSyncExternalStore } from 'react';

/** A way back: names what is undone and does it. Resolves to whether it worked. */
export interface Undo {
  readonly label: string;
  readonly run: () => Promise<boolean>;
  /** Takes away what offers it elsewhere (the toast), once it is taken back. */
  readonly withdraw?: () => void;
}

const DEPTH = 50;
let stack: readonly Undo[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Undo[]): void {
  stack = next;
  for (const listener of listeners) listener();
}

export function rememberUndo(undo: Undo): void {
  set([...stack.slice(-DEPTH + 1), undo]);
}

/** It came to nothing: there is nothing to take back. */
export function forgetUndo(undo: Undo): void {
  set(stack.filter((other) => other !== undo));
}

/** Still to be had: not taken back, not forgotten. */
export const isRemembered = (undo: Undo): boolean => stack.includes(undo);

/** Takes back one plan: the given one, or the latest. Answers what was undone, null when there was nothing or it was refused. */
export async function undoPlan(which?: Undo): Promise<string | null> {
  const undo = which ?? stack.at(-1);
  if (undo === undefined || !stack.includes(undo)) return null;
  set(stack.filter((other) => other !== undo));
  undo.withdraw?.();
  return (await undo.run()) ? undo.label : null;
}

/** What Ctrl/Cmd+Z would take back now. */
export function useNextUndo(): Undo | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => stack.at(-1) ?? null,
  );
}
