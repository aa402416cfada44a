import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { invalidFrom, SyncFault } from '../../shared/sync/errors.ts';
import { acceptInvitationRequestSchema, enrolRequestSchema, refreshRequestSchema, signInRequestSchema } from '../../shared/sync/wire.ts';
import type { AuthService } from '../auth/auth-service.ts';

/** Ways to get a session. All are limited per address; sign-in also per account. */
export async function addAuthRoutes(app: FastifyInstance, auth: AuthService, perMinute: number): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(rateLimit, {
      max: perMinute,
      timeWindow: 60_000,
      cache: 10_000,
      errorResponseBuilder: (_request, context) =>
        new SyncFault('RATE_LIMITED', `Too many attempts from this address. Try again in ${Math.ceil(context.ttl / 1000)} s.`, {
          retryAfterMs: context.ttl,
        }),
    });
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    scope.post('/v1/auth/sign-in', async (request) => auth.signIn(parse(signInRequestSchema, request.body)));
    scope.post('/v1/auth/refresh', async (request) => auth.refresh(parse(refreshRequestSchema, request.body)));
    scope.post('/v1/auth/accept-invitation', async (request) => auth.acceptInvitation(parse(acceptInvitationRequestSchema, request.body)));
    scope.post('/v1/auth/enrol', async (request) => auth.enrol(parse(enrolRequestSchema, request.body)));
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidFrom(parsed.error);
  return parsed.data;
}
