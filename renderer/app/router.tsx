import { useSyncExternalStore, type ReactNode } from 'react';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import type { Role } from '../../shared/domain/kernel/roles.ts';

/**
 * Addresses are the state of where we are: `/bookings/0193…`. They work the same under muster://app/ and http, survive a
 * reload, can be sent to a colleague, and back always goes back.
 */
export interface Place {
  readonly path: string;
  readonly search: URLSearchParams;
}

let place = readPlace();
const listeners = new Set<() => void>();

function readPlace(): Place {
  return { path: decodeURI(location.pathname), search: new URLSearchParams(location.search) };
}

function changed(): void {
  place = readPlace();
  for (const listener of listeners) listener();
}

addEventListener('popstate', changed);

/** Goes to an address. `replace` for steps that back should not stop at (moving the selection in a list). */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const target = withProfile(new URL(to, location.href));
  if (target.href === location.href) return;
  if (options.replace === true) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  changed();
}

/** Goes to another object of the same place, or back to its list: filters and search stay in the address. */
export function stepTo(path: string, options: { readonly replace?: boolean } = {}): void {
  const search = new URLSearchParams(location.search);
  // what a form was opened with goes with the form
  for (const name of ['new', 'day']) search.delete(name);
  navigate(search.size === 0 ? path : `${path}?${search.toString()}`, options);
}

/** `?profile=` names the cache this window works on; it stays in every address of the window. */
function withProfile(target: URL): URL {
  const profile = new URLSearchParams(location.search).get('profile');
  if (profile !== null && !target.searchParams.has('profile')) target.searchParams.set('profile', profile);
  return target;
}

export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => place,
  );
}

/** Sets or clears parameters of the address (filters, the open tab) without a step in the history. */
export function setSearch(changes: Readonly<Record<string, string | null>>): void {
  const target = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) target.searchParams.delete(name);
    else target.searchParams.set(name, value);
  }
  history.replaceState(null, '', target);
  changed();
}

interface LinkProps extends Omit<AriaLinkProps, 'href' | 'className' | 'children' | 'style'> {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A link to a place of the app; reads as a link, can be opened with the keyboard, adds a step for back. */
export function Link({ to, className, ...props }: LinkProps): ReactNode {
  return (
    <AriaLink
      {...props}
      href={to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
      className={
        className ?? 'rounded-small text-accent-text underline decoration-accent-line underline-offset-2 data-[hovered]:decoration-current'
      }
    />
  );
}

/** The address of an object's detail, or null when it has no place of its own. Staff find their shifts in their schedule. */
export function placeOfObject(type: string, id: string, role?: Role): string | null {
  const place = role === 'staff' && (type === 'shift' || type === 'shifts') ? 'schedule' : OBJECT_PLACES[type];
  return place === undefined ? null : `/${place}/${id}`;
}

const OBJECT_PLACES: Readonly<Record<string, string>> = {
  booking: 'bookings',
  bookings: 'bookings',
  location: 'locations',
  locations: 'locations',
  member: 'people',
  members: 'people',
  invitation: 'people',
  kit: 'kits',
  kits: 'kits',
  shift: 'roster',
  shifts: 'roster',
  conflict: 'inbox/decisions',
  conflicts: 'inbox/decisions',
};
