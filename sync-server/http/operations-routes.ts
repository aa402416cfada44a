import type { FastifyInstance } from 'fastify';
import { describeCatalog } from '../../shared/events/catalog.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import { CATALOG_VERSION } from '../../shared/sync/wire.ts';
import type { Metrics } from '../metrics.ts';
import type { Soon } from '../soon.ts';

/** How long an answer to whether the server is ready counts. */
const TRY_HOLDS_MS = 500;

/** What people and machines that run the server ask for. None of it tells anything about an organization's content. */
export function addOperationsRoutes(app: FastifyInstance, isWritable: () => Soon<boolean>, rulebook: Rulebook, metrics: Metrics): void {
  let catalog: string | undefined;
  let last: { readonly atMs: number; readonly answer: Promise<boolean> } | undefined;
  // Each try is a write that reaches the disk, and anybody may ask.
  const tried = (): Promise<boolean> => {
    const nowMs = performance.now();
    if (last === undefined || nowMs - last.atMs > TRY_HOLDS_MS) last = { atMs: nowMs, answer: Promise.resolve(isWritable()) };
    return last.answer;
  };

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async () => {
    if (!(await tried()))
      throw new SyncFault('UNAVAILABLE', 'The server cannot write its data. Check that its disk has space and its database answers.', {
        retryAfterMs: 5000,
      });
    return { status: 'ready' };
  });

  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });

  app.get('/v1/catalog', async (_request, reply) => {
    catalog ??= JSON.stringify(describeCatalog(rulebook, CATALOG_VERSION));
    reply.type('application/json; charset=utf-8').header('cache-control', 'public, max-age=300');
    return catalog;
  });
}
