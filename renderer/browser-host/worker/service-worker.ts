declare const self: ServiceWorkerGlobalScope;
export {};

/** A file of this build with the SHA-256 of its content. */
interface BuiltFile {
  readonly path: string;
  readonly sha256: string;
}

/** Replaced by the build. A change of any file changes this text, and with it this script, which is how browsers notice. */
const build = JSON.parse('__MUSTER_PRECACHE__') as { readonly version: string; readonly files: readonly BuiltFile[] };
const BUILT_PATHS: ReadonlySet<string> = new Set(build.files.map((file) => file.path));
const CACHE_PREFIX = 'muster-build-';
const CACHE_NAME = CACHE_PREFIX + build.version;

/** What the server itself shows to an administrator's browser. */
const SERVER_PAGES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

// A build is taken whole or not at all: one file that is missing or of another build fails the installation, and the
// version that works stays.
self.addEventListener('install', (event) => event.waitUntil(fetchBuild()));
self.addEventListener('activate', (event) => event.waitUntil(dropOldBuilds()));
self.addEventListener('message', (event) => {
  if (event.data === 'activate') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  // Everything that is neither a page of the app nor a file of a build goes to the server untouched, `/v1/` above all.
  if (url.pathname.startsWith('/v1/') || SERVER_PAGES.has(url.pathname)) return;
  // The app's own addresses (`/bookings/0193…`) are all the one page.
  const isPage = request.mode === 'navigate' && !/\.[a-z0-9]+$/.test(url.pathname);
  const path = isPage ? '/index.html' : url.pathname;
  if (!BUILT_PATHS.has(path) && !path.startsWith('/assets/')) return;
  event.respondWith(fromBuild(path, request));
});

async function fetchBuild(): Promise<void> {
  try {
    await fetchInto(await caches.open(CACHE_NAME));
  } catch (error) {
    await caches.delete(CACHE_NAME);
    throw error;
  }
}

async function fetchInto(cache: Cache): Promise<void> {
  await Promise.all(
    build.files.map(async ({ path, sha256 }) => {
      const response = await fetch(path === '/index.html' ? '/' : path, { cache: 'no-cache', credentials: 'omit' });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      const content = await response.clone().arrayBuffer();
      if ((await sha256Of(content)) !== sha256) throw new Error(`${path} is of another build`);
      await cache.put(path, response);
    }),
  );
}

/** The build before this one stays: a tab that still runs it may ask for a part it has not loaded yet. */
async function dropOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE_NAME);
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromBuild(path: string, request: Request): Promise<Response> {
  const own = await (await caches.open(CACHE_NAME)).match(path);
  return own ?? (await caches.match(path)) ?? fetch(request);
}

async function sha256Of(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
