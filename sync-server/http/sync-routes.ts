import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../shared/sync/wire.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { SyncService } from '../sync-service.ts';
import { callerOf, requireCaller } from './app.ts';

/** `hello`, `push` and `pull`; the stream has its own door. */
export function addSyncRoutes(app: FastifyInstance, auth: AuthService, sync: SyncService): void {
  const onRequest = requireCaller(auth);
  const noStore = { 'cache-control': 'no-store' };

  app.post('/v1/sync/hello', { onRequest }, async (request, reply) => {
    reply.headers(noStore);
    return sync.hello(callerOf(request).device, request.body);
  });

  // Somewhat more than a batch may hold, so that a batch that is a little too large gets the answer that says so.
  app.post('/v1/sync/push', { onRequest, bodyLimit: LIMITS.batchBytes * 2 }, async (request, reply) => {
    reply.headers(noStore);
    return sync.push(callerOf(request).device.deviceId, request.body, request.bodyBytes);
  });

  app.post('/v1/sync/set-aside', { onRequest }, async (request, reply) => {
    reply.headers(noStore);
    return sync.setAside(callerOf(request).device.deviceId, request.body);
  });

  app.get('/v1/sync/pull', { onRequest }, async (request, reply) => {
    reply.headers(noStore).type('application/json; charset=utf-8');
    return sync.pull(callerOf(request).device, request.query);
  });

  app.get('/v1/sync/digest', { onRequest }, async (request, reply) => {
    reply.headers(noStore);
    return sync.digest(callerOf(request).device, request.query);
  });

  app.get('/v1/sync/snapshot', { onRequest }, async (request, reply) => {
    reply.headers(noStore);
    return sync.snapshot(callerOf(request).device, request.query);
  });

  app.get('/v1/sync/snapshot/part', { onRequest }, async (request, reply) => {
    const part = sync.snapshotPart(callerOf(request).device, request.query);
    reply.headers(noStore).type('application/json; charset=utf-8');
    const isCompressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (isCompressed) reply.header('content-encoding', 'gzip');
    return reply.send(isCompressed ? part : gunzipSync(part));
  });
}
