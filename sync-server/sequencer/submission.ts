import { z } from 'zod';
import type { DomainEvent, Reason } from '../../shared/domain/kernel/event.ts';
import { lifted } from '../../shared/conflict/lift.ts';
import type { Rulebook } from '../../shared/domain/rulebook.ts';
import { invalidFrom, SyncFault } from '../../shared/sync/errors.ts';
import { isPlainEvent } from '../../shared/sync/plain-event.ts';
import { LIMITS, pushRequestSchema, type PushRequest, type SubmittedEvent } from '../../shared/sync/wire.ts';
import type { DeviceRow } from '../store/event-store.ts';

/** A batch that fits the protocol: whole transactions, in order, by the signed-in person on their own device. */
export interface Submission {
  readonly device: DeviceRow;
  readonly epoch: string;
  /** Every payload fits its event type, but in those that are parked. */
  readonly transactions: readonly (readonly DomainEvent[])[];
  /** Transactions that are logged without being decided, and why: nobody here can read them. */
  readonly parked: ReadonlyMap<string, Reason>;
  /** The sender's own idea of how far its clock is from the server's. */
  readonly clockOffsetMs: number | null;
  readonly rulesVersion: number;
  readonly size: number;
}

/** No payload of ours comes near it. */
const MAX_DEPTH = 24;
/** A payload that cannot be longer than this leaves room for any envelope, so the event need not be written out to be measured. */
const CERTAINLY_SMALL = LIMITS.eventBytes - 8 * 1024;

/**
 * Parses a push and refuses what no rule needs to look at: a shape that is not the protocol's, another device, person or
 * organization than the token's, numbers with holes, split transactions, payloads that do not fit their event type.
 * Nothing is stored when it throws.
 * @param bytes size of the request as it came in
 */
export function parseSubmission(body: unknown, bytes: number, device: DeviceRow, rulebook: Rulebook, maxEvents: number): Submission {
  if (bytes > LIMITS.batchBytes) {
    throw new SyncFault('TOO_LARGE', `A batch may hold ${LIMITS.batchBytes} bytes. Send fewer events at once.`, { field: 'events' });
  }
  refuseTooMany(body, maxEvents);
  const batch = parseBatch(body);
  if (batch.deviceId !== device.deviceId) {
    throw new SyncFault('FORBIDDEN', 'deviceId: The token belongs to another device. Send with the token of this device.', {
      field: 'deviceId',
    });
  }
  const parked = new Map<string, Reason>();
  for (const [index, event] of batch.events.entries()) {
    checkEnvelope(batch, index, event, bytes, device);
    const problem = unreadable(index, event, rulebook);
    if (problem === null) continue;
    if (batch.setAside !== true) throw problem.fault;
    parked.set(event.txnId, problem.reason);
  }
  return {
    device,
    epoch: batch.epoch,
    transactions: splitTransactions(batch),
    parked,
    clockOffsetMs: batch.clockOffsetMs,
    rulesVersion: batch.rulesVersion,
    size: batch.events.length,
  };
}

/** Everything of a batch but the shape of its events. */
const coverSchema = pushRequestSchema.omit({ events: true }).extend({ events: z.custom<SubmittedEvent[]>(isPlainList) });

/** Everyday batches are recognised quickly; any other goes through the whole schema, which names what is wrong. */
function parseBatch(body: unknown): PushRequest {
  const everyday = coverSchema.safeParse(body);
  if (everyday.success) return everyday.data;
  const parsed = pushRequestSchema.safeParse(body);
  if (!parsed.success) throw invalidFrom(parsed.error);
  return parsed.data;
}

function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainEvent);
}

/** Too many events is a question of size, not of shape: the sender halves the batch. */
function refuseTooMany(body: unknown, maxEvents: number): void {
  if (typeof body !== 'object' || body === null || !('events' in body) || !Array.isArray(body.events)) return;
  if (body.events.length <= maxEvents) return;
  throw new SyncFault('TOO_LARGE', `A batch may hold ${maxEvents} events. Send fewer events at once.`, { field: 'events' });
}

/** What no version of the rules could mean: refused even when it is to be set aside. */
function checkEnvelope(batch: PushRequest, index: number, event: SubmittedEvent, bytes: number, device: DeviceRow): void {
  const refuse = (kind: 'INVALID' | 'FORBIDDEN' | 'TOO_LARGE', name: string, message: string): never => {
    throw faultAt(kind, index, name, message);
  };
  if (event.deviceId !== device.deviceId)
    refuse('FORBIDDEN', 'deviceId', 'The event was written by another device. Send only your own events.');
  if (event.organizationId !== device.organizationId) {
    refuse('FORBIDDEN', 'organizationId', 'The event belongs to another organization than the token. Sign in to that organization.');
  }
  if (event.actorId !== device.memberId) {
    refuse('FORBIDDEN', 'actorId', 'The event was written by another person than the one signed in. Sign in as that person.');
  }
  if (event.deviceSeq !== batch.firstDeviceSeq + index) {
    refuse(
      'INVALID',
      'deviceSeq',
      `Expected ${batch.firstDeviceSeq + index}: numbers in a batch follow each other. Send the events in order.`,
    );
  }
  const most = mostText(event.data, MAX_DEPTH);
  if (bytes > LIMITS.eventBytes && most > CERTAINLY_SMALL && JSON.stringify(event).length > LIMITS.eventBytes) {
    refuse('TOO_LARGE', '', `An event may hold ${LIMITS.eventBytes} bytes. Make the text or list shorter.`);
  }
  if (most === Infinity) refuse('INVALID', 'data', `The payload is nested deeper than ${MAX_DEPTH} levels. Flatten it.`);
}

/** Why this server's rules cannot read an event, as the answer to a push and as the reason in the log; null when they can. */
function unreadable(
  index: number,
  event: SubmittedEvent,
  rulebook: Rulebook,
): { readonly fault: SyncFault; readonly reason: Reason } | null {
  const { type, version } = event;
  const unknown: Reason = { code: 'event.unknown-type', params: { type, version } };
  const catalog = rulebook.events.get(type);
  if (catalog === undefined) {
    const message = 'Unknown event type. GET /v1/catalog lists the known ones; update the server if it is older than the app.';
    return { fault: faultAt('INVALID', index, 'type', message), reason: unknown };
  }
  const { definition, aggregateType } = catalog;
  const wrong = (field: string, problem: string): { readonly fault: SyncFault; readonly reason: Reason } => ({
    fault: faultAt('INVALID', index, field, problem),
    reason: { code: 'event.invalid-data', params: { type, field, problem } },
  });
  if (event.aggregateType !== aggregateType) return wrong('aggregateType', `This event type belongs to "${aggregateType}".`);
  if (event.kind !== definition.kind) return wrong('kind', `This event type is a ${definition.kind}.`);
  if (version > definition.version) {
    const message = `This server knows versions up to ${definition.version}. Update the server and send again.`;
    return { fault: faultAt('INVALID', index, 'version', message), reason: unknown };
  }
  const data = definition.data.safeParse(readable(event, rulebook));
  if (data.success) return null;
  const fault = invalidFrom(data.error, ['events', index, 'data']);
  const field = fault.error.field?.split('.').slice(2).join('.') ?? 'data';
  return { fault, reason: { code: 'event.invalid-data', params: { type, field, problem: data.error.issues[0]?.message ?? '' } } };
}

/** The payload as this build reads it; what an older version could not have written is left for the schema to name. */
function readable(event: SubmittedEvent, rulebook: Rulebook): unknown {
  try {
    return lifted(event, rulebook).data;
  } catch {
    return undefined;
  }
}

function faultAt(kind: 'INVALID' | 'FORBIDDEN' | 'TOO_LARGE', index: number, name: string, message: string): SyncFault {
  const field = name === '' ? `events.${index}` : `events.${index}.${name}`;
  return new SyncFault(kind, `${field}: ${message}`, { field });
}

/** The longest text JSON could make of a value, every character escaped; infinite when it is nested deeper than `levels`. */
function mostText(value: unknown, levels: number): number {
  if (typeof value === 'string') return 6 * value.length + 3;
  if (typeof value !== 'object' || value === null) return 26;
  if (levels === 0) return Infinity;
  let most = 3;
  for (const name in value) most += 6 * name.length + 3 + mostText(Reflect.get(value, name), levels - 1);
  return most;
}

/** Cuts a batch into its transactions; one that is split, mixed or incomplete is refused whole. */
function splitTransactions(batch: PushRequest): DomainEvent[][] {
  const transactions: DomainEvent[][] = [];
  const ids = new Set<string>();
  const txnIds = new Set<string>();
  let open: DomainEvent[] = [];
  for (const [index, event] of batch.events.entries()) {
    const first = open[0];
    const fault = (name: string, message: string): SyncFault =>
      new SyncFault('INVALID', `events.${index}.${name}: ${message}`, { field: `events.${index}.${name}` });
    if (ids.has(event.id)) throw fault('id', 'The id occurs twice in this batch. Every event has its own id.');
    ids.add(event.id);
    if (event.txnIndex !== open.length) {
      throw fault('txnIndex', `Expected ${open.length}. The events of a transaction travel together and in order.`);
    }
    if (first !== undefined && event.txnId !== first.txnId) {
      throw fault('txnId', `The transaction ${first.txnId} is not complete: it has ${first.txnSize} events. Send all of them together.`);
    }
    if (first !== undefined && event.txnSize !== first.txnSize) throw fault('txnSize', `The transaction began with size ${first.txnSize}.`);
    if (first === undefined && txnIds.has(event.txnId)) throw fault('txnId', 'The transaction was already complete in this batch.');
    if (event.dependsOn.includes(event.txnId)) throw fault('dependsOn', 'A transaction cannot depend on itself. Remove its own id.');
    txnIds.add(event.txnId);
    open.push(event);
    if (open.length === event.txnSize) {
      transactions.push(open);
      open = [];
    }
  }
  const rest = open[0];
  if (rest !== undefined) {
    const field = `events.${batch.events.length - 1}.txnSize`;
    const message = `${field}: The batch ends inside a transaction of ${rest.txnSize} events. Send all of them together.`;
    throw new SyncFault('INVALID', message, { field });
  }
  return transactions;
}

/** The protocol a client speaks must not be below the floor. */
export function checkProtocol(protocol: number, floor: number): void {
  if (protocol >= floor) return;
  throw new SyncFault('UPGRADE_REQUIRED', `This server speaks protocol ${floor} and newer. Update the app; its unsent work stays.`, {
    field: 'protocol',
    floor,
  });
}
