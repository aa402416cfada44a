import { isOurUrl } from './origin.ts';

/** The part of Electron's navigation events this file needs. */
interface NavigationEvent {
  preventDefault(): void;
  readonly url: string;
}

/** The part of Electron's `webContents` this file needs. */
export interface NavigatingContents {
  on(event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect', listener: (details: NavigationEvent) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown;
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void;
}

/**
 * Locks a window to our pages (S11, S12, S15). Nothing else is ever navigated to, nothing opens a window, and the only
 * way out is the gate for links a person clicked.
 */
export function lockNavigation(contents: NavigatingContents, openLink: (address: string) => void): void {
  const refuse = (details: NavigationEvent): void => {
    if (!isOurUrl(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
}

const OUTSIDE_PROTOCOLS: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);
const MAX_LINK_LENGTH = 2000;

/**
 * What may be handed to the operating system: ordinary web and mail addresses, written again by the URL parser so that
 * no shell or handler sees the text as it was given. Null when it is refused.
 */
export function safeOutsideLink(address: string): string | null {
  if (address.length > MAX_LINK_LENGTH || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (!OUTSIDE_PROTOCOLS.has(url.protocol)) return null;
  if (url.username !== '' || url.password !== '') return null;
  // A mail link may name a recipient and a subject; attachments by path are an old trick.
  if (url.protocol === 'mailto:' && [...url.searchParams.keys()].some((key) => /^attach/i.test(key))) return null;
  return url.href;
}

/** Builds the one gate to `shell.openExternal`. */
export function createOutsideGate(
  openExternal: (address: string) => Promise<void>,
  onRefused: (protocol: string) => void,
): (address: string) => void {
  return (address) => {
    const link = safeOutsideLink(address);
    if (link === null) onRefused(URL.canParse(address) ? new URL(address).protocol : 'unreadable');
    else openExternal(link).catch(() => onRefused('failed'));
  };
}
