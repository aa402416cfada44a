import { AGGREGATE_TYPES } from '../domain/kernel/event.ts';
import { LIMITS, submittedEventSchema, type SubmittedEvent } from './wire.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TYPE = /^[a-z_]+\.[a-z_]+$/;
const INSTANT = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const NOUNS: ReadonlySet<unknown> = new Set(AGGREGATE_TYPES);
const MEMBERS = Object.keys(submittedEventSchema.shape).length;

/**
 * Says in a microsecond that a value is an event as devices write them every day. It may say no to a valid one (a day at
 * the end of a month, capital letters in an id); then the schema decides, and names what is wrong. What it accepts, the
 * schema accepts unchanged: a property test holds the two together.
 */
export function isPlainEvent(value: unknown): value is SubmittedEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event: Partial<Record<keyof SubmittedEvent, unknown>> = value;
  return (
    'data' in event &&
    id(event.id) &&
    id(event.aggregateId) &&
    id(event.txnId) &&
    id(event.deviceId) &&
    id(event.actorId) &&
    id(event.siteId) &&
    id(event.organizationId) &&
    id(event.correlationId) &&
    (event.causationId === null || id(event.causationId)) &&
    text(event.type, TYPE, 80) &&
    text(event.zone, ZONE, 64) &&
    text(event.occurredAt, INSTANT, 24) &&
    (event.kind === 'plan' || event.kind === 'fact') &&
    typeof event.offline === 'boolean' &&
    NOUNS.has(event.aggregateType) &&
    whole(event.version, 1, 1000) &&
    whole(event.txnIndex, 0, LIMITS.transactionEvents - 1) &&
    whole(event.txnSize, 1, LIMITS.transactionEvents) &&
    whole(event.deviceSeq, 1, Number.MAX_SAFE_INTEGER) &&
    whole(event.basisSeq, 0, Number.MAX_SAFE_INTEGER) &&
    whole(event.causationDepth, 0, 16) &&
    Array.isArray(event.dependsOn) &&
    event.dependsOn.length <= 50 &&
    event.dependsOn.every(id) &&
    memberCount(event) === MEMBERS
  );
}

const id = (value: unknown): boolean => typeof value === 'string' && value.length === 36 && UUID.test(value);
const text = (value: unknown, pattern: RegExp, most: number): boolean =>
  typeof value === 'string' && value.length <= most && pattern.test(value);
const whole = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

function memberCount(event: object): number {
  let count = 0;
  for (const _name in event) count += 1;
  return count;
}
