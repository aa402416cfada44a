import { z } from 'zod';
import { CALL_NAMES, PUSH_NAMES, type CoreCallName, type CorePushName } from '../../shared/ipc/channels.ts';

/** Messages between main and the core's process. Both sides parse what they receive; neither trusts the other's memory. */

const HOST_CALLS: ReadonlySet<string> = new Set([
  'app.info',
  'view.broken',
  'server.read',
  'server.choose',
  'export.unsent',
  'window.ready',
]);

const coreCallName = z.enum(CALL_NAMES).refine((name): name is CoreCallName => !HOST_CALLS.has(name));
const corePushName = z.enum(PUSH_NAMES).refine((name): name is CorePushName => name !== 'link.opened');
const requestId = z.int().min(1);

export const toCoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), databaseFile: z.string(), serverUrl: z.string(), deviceName: z.string() }),
  z.strictObject({ kind: z.literal('call'), id: requestId, name: coreCallName, input: z.unknown() }),
  z.strictObject({ kind: z.literal('export'), id: requestId }),
  /** Answers a `secret` request of the core. */
  z.strictObject({ kind: z.literal('secret'), id: requestId, secret: z.string().nullable() }),
  z.strictObject({ kind: z.literal('online'), online: z.boolean() }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ToCore = z.infer<typeof toCoreSchema>;

export const fromCoreSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('answer'), id: requestId, result: z.unknown() }),
  /** The call threw: a broken invariant, not an expected outcome. */
  z.strictObject({ kind: z.literal('fault'), id: requestId, message: z.string() }),
  z.strictObject({ kind: z.literal('push'), name: corePushName, payload: z.unknown() }),
  z.strictObject({ kind: z.literal('secret'), id: requestId, action: z.enum(['read', 'write', 'clear']), secret: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
  /** The database could not be opened; the process ends after it. */
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
  z.strictObject({ kind: z.literal('closed') }),
]);
export type FromCore = z.infer<typeof fromCoreSchema>;
