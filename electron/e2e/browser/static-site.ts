import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { build, loadConfigFromFile } from 'vite';
import { BROWSER_HEADERS } from '../../../shared/security/csp.ts';

const RENDERER = path.join(import.meta.dirname, '../../../renderer');

/** Builds the browser host as it is shipped, into a folder of the spec. */
export async function buildBrowserHost(outDir: string): Promise<void> {
  await build({
    configFile: path.join(RENDERER, 'vite.config.ts'),
    mode: 'browser',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}

/** Builds the same host and view with a page that hands them to the spec, in place of the screens. */
export async function buildCheckPage(outDir: string): Promise<void> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'browser' }, path.join(RENDERER, 'vite.config.ts'));
  if (loaded === null) throw new Error('the renderer has no build configuration');
  const input = {
    check: path.join(RENDERER, 'browser-host/testing/check.html'),
    sw: path.join(RENDERER, 'browser-host/worker/service-worker.ts'),
  };
  const { build: options = {} } = loaded.config;
  await build({
    ...loaded.config,
    configFile: false,
    mode: 'browser',
    logLevel: 'error',
    build: { ...options, outDir, emptyOutDir: true, rolldownOptions: { ...options.rolldownOptions, input } },
  });
}

/** Serves a build with the headers of the sync server, and nothing else: `/v1/` answers 503. */
export interface StaticSite {
  readonly url: string;
  readonly asked: string[];
  serve(folder: string): void;
  /** Answers this path with another text from now on. */
  tamper(pathname: string, text: string | null): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

export async function serveStatic(firstFolder: string): Promise<StaticSite> {
  let folder = firstFolder;
  const asked: string[] = [];
  const tampered = new Map<string, string>();
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    if (pathname.startsWith('/v1/')) {
      response.writeHead(503, BROWSER_HEADERS).end('{}');
      return;
    }
    const file = pathname === '/' ? '/index.html' : pathname;
    const other = tampered.get(file);
    const headers = { ...BROWSER_HEADERS, 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' };
    if (other !== undefined) {
      response.writeHead(200, headers).end(other);
      return;
    }
    readFile(path.join(folder, path.normalize(file))).then(
      (content) => response.writeHead(200, headers).end(content),
      () => response.writeHead(404, BROWSER_HEADERS).end(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    asked,
    serve(next) {
      folder = next;
    },
    tamper(pathname, text) {
      if (text === null) tampered.delete(pathname);
      else tampered.set(pathname, text);
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
