import { z } from 'zod';
import { idSchema } from '../domain/kernel/ids.ts';
import { LIMITS, syncErrorKindSchema } from './wire.ts';

/**
 * What the log holds in place of an event that the server could not take: its identity, its size, a fingerprint of it and
 * why. Only the server writes it, always with the outcome `parked`; the content stays on the device that wrote it.
 */
export const SUBMISSION_PARKED = 'submission.parked';

const setAsideEventSchema = z.strictObject({
  id: idSchema,
  /** What it was. Nothing here is checked against the catalog, because any part of the event may be what is wrong with it. */
  type: z.string().max(200),
  version: z.int(),
  kind: z.enum(['fact', 'plan']),
  aggregateType: z.string().max(200),
  aggregateId: z.string().max(200),
  occurredAt: z.string().max(64),
  bytes: z.int().min(0),
  /** SHA-256 of the event's JSON: an exported copy can be told from an altered one. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * `POST /v1/sync/set-aside`: one transaction that the server refused by itself, again and again. Its numbers are answered
 * with `parked`, without its content, so that everything behind it flows.
 */
export const setAsideRequestSchema = z.strictObject({
  epoch: z.string().max(64),
  deviceId: idSchema,
  firstDeviceSeq: z.int().min(1),
  txnId: idSchema,
  refusal: z.strictObject({ kind: syncErrorKindSchema, field: z.string().max(400).nullable(), message: z.string().max(400) }),
  events: z.array(setAsideEventSchema).min(1).max(LIMITS.batchEventsCeiling),
});
export type SetAsideRequest = z.infer<typeof setAsideRequestSchema>;
