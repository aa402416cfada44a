import { z } from 'zod';
import { AGGREGATE_TYPES } from '../domain/kernel/event.ts';
import { idSchema } from '../domain/kernel/ids.ts';
import { roleSchema } from '../domain/kernel/roles.ts';
import { instantSchema, zoneSchema } from '../domain/kernel/time.ts';

/** Version of the protocol itself. The floor only ever rises with a forced-upgrade window. */
export const PROTOCOL_VERSION = 1;
export const PROTOCOL_FLOOR = 1;
/** Grows with every event type or version added to the catalog. */
export const CATALOG_VERSION = 3;
/** Grows with every change of a rule's outcome; a difference is logged, the server's decision stands. */
export const RULES_VERSION = 1;

/** sync.md 7.3 */
export const LIMITS = {
  batchEvents: 100,
  /** What a server may be set to offer in `hello` instead. */
  batchEventsCeiling: 500,
  batchBytes: 512 * 1024,
  eventBytes: 64 * 1024,
  transactionEvents: 50,
  pageEvents: 500,
  frameBytes: 1024 * 1024,
  connectionBufferBytes: 1024 * 1024,
  heartbeatMs: 15_000,
  pollMs: 60_000,
} as const;

export const reasonSchema = z.object({
  code: z.string().min(1).max(120),
  params: z.record(z.string().max(60), z.union([z.string(), z.number(), z.null()])),
});

const envelopeShape = {
  id: idSchema,
  type: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/, 'noun.past_tense')
    .max(80),
  version: z.int().min(1).max(1000),
  kind: z.enum(['fact', 'plan']),
  aggregateType: z.enum(AGGREGATE_TYPES),
  aggregateId: idSchema,
  data: z.unknown(),
  txnId: idSchema,
  txnIndex: z
    .int()
    .min(0)
    .max(LIMITS.transactionEvents - 1),
  txnSize: z.int().min(1).max(LIMITS.transactionEvents),
  deviceId: idSchema,
  deviceSeq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  basisSeq: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  dependsOn: z.array(idSchema).max(50),
  actorId: idSchema,
  siteId: idSchema,
  organizationId: idSchema,
  occurredAt: instantSchema,
  zone: zoneSchema,
  correlationId: idSchema,
  causationId: idSchema.nullable(),
  causationDepth: z.int().min(0).max(16),
  offline: z.boolean(),
};

/** What a device writes: nothing beyond the envelope. */
export const submittedEventSchema = z.strictObject(envelopeShape);
export type SubmittedEvent = z.infer<typeof submittedEventSchema>;

/** What the log holds: unknown fields of a newer version survive reading. */
export const recordedEventSchema = z.looseObject({
  ...envelopeShape,
  deviceSeq: z.int().min(0),
  seq: z.int().min(1),
  recordedAt: instantSchema,
  outcome: z.enum(['accepted', 'amended', 'noop', 'rejected', 'parked']),
  reason: reasonSchema.nullable(),
  anomalies: z.array(reasonSchema),
  submittedData: z.unknown(),
  prevHash: z.string(),
  hash: z.string(),
});

export const helloRequestSchema = z.strictObject({
  protocol: z.int().min(1),
  catalogVersion: z.int().min(1),
  rulesVersion: z.int().min(1),
  deviceId: idSchema,
  /** Epoch of the log the cursor belongs to; null on a fresh device. */
  epoch: z.string().max(64).nullable(),
  cursor: z.int().min(0),
  scopeVersion: z.int().min(0),
  clientTime: instantSchema,
});
export const helloReplySchema = z.object({
  protocol: z.int(),
  floor: z.int(),
  epoch: z.string(),
  head: z.int().min(0),
  minRetainedSeq: z.int().min(0),
  serverTime: instantSchema,
  lastDeviceSeq: z.int().min(0),
  scopeVersion: z.int().min(0),
  /** A device that has nothing yet gets there faster with a snapshot (`snapshot.ts`). */
  snapshot: z.boolean().optional(),
  limits: z.object({ batchEvents: z.int(), batchBytes: z.int(), eventBytes: z.int(), pageEvents: z.int() }),
});
export type HelloReply = z.infer<typeof helloReplySchema>;

export const pushRequestSchema = z.strictObject({
  epoch: z.string().max(64),
  deviceId: idSchema,
  firstDeviceSeq: z.int().min(1),
  events: z.array(submittedEventSchema).min(1).max(LIMITS.batchEventsCeiling),
  clockOffsetMs: z.int().nullable(),
  rulesVersion: z.int().min(1),
  /**
   * Sent after an `INVALID` answer about `events.N.type`, `.version` or `.data`, with the one transaction it named: the
   * server then logs what it cannot read, whole and `parked`, instead of refusing the batch, so that one bad event never
   * blocks a site. What it refuses even then goes through `/v1/sync/set-aside`, without its content.
   */
  setAside: z.boolean().optional(),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

export const pushOutcomeSchema = z.object({
  deviceSeq: z.int().min(1),
  seq: z.int().min(1),
  outcome: z.enum(['accepted', 'amended', 'noop', 'rejected', 'parked']),
  reason: reasonSchema.nullable(),
});
export const pushReplySchema = z.object({
  epoch: z.string(),
  lastDeviceSeq: z.int().min(0),
  head: z.int().min(0),
  outcomes: z.array(pushOutcomeSchema),
});
export type PushReply = z.infer<typeof pushReplySchema>;

/** Query of `GET /v1/sync/pull`. */
export const pullQuerySchema = z.strictObject({
  epoch: z.string().max(64),
  cursor: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(5000).default(LIMITS.pageEvents),
});

/** Query of `GET /v1/sync/digest`: the caller's own digest after its cursor, and the event types it was folded by. */
export const digestQuerySchema = z.strictObject({
  epoch: z.string().max(64),
  cursor: z.coerce.number().int().min(0),
  digest: z.string().max(64),
  types: z.string().max(64),
});
/** `digest` is null where the server does not remember one for that cursor. */
export const digestReplySchema = z.object({ seq: z.int().min(0), digest: z.string().nullable(), types: z.string() });
export type DigestReply = z.infer<typeof digestReplySchema>;

/** Every seq in `(from, to]` is covered: what is absent was filtered by scope. */
export const pageSchema = z.object({
  epoch: z.string(),
  from: z.int().min(0),
  to: z.int().min(0),
  head: z.int().min(0),
  events: z.array(recordedEventSchema),
  /** The caller's own deviceSeq answered in the log up to `to`. */
  ackedDeviceSeq: z.int().min(0),
});
export type LogPage = z.infer<typeof pageSchema>;

/** Frames on `GET /v1/sync/stream` (WebSocket), JSON text. The client starts with `subscribe`. */
export const clientFrameSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('subscribe'), epoch: z.string().max(64), cursor: z.int().min(0), credit: z.int().min(1).max(8) }),
  z.strictObject({ kind: z.literal('credit'), pages: z.int().min(1).max(8) }),
  z.strictObject({ kind: z.literal('push'), requestId: idSchema, batch: pushRequestSchema }),
  z.strictObject({ kind: z.literal('pong') }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

export const sitePresenceSchema = z.object({
  siteId: idSchema,
  lastSeenAt: instantSchema.nullable(),
  devices: z.int().min(0),
  online: z.int().min(0),
});

/** Error kinds grouped by what the receiver does. Codes are public contract. */
export const syncErrorKindSchema = z.enum([
  'RETRY',
  'GAP',
  'DEVICE_FORK',
  'EPOCH_CHANGED',
  'AHEAD_OF_SERVER',
  'RESYNC',
  'AUTH',
  'REVOKED',
  'UPGRADE_REQUIRED',
  'TOO_LARGE',
  'INVALID',
  'FORBIDDEN',
  'NOT_FOUND',
  'RATE_LIMITED',
  'UNAVAILABLE',
]);
export const syncErrorSchema = z.object({
  error: z.object({
    kind: syncErrorKindSchema,
    /** What happened and how to fix it, for a person who reads logs. */
    message: z.string(),
    /** Path of the field that is wrong, `events.3.data.period.end`. */
    field: z.string().nullable(),
    retryAfterMs: z.int().nullable(),
    /** GAP: the deviceSeq that was expected. */
    expected: z.int().nullable(),
    floor: z.int().nullable(),
    epoch: z.string().nullable(),
  }),
});
export type SyncError = z.infer<typeof syncErrorSchema>['error'];

export const serverFrameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), page: pageSchema }),
  z.object({ kind: z.literal('pushed'), requestId: idSchema, reply: pushReplySchema }),
  z.object({ kind: z.literal('error'), requestId: idSchema.nullable(), error: syncErrorSchema.shape.error }),
  z.object({ kind: z.literal('ping'), serverTime: instantSchema }),
  z.object({ kind: z.literal('presence'), sites: z.array(sitePresenceSchema) }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

export const deviceSchema = z.strictObject({
  deviceId: idSchema,
  name: z.string().min(1).max(120),
  siteId: idSchema.optional(),
  /** Whose work the device holds: nobody else may sign in on it, also where the server does not know the device (any more). */
  memberId: idSchema.optional(),
});
export const signInRequestSchema = z.strictObject({
  email: z.email().max(200),
  password: z.string().min(1).max(200),
  device: deviceSchema,
});
export const refreshRequestSchema = z.strictObject({ refreshToken: z.string().min(20).max(400), deviceId: idSchema });
export const acceptInvitationRequestSchema = z.strictObject({
  token: z.string().min(20).max(400),
  name: z.string().min(1).max(120),
  password: z.string().min(10).max(200),
  device: deviceSchema,
});
/** A one-time code made by an administrator (QR) or the launcher; single use, minutes of life. */
export const enrolRequestSchema = z.strictObject({ code: z.string().min(16).max(200), device: deviceSchema });
export const sessionReplySchema = z.object({
  /** Seconds until `accessToken` ends. */
  expiresIn: z.int().min(1),
  accessToken: z.string(),
  refreshToken: z.string(),
  session: z.object({
    organizationId: idSchema,
    organizationName: z.string(),
    memberId: idSchema,
    memberName: z.string(),
    role: roleSchema,
    siteId: idSchema,
    deviceId: idSchema,
  }),
});
export type SessionReply = z.infer<typeof sessionReplySchema>;
