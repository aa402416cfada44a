import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { BROWSER_HEADERS } from '../../../shared/security/csp.ts';

/** Serves a page with the real database driver in a worker, under the app's own content policy. */
export async function serveDriverCheck(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'muster-driver-check-'));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'esnext',
      write: false,
      rolldownOptions: {
        input: path.join(import.meta.dirname, '../../../renderer/browser-host/testing/driver-check.worker.ts'),
        output: { entryFileNames: 'worker.js' },
      },
    },
  });
  const files = new Map<string, string | Uint8Array>([['/', '<!doctype html><title>driver check</title>']]);
  for (const output of [result].flat()) {
    if (!('output' in output)) throw new Error('the build keeps watching');
    for (const file of output.output) files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source);
  }
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '/');
    const type = request.url?.endsWith('.js') ? 'text/javascript' : request.url?.endsWith('.wasm') ? 'application/wasm' : 'text/html';
    response.writeHead(file === undefined ? 404 : 200, { ...BROWSER_HEADERS, 'Content-Type': type });
    response.end(file ?? '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
