import type { FastifyInstance } from 'fastify';
import { describeCatalog } from '../../shared/events/catalog.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { SyncFault } from '../../shared/sync/errors.ts';
import { CATALOG_VERSION } from '../../shared/sync/wire.ts';
import type { Metrics } from '../metrics.ts';
import type { Soon } from '../soon.ts';

/** What people and machines that run the server ask for. None of it tells anything about an organization's content. */
export function addOperationsRoutes(app: FastifyInstance, isWritable: () => Soon<boolean>, rulebook: Rulebook, metrics: Metrics): void {
  let catalog: string | undefined;

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async () => {
    if (!(await isWritable()))
      throw new SyncFault('UNAVAILABLE', 'The data folder cannot be written. Check disk space and rights.', { retryAfterMs: 5000 });
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
