import { createHash } from 'node:crypto';
import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { BROWSER_CSP, ELECTRON_CSP, metaCsp } from '../shared/security/csp.ts';

/**
 * Two builds of the same screens:
 * `vite build --config renderer/vite.config.ts --mode electron` → dist/renderer-electron, no worker, no WASM
 * `vite build --config renderer/vite.config.ts --mode browser` → dist/renderer-browser, with the core in a worker
 */
export default defineConfig(({ mode, command }) => {
  const browser = mode === 'browser';
  const root = import.meta.dirname;
  const input: Record<string, string> = { index: path.join(root, 'index.html') };
  if (browser) input['sw'] = path.join(root, 'browser-host/worker/service-worker.ts');
  return {
    root,
    base: '/',
    publicDir: false,
    plugins: [
      react(),
      tailwindcss(),
      ...(command === 'build' ? [policyMeta(browser ? BROWSER_CSP : ELECTRON_CSP)] : [previewPages()]),
      ...(browser ? [precacheList()] : []),
    ],
    define: { __MUSTER_VERSION__: JSON.stringify(packageJson.version) },
    worker: { format: 'es', plugins: () => [onlyUsedSqlite()] },
    optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
    build: {
      outDir: path.join(root, '..', 'dist', browser ? 'renderer-browser' : 'renderer-electron'),
      emptyOutDir: true,
      sourcemap: false,
      target: browser ? ['chrome122', 'firefox132', 'safari18.2'] : 'esnext',
      // The policy allows no data: fonts, and the polyfill is an inline concern of old browsers.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input,
        output: {
          entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
    server: { host: '127.0.0.1', strictPort: true },
  };
});

/** Writes the content security policy into the page: the same constant that hosts send as a header. */
function policyMeta(policy: string): Plugin {
  return {
    name: 'muster:policy-meta',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: metaCsp(policy) }, injectTo: 'head-prepend' },
    ],
  };
}

/** While developing, every address of the app shows the preview: `npx vite --config renderer/vite.config.ts --port 5199`. */
function previewPages(): Plugin {
  return {
    name: 'muster:preview-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
        const isPage = request.headers.accept?.includes('text/html') === true && !pathname.includes('.');
        if (isPage) request.url = `/dev.html${search}`;
        next();
      });
    },
  };
}

/**
 * Tells the service worker which files make up this build, each with the digest of its content. The list is part of
 * sw.js, so a browser sees a new version exactly when any file changed.
 */
function precacheList(): Plugin {
  return {
    name: 'muster:precache-list',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle)
          .filter((file) => file.fileName !== 'sw.js')
          .map((file) => {
            const content = file.type === 'chunk' ? file.code : file.source;
            return { path: `/${file.fileName}`, sha256: createHash('sha256').update(content).digest('hex') };
          })
          .sort((a, b) => (a.path < b.path ? -1 : 1));
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('the build has no service worker');
        if (worker.imports.length > 0) throw new Error('the service worker must be one file');
        const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
        const code = worker.code.replace(/["'`]__MUSTER_PRECACHE__["'`]/, () => JSON.stringify(JSON.stringify({ version, files })));
        if (code === worker.code) throw new Error('the service worker has no place for its list');
        worker.code = code;
      },
    },
  };
}

/** SQLite's package can also run in a worker of its own and over shared memory; we do neither, so those parts stay out. */
function onlyUsedSqlite(): Plugin {
  const unused = /new URL\("(?:sqlite3-opfs-async-proxy\.js|sqlite3-worker1\.mjs)", import\.meta\.url\)/g;
  return {
    name: 'muster:only-used-sqlite',
    transform(code, id) {
      if (!id.includes('@sqlite.org/sqlite-wasm')) return null;
      const kept = code.replaceAll(unused, 'undefined');
      if (kept === code) throw new Error('SQLite no longer looks the way this plugin expects');
      return { code: kept, map: null };
    },
  };
}
