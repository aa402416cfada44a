import type { CollectionName, OpenedLink } from '../../shared/ipc/bridge.ts';
import { LINK_SCHEME } from './launch-options.ts';

/** What a deep link may ask for: to show an object, or to sign in a device that nobody has signed in. */
export type LinkIntent = { readonly kind: 'open'; readonly link: OpenedLink } | { readonly kind: 'enrol'; readonly code: string };

const OPENABLE = {
  booking: 'bookings',
  shift: 'shifts',
  kit: 'kits',
  allocation: 'allocations',
  location: 'locations',
  item: 'items',
  member: 'members',
  conflict: 'conflicts',
} as const satisfies Readonly<Record<string, CollectionName>>;

const isOpenable = (noun: string): noun is keyof typeof OPENABLE => Object.hasOwn(OPENABLE, noun);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Reads `muster-link:open/<noun>/<id>` and `muster-link:enrol/<code>`, and nothing else (S20): no query, no fragment, no
 * encoding. A link never carries a command.
 */
export function parseLink(address: string): LinkIntent | null {
  if (address.length > 300 || !address.startsWith(LINK_SCHEME)) return null;
  // Some desktops rewrite `scheme:path` to `scheme://path/`.
  const path = address.slice(LINK_SCHEME.length).replace(/^\/\//, '').replace(/\/$/, '');
  const [verb, first, second, ...rest] = path.split('/');
  if (rest.length > 0 || first === undefined) return null;
  if (verb === 'open' && second !== undefined && isOpenable(first) && UUID.test(second)) {
    return { kind: 'open', link: { collection: OPENABLE[first], id: second } };
  }
  if (verb === 'enrol' && second === undefined && /^[A-Za-z0-9_-]{16,200}$/.test(first)) return { kind: 'enrol', code: first };
  return null;
}

/** Holds links back until the window says it is ready, then hands them over in order. */
export class LinkQueue {
  private readonly deliver: (link: OpenedLink) => void;
  private waiting: OpenedLink[] = [];
  private ready = false;

  constructor(deliver: (link: OpenedLink) => void) {
    this.deliver = deliver;
  }

  push(link: OpenedLink): void {
    if (this.ready) this.deliver(link);
    else this.waiting.push(link);
  }

  windowReady(): void {
    this.ready = true;
    for (const link of this.waiting.splice(0)) this.deliver(link);
  }

  /** The window is being loaded again; links wait for the next `windowReady`. */
  windowGone(): void {
    this.ready = false;
  }
}
