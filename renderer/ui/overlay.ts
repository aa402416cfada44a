/** The one elevation: lists, menus and popovers share it. */
export const LIFTED = 'rounded-panel bg-raised shadow-lift outline-none forced-colors:border';

/** A line of a menu or list of choices. */
export const CHOICE =
  'focus-inner flex min-h-7 cursor-default items-center gap-2 rounded-control px-2 py-1 text-13 outline-none select-none ' +
  'data-[focused]:bg-hover data-[hovered]:bg-hover data-[disabled]:opacity-45 [[data-density=touch]_&]:min-h-11 forced-colors:data-[focused]:outline';
