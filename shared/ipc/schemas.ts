import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { AGGREGATE_TYPES } from '../domain/kernel/event.ts';
import { idSchema } from '../domain/kernel/ids.ts';
import { roleSchema } from '../domain/kernel/roles.ts';
import { instantSchema } from '../domain/kernel/time.ts';
import { COLLECTIONS, type BridgeReply } from './bridge.ts';
import type { CallName, Calls, PushName, Pushes } from './channels.ts';

/**
 * Strict schemas of every channel (SECURITY: S6). A host parses each input before anything else sees it and, in
 * development and tests, each output. A channel without schemas does not compile.
 */

/** Nothing goes in; hosts that carry JSON send null. */
const nothing = z.union([z.undefined(), z.null()]).transform(() => undefined);
const text = (max: number) => z.string().max(max);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const reasonSchema = z.strictObject({
  code: text(120),
  params: z.record(text(60), z.union([z.string(), z.number(), z.null()])),
});

export const bridgeErrorSchema = z.strictObject({
  kind: z.enum([
    'invalid-input',
    'forbidden',
    'not-found',
    'illegal-state',
    'clash',
    'stale',
    'not-signed-in',
    'unsent-work',
    'not-saved',
    'offline',
    'rate-limited',
    'upgrade-required',
    'busy',
    'internal',
  ]),
  code: text(200),
  params: z.record(text(60), z.union([z.string(), z.number(), z.null()])),
  field: text(400).nullable(),
});

const replyOf = <T>(value: z.ZodType<T>): z.ZodType<BridgeReply<T>> =>
  z.union([
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), error: bridgeErrorSchema }),
  ]) as z.ZodType<BridgeReply<T>>;

const sessionInfoSchema = z.strictObject({
  organizationId: idSchema,
  organizationName: z.string(),
  memberId: idSchema,
  memberName: z.string(),
  role: roleSchema,
  siteId: idSchema,
  deviceId: idSchema,
  serverUrl: z.string(),
});

const appInfoSchema = z.strictObject({ version: z.string(), host: z.enum(['electron', 'browser']), platform: z.string() });

const commandReceiptSchema = z.strictObject({
  commandId: idSchema,
  txnId: idSchema,
  eventIds: z.array(idSchema),
  noop: z.boolean(),
  rev: count,
});

const rowSyncSchema = z.strictObject({
  state: z.enum(['saved', 'sent', 'confirmed', 'adjusted', 'conflict', 'refused', 'parked']),
  predicted: z.boolean(),
  pending: count,
  seq: count,
  reason: reasonSchema.nullable(),
  openConflicts: count,
  changedAt: z.string(),
  changedBy: z.string(),
});

const viewRowSchema = z.strictObject({
  collection: z.enum(COLLECTIONS),
  id: idSchema,
  rev: count,
  deleted: z.boolean(),
  status: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  parentId: z.string(),
  searchText: z.string(),
  state: z.unknown(),
  anomalies: z.array(reasonSchema),
  readOnly: z.boolean(),
  sync: rowSyncSchema,
});

const feedPageSchema = z.strictObject({
  generation: z.string(),
  reset: z.boolean(),
  rows: z.array(viewRowSchema),
  toRev: count,
  headRev: count,
  counts: z.record(z.enum(COLLECTIONS), count),
});

const historyEntrySchema = z.strictObject({
  eventId: idSchema,
  type: z.string(),
  kind: z.enum(['fact', 'plan']),
  aggregateType: z.enum(AGGREGATE_TYPES),
  aggregateId: idSchema,
  data: z.unknown(),
  seq: count.nullable(),
  outcome: z.enum(['accepted', 'amended', 'noop', 'rejected', 'parked', 'waiting']),
  reason: reasonSchema.nullable(),
  anomalies: z.array(reasonSchema),
  actorId: idSchema,
  deviceId: idSchema,
  siteId: idSchema,
  offline: z.boolean(),
  occurredAt: z.string(),
  recordedAt: z.string().nullable(),
  zone: z.string(),
  correlationId: idSchema,
  causationId: idSchema.nullable(),
});

const aboutSchema = z.strictObject({ type: z.enum(AGGREGATE_TYPES), id: idSchema });
const dryRunFindingSchema = z.strictObject({
  at: z.string(),
  cause: z.strictObject({ type: z.string(), about: aboutSchema }).nullable(),
  events: z.array(z.strictObject({ eventId: idSchema, type: z.string(), about: aboutSchema })),
  happened: z.boolean(),
});

const syncStatusSchema = z.strictObject({
  phase: z.enum([
    'booting',
    'rebuilding',
    'offline',
    'connecting',
    'catchingUp',
    'live',
    'pushBlocked',
    'authNeeded',
    'resyncing',
    'halted',
  ]),
  pending: count,
  sent: count,
  oldestPendingAt: z.string().nullable(),
  oldestUnsentAt: z.string().nullable(),
  overdue: z.boolean(),
  offlineSince: z.string().nullable(),
  lastContactAt: z.string().nullable(),
  cursor: count,
  head: count,
  openConflicts: count,
  refused: count,
  parked: count,
  clockOffsetMs: z.number().nullable(),
  problem: reasonSchema.nullable(),
  pendingByType: z.partialRecord(z.enum(AGGREGATE_TYPES), count),
  filling: z.strictObject({ done: count, total: count }).nullable(),
  olderLog: z.strictObject({ done: count, total: count }).nullable(),
  sites: z.array(z.strictObject({ siteId: idSchema, lastSeenAt: z.string().nullable(), devices: count, online: count })),
});

const serverChoiceSchema = z.strictObject({ address: z.string(), isKnown: z.boolean(), canChange: z.boolean() });

const setAsideItemSchema = z.strictObject({
  txnId: idSchema,
  about: z.strictObject({ type: z.enum(AGGREGATE_TYPES), id: idSchema }),
  types: z.array(z.string()),
  data: z.unknown(),
  kind: z.enum(['fact', 'plan']),
  occurredAt: z.string(),
  reason: reasonSchema.nullable(),
});

type CallSchemas = {
  readonly [N in CallName]: {
    readonly input: z.ZodType<Parameters<Calls[N]>[0]>;
    readonly output: z.ZodType<Awaited<ReturnType<Calls[N]>>>;
    /** Input above this many bytes of JSON is refused unread. */
    readonly maxBytes: number;
  };
};

const KIB = 1024;

export const callSchemas = {
  'app.info': { input: nothing, output: appInfoSchema, maxBytes: KIB },
  'session.current': { input: nothing, output: sessionInfoSchema.nullable(), maxBytes: KIB },
  'session.signIn': {
    input: z.strictObject({ email: text(200), password: text(200) }),
    output: replyOf(sessionInfoSchema),
    maxBytes: 4 * KIB,
  },
  'session.enrol': { input: z.strictObject({ code: text(200) }), output: replyOf(sessionInfoSchema), maxBytes: KIB },
  'session.acceptInvitation': {
    input: z.strictObject({ token: text(400), name: text(120), password: text(200) }),
    output: replyOf(sessionInfoSchema),
    maxBytes: 4 * KIB,
  },
  'session.signOut': { input: z.strictObject({ leaveUnsent: z.boolean() }), output: replyOf(z.null()), maxBytes: KIB },
  'command.run': {
    input: z.strictObject({
      commandId: idSchema,
      name: z
        .string()
        .regex(/^[a-z_]+\.[a-z_]+$/, 'noun.verb')
        .max(80),
      // Parsed by the command's own strict schema in the core.
      input: z.unknown(),
      correlationId: z.exactOptional(idSchema),
    }),
    output: replyOf(commandReceiptSchema),
    maxBytes: 256 * KIB,
  },
  'view.feed': {
    input: z.strictObject({
      generation: text(100),
      afterRev: count,
      limit: z.int().min(1).max(5000),
      window: z.exactOptional(z.strictObject({ from: instantSchema, to: instantSchema })),
    }),
    output: replyOf(feedPageSchema),
    maxBytes: KIB,
  },
  'view.broken': { input: z.strictObject({ message: text(2000) }), output: replyOf(z.null()), maxBytes: 12 * KIB },
  'history.read': {
    input: z.strictObject({
      about: z.strictObject({ type: z.enum(AGGREGATE_TYPES), id: idSchema }).nullable(),
      before: text(200).nullable(),
      limit: z.int().min(1).max(500),
    }),
    output: replyOf(z.strictObject({ entries: z.array(historyEntrySchema), next: z.string().nullable() })),
    maxBytes: KIB,
  },
  'policies.dryRun': {
    input: z.strictObject({ runId: idSchema, policyId: text(80), from: instantSchema, to: instantSchema, stop: z.boolean() }),
    output: replyOf(z.strictObject({ found: z.array(dryRunFindingSchema), seq: count, head: count, isDone: z.boolean() })),
    maxBytes: KIB,
  },
  'sync.status': { input: nothing, output: syncStatusSchema, maxBytes: KIB },
  'sync.now': { input: nothing, output: replyOf(z.null()), maxBytes: KIB },
  'server.read': { input: nothing, output: serverChoiceSchema, maxBytes: KIB },
  'server.choose': {
    input: z.strictObject({ address: text(300), leaveUnsent: z.boolean() }),
    output: replyOf(serverChoiceSchema),
    maxBytes: KIB,
  },
  'setAside.read': { input: nothing, output: replyOf(z.array(setAsideItemSchema)), maxBytes: KIB },
  'setAside.retry': {
    input: z.strictObject({ txnId: idSchema }),
    output: replyOf(z.strictObject({ events: count })),
    maxBytes: KIB,
  },
  'setAside.dismiss': {
    input: z.strictObject({ txnId: idSchema }),
    output: replyOf(z.strictObject({ events: count })),
    maxBytes: KIB,
  },
  'export.unsent': { input: nothing, output: replyOf(z.strictObject({ events: count })), maxBytes: KIB },
  'window.ready': { input: nothing, output: z.union([z.undefined(), z.null()]).transform(() => undefined), maxBytes: KIB },
} as const satisfies CallSchemas;

export const pushSchemas = {
  'view.changed': z.strictObject({ generation: z.string(), headRev: count }),
  'sync.changed': syncStatusSchema,
  'event.applied': z.strictObject({
    id: idSchema,
    type: z.string(),
    aggregateType: z.enum(AGGREGATE_TYPES),
    aggregateId: idSchema,
    origin: z.enum(['local', 'remote']),
    occurredAt: z.string(),
  }),
  'link.opened': z.strictObject({ collection: z.enum(COLLECTIONS), id: idSchema }),
} as const satisfies { readonly [N in PushName]: z.ZodType<Pushes[N]> };

export type InputProblem = { readonly code: 'ipc.too_large' | 'ipc.bad_input'; readonly field: string | null };

/** Size of an input as JSON; anything JSON cannot carry counts as endless. */
function jsonBytes(input: unknown): number {
  try {
    const json = JSON.stringify(input ?? null);
    return json === undefined ? Number.POSITIVE_INFINITY : utf8ToBytes(json).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Checks one call's input: size first, then the strict schema. Never throws. */
export function parseInput<N extends CallName>(
  name: N,
  input: unknown,
): { readonly ok: true; readonly value: Parameters<Calls[N]>[0] } | { readonly ok: false; readonly problem: InputProblem } {
  const schemas: { readonly input: z.ZodType; readonly maxBytes: number } = callSchemas[name];
  if (jsonBytes(input) > schemas.maxBytes) return { ok: false, problem: { code: 'ipc.too_large', field: null } };
  const parsed = schemas.input.safeParse(input);
  // The schema of this very channel made the value; `satisfies` above ties the two.
  if (parsed.success) return { ok: true, value: parsed.data as Parameters<Calls[N]>[0] };
  const path = parsed.error.issues[0]?.path ?? [];
  return { ok: false, problem: { code: 'ipc.bad_input', field: path.length > 0 ? path.join('.') : null } };
}
