import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { ELECTRON_HEADERS } from '../../shared/security/csp.ts';
import { PLACE_NAMES } from '../../shared/ipc/places.ts';
import { isOurUrl } from './origin.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const RECOVERY_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Muster</title>
<body><h1>Muster could not keep its window open</h1>
<p>Your work is safe: it is kept in a database of its own, outside this window.</p>
<p>Close Muster and start it again. If this page comes back, send the log file to your administrator.</p></body></html>`;

/**
 * Answers `muster://app/…` from the folder of the built renderer and from nowhere else (S8).
 * @param root absolute path of the folder
 */
export function createAppProtocolHandler(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return refuse(405);
    if (!isOurUrl(request.url)) return refuse(404);
    const path = requestedPath(request.url);
    if (path === null) return refuse(400);
    if (path === 'recovery.html') return answer(RECOVERY_PAGE, '.html');
    const type = extname(path);
    if (!(type in CONTENT_TYPES)) return refuse(404);
    const file = await insideRoot(root, path);
    if (file === null) return refuse(404);
    try {
      return answer(new Uint8Array(await readFile(file)), type);
    } catch {
      return refuse(404);
    }
  };
}

/** The file path an address asks for, relative with forward slashes; null when the path tries anything clever. */
export function requestedPath(address: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  const parts = path.replace(/^\//, '').split('/');
  if (parts.length === 1 && parts[0] === '') return 'index.html';
  // One decoding only: what still looks encoded, or climbs, or names a drive or stream, is refused.
  if (isPlace(parts)) return 'index.html';
  if (parts.some((part) => !/^[A-Za-z0-9_@.-]+$/.test(part) || part.startsWith('.'))) return null;
  return parts.join('/');
}

/** Deep links such as `/bookings/<id>/people` are the page itself; the renderer reads the address. */
function isPlace([first = '', ...rest]: readonly string[]): boolean {
  const places: readonly string[] = PLACE_NAMES;
  return places.includes(first) && rest.length <= 3 && rest.every((part) => /^[A-Za-z0-9-]+$/.test(part));
}

/** Resolves links before comparing, and compares whole folder names, so neither a symlink nor a sibling folder escapes. */
async function insideRoot(root: string, path: string): Promise<string | null> {
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(join(root, path))]);
    return realFile.startsWith(realRoot + sep) ? realFile : null;
  } catch {
    return null;
  }
}

function answer(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, {
    status: 200,
    headers: { ...ELECTRON_HEADERS, 'Content-Type': CONTENT_TYPES[type] ?? 'application/octet-stream', 'Cache-Control': 'no-store' },
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: ELECTRON_HEADERS });
}
