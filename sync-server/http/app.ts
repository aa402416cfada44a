import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SyncFault } from '../../shared/sync/errors.ts';
import type { Caller, AuthService } from '../auth/auth-service.ts';
import type { Metrics } from '../metrics.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import { faultOf } from './fault-of.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Size of the JSON body as it came in. */
    bodyBytes: number;
    caller: Caller | null;
  }
}

export interface AppOptions {
  readonly log: SequencerLog;
  readonly metrics: Metrics;
}

/** The HTTP server with what every route shares: typed errors, JSON only, logs without payloads. */
export function createApp({ log, metrics }: AppOptions): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 64 * 1024, trustProxy: false, requestTimeout: 30_000, forceCloseConnections: true });
  app.decorateRequest('bodyBytes', 0);
  app.decorateRequest('caller', null);

  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    request.bodyBytes = Buffer.byteLength(text);
    if (text.trim() === '') done(new SyncFault('INVALID', 'The body is empty. Send one JSON object.'), undefined);
    // It answers through `done`; the promise is for callers that give none.
    else void parseJson(request, text, done);
  });

  app.setErrorHandler((error, _request, reply) => sendFault(reply, faultOf(error, log), metrics));
  app.setNotFoundHandler((request, reply) => {
    const fault = new SyncFault(
      'NOT_FOUND',
      `There is no ${request.method} ${pathOf(request)}. The addresses of the protocol begin with /v1/.`,
    );
    return sendFault(reply, fault, metrics);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime);
    const deviceId = request.caller?.device.deviceId ?? null;
    log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), deviceId }, 'request');
    done();
  });
  return app;
}

/** Fills `request.caller`, or refuses. */
export function requireCaller(auth: AuthService): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    request.caller = await auth.authenticate(request.headers.authorization);
  };
}

/** The caller of a route that `requireCaller` guards. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('the route is not guarded');
  return request.caller;
}

function sendFault(reply: FastifyReply, fault: SyncFault, metrics: Metrics): FastifyReply {
  metrics.faulted(fault.error.kind);
  const { retryAfterMs } = fault.error;
  if (retryAfterMs !== null) reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  if (fault.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(fault.status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send({ error: fault.error });
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]?.slice(0, 100) ?? '';
}
