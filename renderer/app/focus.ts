/** The list of the place takes the focus: after a decision the thing decided is gone, and the keyboard must not be. */
export function focusList(): void {
  document.querySelector<HTMLElement>('main [data-list]')?.focus({ preventScroll: true });
}

/** The same once React has drawn what came next. */
export function focusListSoon(): void {
  requestAnimationFrame(() => requestAnimationFrame(focusList));
}

export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main [data-search]');
  field?.focus();
  field?.select();
}
