/** What the command line asks for. */
export interface LaunchOptions {
  readonly profile: string;
  /** Origin of the sync server, without a trailing slash; null until a server is known. */
  readonly serverUrl: string | null;
  /** One-time enrolment code for a device that is not signed in. */
  readonly enrolCode: string | null;
  /** The first argument that looks like a deep link. */
  readonly link: string | null;
}

export const LINK_SCHEME = 'muster-link:';
/** Where an unpackaged app looks for a server when nobody named one. */
export const DEFAULT_SERVER_URL = 'http://127.0.0.1:8787';
/** The same for a packaged app, which never speaks plain http. */
export const PACKAGED_SERVER_URL = 'https://localhost:8787';

const valueOf = (argv: readonly string[], name: string): string | null => {
  const prefix = `--${name}=`;
  return argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? null;
};

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * The only servers a device syncs with: https anywhere, plain http on this machine while the app is not packaged (S17).
 * @returns the origin, or null when it is refused
 */
export function acceptServerUrl(address: string, isPackaged: boolean): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'https:') return url.origin;
  return url.protocol === 'http:' && !isPackaged && isLoopback(url.hostname) ? url.origin : null;
}

/** Reads the command line; anything malformed is left out rather than guessed at. */
export function parseLaunchOptions(argv: readonly string[], isPackaged: boolean): LaunchOptions {
  const profile = valueOf(argv, 'profile');
  const server = valueOf(argv, 'server');
  const code = valueOf(argv, 'enrol');
  return {
    profile: profile !== null && /^[A-Za-z0-9_-]{1,40}$/.test(profile) ? profile : 'default',
    serverUrl: server === null ? null : acceptServerUrl(server, isPackaged),
    enrolCode: code !== null && /^[A-Za-z0-9_-]{16,200}$/.test(code) ? code : null,
    link: argv.find((argument) => argument.startsWith(LINK_SCHEME)) ?? null,
  };
}
