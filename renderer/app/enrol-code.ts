/**
 * A one-time enrol code handed over in the address (`#enrol=CODE`). It is a secret: it leaves the address, and with it the
 * history of the window, before anything else happens.
 */
export function takeEnrolCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('enrol');
  if (code === null) return null;
  history.replaceState(null, '', `${location.pathname}${location.search}`);
  return code === '' ? null : code;
}
