import { useEffect, useRef } from 'react';

/** One shortcut: what it does in words (for the `?` sheet and the palette) and how. */
export interface KeyAction {
  /** `e`, `g b`, `mod+k`, `shift+/` is written `?`. */
  readonly keys: string;
  readonly label: string;
  readonly group: string;
  readonly run: () => void;
  /** Works while typing too (only sensible with `mod`). */
  readonly whileTyping?: boolean;
}

/** Later registrations win: the open detail before its list, the list before the frame. */
const layers: { readonly actions: () => readonly KeyAction[] }[] = [];
let prefix: { readonly key: string; readonly untilMs: number } | null = null;
const PREFIX_MS = 1200;

/** Registers shortcuts while the component is mounted. The list may be written inline. */
export function useKeys(actions: readonly KeyAction[]): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const layer = { actions: () => latest.current };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}

/** What is possible here and now, nearest first, one entry per key. */
export function currentKeys(): readonly KeyAction[] {
  const seen = new Set<string>();
  return layers
    .toReversed()
    .flatMap((layer) => layer.actions())
    .filter(({ keys }) => !seen.has(keys) && seen.add(keys));
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, [role=spinbutton], [role=combobox], input:not([type=checkbox],[type=radio],[type=range])'));

/** Inside an open menu, list of choices or decision, letters belong to it. A toast is no decision: the page goes on under it. */
const isInOverlay = (target: EventTarget | null): boolean =>
  document.querySelector('[aria-modal=true], [data-rac][role=alertdialog]:not([role=region] *)') !== null ||
  (target instanceof HTMLElement &&
    target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]:not([data-list])') !== null);

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const key = event.key === ' ' ? 'space' : event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  const shift = event.shiftKey && (mod !== '' || event.key.length > 1 || /[a-z]/i.test(event.key)) ? 'shift+' : '';
  return `${mod}${shift}${key}`;
}

/** The one listener of the window; installed by the frame. */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const typing = isTyping(event.target);
    const name = nameOf(event);
    const hasMod = name.startsWith('mod+');
    if (!hasMod && (typing || isInOverlay(event.target))) return;
    const sequence = prefix !== null && event.timeStamp <= prefix.untilMs ? `${prefix.key} ${name}` : name;
    prefix = null;
    const actions = currentKeys();
    const found = actions.find(({ keys, whileTyping }) => keys === sequence && (!typing || whileTyping === true));
    if (found !== undefined) {
      event.preventDefault();
      found.run();
    } else if (actions.some(({ keys }) => keys.startsWith(`${name} `))) {
      prefix = { key: name, untilMs: event.timeStamp + PREFIX_MS };
    }
  };
  addEventListener('keydown', onKeyDown);
  return () => removeEventListener('keydown', onKeyDown);
}
