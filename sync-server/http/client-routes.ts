import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { PLACE_NAMES } from '../../shared/ipc/places.ts';
import { BROWSER_HEADERS, browserCspFor } from '../../shared/security/csp.ts';

/** Serves the browser client. Files with a hash in their name never change; the page itself is asked for every time. */
export async function addClientRoutes(app: FastifyInstance, staticDir: string): Promise<void> {
  if (!existsSync(join(staticDir, 'index.html'))) return;
  await app.register(staticFiles, {
    root: staticDir,
    wildcard: false,
    dotfiles: 'deny',
    cacheControl: false,
    setHeaders: (response, path) => {
      const hashed = /[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(path) && !path.endsWith('.html');
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // deep links are the page itself; the client reads the address
  for (const place of PLACE_NAMES) {
    for (const url of [`/${place}`, `/${place}/*`]) {
      app.get(url, (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html', staticDir));
    }
  }
}

/** Security headers on everything the server answers. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(BROWSER_HEADERS);
    const host = request.headers.host ?? '';
    // Only a plain host and port may reach the header; anything else keeps the policy of 'self'.
    if (/^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-fA-F:]+\](:\d{1,5})?$/.test(host)) {
      reply.header('Content-Security-Policy', browserCspFor(`${request.protocol}://${host}`));
    }
  });
}
