import type { RecordedEvent } from '../../domain/kernel/event.ts';
import { pageSchema } from '../../sync/wire.ts';

/** A page as the log holds it; types the app does not know are left as they are. */
export interface IncomingPage {
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly head: number;
  readonly events: readonly RecordedEvent[];
  readonly ackedDeviceSeq: number;
}

/** Something from the server that is not what the protocol says. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

const shell = pageSchema.omit({ events: true });
const TEXTS = [
  'id',
  'type',
  'kind',
  'aggregateType',
  'aggregateId',
  'txnId',
  'deviceId',
  'actorId',
  'siteId',
  'organizationId',
  'occurredAt',
  'zone',
  'correlationId',
  'recordedAt',
  'outcome',
  'prevHash',
  'hash',
] as const;
const NUMBERS = ['version', 'txnIndex', 'txnSize', 'deviceSeq', 'basisSeq', 'causationDepth', 'seq'] as const;

/**
 * Checks a page by hand: a fresh device reads a hundred thousand events, and what is inside them is vouched for by the
 * chain of hashes. Unlike the schema it lets nouns of a newer server through, because they are stored all the same.
 * @throws MalformedError naming the field that is wrong
 */
export function parsePage(input: unknown): IncomingPage {
  const parsed = shell.safeParse(input);
  if (!parsed.success) throw new MalformedError(`page.${parsed.error.issues[0]?.path.join('.') ?? ''} does not fit the protocol`);
  const { events } = input as { readonly events?: unknown };
  if (!Array.isArray(events)) throw new MalformedError('page.events is not a list');
  let seq = parsed.data.from;
  for (const [index, event] of events.entries()) {
    checkEvent(event, `page.events.${index}`);
    if (event.seq <= seq || event.seq > parsed.data.to)
      throw new MalformedError(`page.events.${index}.seq is outside (${seq}, ${parsed.data.to}]`);
    seq = event.seq;
  }
  return { ...parsed.data, events: events as readonly RecordedEvent[] };
}

function checkEvent(event: unknown, path: string): asserts event is RecordedEvent {
  if (typeof event !== 'object' || event === null) throw new MalformedError(`${path} is not an object`);
  const record = event as Readonly<Record<string, unknown>>;
  for (const field of TEXTS) if (typeof record[field] !== 'string') throw new MalformedError(`${path}.${field} is not a text`);
  for (const field of NUMBERS) if (!Number.isSafeInteger(record[field])) throw new MalformedError(`${path}.${field} is not a whole number`);
  if (!Array.isArray(record['anomalies'])) throw new MalformedError(`${path}.anomalies is not a list`);
  if (!Array.isArray(record['dependsOn'])) throw new MalformedError(`${path}.dependsOn is not a list`);
}
