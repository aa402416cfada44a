/** Scheme and host are storage keys: changing either would lose every cache on every device. */
export const APP_SCHEME = 'muster';
export const APP_ORIGIN = 'muster://app';
export const START_URL = `${APP_ORIGIN}/index.html`;
/** Shown when the window crashed too often; served by main itself. */
export const RECOVERY_URL = `${APP_ORIGIN}/recovery.html`;

/**
 * Whether an address is a page of ours. Decided by the URL parser, never by looking for text: a query may contain our
 * scheme, and a host may begin like ours.
 */
export function isOurUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  // Custom schemes have the opaque origin 'null', so the parts are compared one by one.
  return url.protocol === 'muster:' && url.host === 'app' && url.username === '' && url.password === '';
}
