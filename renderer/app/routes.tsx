import {
  Boxes,
  CalendarCheck2,
  CalendarDays,
  ClipboardList,
  History,
  Inbox,
  MapPin,
  Settings,
  Sun,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { lazy, useState, type ComponentType, type ReactNode } from 'react';
import type { Role } from '../../shared/domain/kernel/roles.ts';
import type { PlaceName } from '../../shared/ipc/places.ts';
import type { View } from '../view/view.ts';

/** What a screen is handed: the parts of the address behind its own name. `/bookings/0193/people` gives id and tab. */
export interface ScreenProps {
  readonly id: string | null;
  readonly tab: string | null;
}

export interface Place {
  /** First part of the address, and the folder of its screen: `features/<name>/screen.tsx` with a default export. */
  readonly name: PlaceName;
  readonly icon: LucideIcon;
  /** Second key after `g`. */
  readonly key: string;
  /** Who finds it in the rail. */
  readonly roles: 'everyone' | 'planners' | 'admins' | 'office';
}

/**
 * The places of the app in the order of the rail. A place exists as soon as its folder has a `screen.tsx`; its word is
 * `app:place.<name>`.
 */
const ALL_PLACES: readonly Place[] = [
  { name: 'today', icon: Sun, key: 't', roles: 'everyone' },
  { name: 'bookings', icon: ClipboardList, key: 'b', roles: 'office' },
  { name: 'schedule', icon: CalendarCheck2, key: 'm', roles: 'everyone' },
  { name: 'roster', icon: CalendarDays, key: 'r', roles: 'planners' },
  { name: 'kits', icon: Boxes, key: 'k', roles: 'office' },
  { name: 'locations', icon: MapPin, key: 'l', roles: 'office' },
  { name: 'people', icon: Users, key: 'p', roles: 'planners' },
  { name: 'inbox', icon: Inbox, key: 'i', roles: 'everyone' },
  { name: 'history', icon: History, key: 'h', roles: 'planners' },
  { name: 'settings', icon: Settings, key: 's', roles: 'everyone' },
];

/** What a screen may ask before anybody opens it. `zone` is the site's, null while it is not known. */
export interface WarmUp {
  readonly view: View;
  readonly zone: string | null;
}

interface ScreenModule {
  readonly default: ComponentType<ScreenProps>;
  /** Asks what the first look at the screen asks and keeps the answers at hand. The way to let go of them. */
  readonly warm?: (at: WarmUp) => () => void;
}

interface Room {
  readonly Screen: ComponentType<ScreenProps>;
  /** Fetches its code, once. */
  readonly load: () => Promise<ScreenModule>;
}

/**
 * A screen whose code comes when it is wanted. `lazy` shows its fallback even when the code is here, and React keeps a
 * fallback for 300 ms so that it does not flash; so what is here is drawn at once.
 */
function roomOf(fetch: () => Promise<ScreenModule>): Room {
  let here: ScreenModule | undefined;
  const load = async (): Promise<ScreenModule> => (here ??= await fetch());
  const Late = lazy(load);
  function Screen(props: ScreenProps): ReactNode {
    // what was mounted stays mounted, also when its code has come meanwhile
    const [Drawn] = useState(() => here?.default ?? Late);
    return <Drawn {...props} />;
  }
  return { Screen, load };
}

const ROOMS: ReadonlyMap<string, Room> = new Map(
  Object.entries(import.meta.glob<ScreenModule>('../features/*/screen.tsx')).flatMap(([path, fetch]) => {
    const name = /features\/([^/]+)\/screen\.tsx$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, roomOf(fetch)] as const];
  }),
);

/** Fetches the code of the first screen while its rows are still on their way. */
export function fetchFirstScreen(): void {
  // Where it fails now, opening the screen tries again and says so.
  ROOMS.get('today')
    ?.load()
    .catch(() => undefined);
}

/** Makes the places of a role ready one after the other, and keeps them so until somebody lets go. */
export async function warmPlaces(role: Role, at: WarmUp, letGo: AbortSignal): Promise<void> {
  for (const { name } of placesFor(role)) {
    const screen = await ROOMS.get(name)?.load();
    if (letGo.aborted) return;
    const release = screen?.warm?.(at);
    if (release !== undefined) letGo.addEventListener('abort', release);
  }
}

export const PLACES: readonly Place[] = ALL_PLACES.filter(({ name }) => ROOMS.has(name));

const GROUPS: Readonly<Record<Place['roles'], readonly Role[] | null>> = {
  everyone: null,
  planners: ['owner', 'admin', 'manager', 'site_lead', 'auditor'],
  admins: ['owner', 'admin'],
  office: ['owner', 'admin', 'manager', 'site_lead', 'warehouse', 'client', 'auditor'],
};

/** The places a role finds in its rail. A client brand sees its bookings, a member of staff their own days. */
export function placesFor(role: Role): readonly Place[] {
  return PLACES.filter(({ name, roles }) => {
    const allowed = GROUPS[roles];
    if (name === 'schedule') return role === 'staff' || role === 'site_lead' || role === 'warehouse';
    return allowed === null || allowed.includes(role);
  });
}

export interface Match {
  readonly name: string;
  readonly Screen: ComponentType<ScreenProps>;
  readonly props: ScreenProps;
}

/** The screen of an address, or null when there is none (yet). `/` is Today where that exists. */
export function matchPlace(path: string): Match | null {
  const [name = '', id = null, tab = null] = path.split('/').filter(Boolean);
  const wanted = name === '' || name === 'index.html' ? (PLACES[0]?.name ?? '') : name;
  const Screen = ROOMS.get(wanted)?.Screen;
  return Screen === undefined ? null : { name: wanted, Screen, props: { id, tab } };
}
