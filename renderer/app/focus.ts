/** The list of the place takes the focus: after a decision the thing decided is gone, and the keyboard must not be. */
export function focusList(): void {
  document.querySelector<HTMLElement>('main [data-list]')?.focus({ preventScroll: true });
}

/** `j` and `k` from anywhere: into the list, and on to the next or the one before. */
export function walkList(key: 'j' | 'k'): void {
  focusList();
  document
    .querySelector<HTMLElement>('main [data-list]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

/** `focusList` once React has drawn what came next; a field that took the focus meanwhile keeps it. */
export function focusListSoon(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement?.matches('input, textarea, [contenteditable]') !== true) focusList();
    }),
  );
}

export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main [data-search]');
  field?.focus();
  field?.select();
}
