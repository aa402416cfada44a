import type { Entity, FieldStamp, StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent, Reason } from '../domain/kernel/event.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import type { Detected } from '../domain/conflict/events.ts';
import type { ConflictOption, ConflictState } from '../domain/conflict/schema.ts';
import { changesOf } from './fold.ts';
import { memberName, plannerIds, titleOf } from './names.ts';
import { standOption } from './options.ts';

/** A conflict before it is written: its derived id and what detection says. */
export interface Card {
  readonly id: string;
  readonly data: Detected;
}

/** What every card about an event starts from. */
export interface Base {
  readonly event: DomainEvent;
  readonly entity: Entity | undefined;
  readonly booking: Entity<{ status: string; workAfterCancel: boolean; period: { start: string } }> | undefined;
  readonly what: string;
  readonly reader: StateReader;
}

export function baseOf(event: DomainEvent, reader: StateReader): Base {
  const entity = reader.get(event.aggregateType, event.aggregateId) as Entity | undefined;
  return { event, entity, booking: bookingOf(entity, reader), what: titleOf(event.aggregateType, event.aggregateId, reader), reader };
}

/** The open card of a matter that can come back; when the last one was settled, a new one. */
export function matterId(reader: StateReader, ...matter: readonly string[]): string {
  for (let round = 0; ; round += 1) {
    const id = derivedId('conflict', ...matter, round);
    const status = reader.get('conflict', id)?.state.status;
    if (status === undefined || status === 'open' || status === 'claimed') return id;
  }
}

export function plainCard(
  base: Base,
  conflictClass: ConflictState['class'],
  code: string,
  stamp: FieldStamp | undefined,
  params: Reason['params'],
): Card {
  const { event } = base;
  const values = Object.fromEntries(Object.entries(changesOf(event.data)).map(([field, change]) => [field, change.to]));
  return cardOf(base, {
    id: derivedId('conflict', conflictClass, event.txnId),
    class: conflictClass,
    severity: 'review',
    code,
    stamp,
    theirs: { status: statusOf(base.entity) },
    mine: Object.keys(values).length > 0 ? values : (event.data as Record<string, unknown>),
    params,
    options: [standOption(namesOf(base, stamp))],
  });
}

export interface Parts {
  readonly id: string;
  readonly class: ConflictState['class'];
  readonly severity: ConflictState['severity'];
  readonly code: string;
  readonly stamp: FieldStamp | undefined;
  readonly theirs: Record<string, unknown>;
  readonly mine: Record<string, unknown>;
  readonly params: Reason['params'];
  readonly options: readonly ConflictOption[];
  readonly about?: { readonly type: AggregateType; readonly id: string };
}

export function cardOf(base: Base, parts: Parts): Card {
  const { event, entity, booking } = base;
  const startsAt = periodStart(entity) ?? booking?.state.period.start ?? null;
  const data: Detected = {
    class: parts.class,
    severity: parts.severity,
    about: parts.about ?? { type: event.aggregateType, id: event.aggregateId },
    bookingId: booking?.id ?? null,
    startsAt,
    code: parts.code,
    params: { ...namesOf(base, parts.stamp), what: base.what, ...parts.params },
    theirs: parts.stamp === undefined ? null : { ...versionOf(parts.stamp), values: parts.theirs },
    mine: {
      eventId: event.id,
      eventType: event.type,
      actorId: event.actorId,
      deviceId: event.deviceId,
      siteId: event.siteId,
      occurredAt: event.occurredAt,
      offline: event.offline,
      values: typeof parts.mine === 'object' && parts.mine !== null ? { ...parts.mine } : {},
    },
    basisSeq: event.basisSeq,
    options: [...parts.options],
    detectedAt: event.occurredAt,
  };
  return { id: parts.id, data };
}

function versionOf(stamp: FieldStamp): Omit<NonNullable<ConflictState['theirs']>, 'values'> {
  return {
    eventId: stamp.eventId,
    eventType: stamp.eventType,
    actorId: stamp.actorId,
    deviceId: stamp.deviceId,
    siteId: stamp.siteId,
    occurredAt: stamp.occurredAt,
    offline: stamp.offline,
  };
}

export const namesOf = (base: Base, stamp: FieldStamp | undefined): { mine: string; theirs: string } => ({
  mine: memberName(base.event.actorId, base.reader),
  theirs: stamp === undefined ? '' : memberName(stamp.actorId, base.reader),
});

/** Both authors and the planners hear of it. */
export const notified = (base: Base, stamp: FieldStamp | undefined): string[] =>
  [...new Set([base.event.actorId, ...(stamp === undefined ? [] : [stamp.actorId]), ...plannerIds(base.event.siteId, base.reader)])].slice(
    0,
    50,
  );

export const stampOf = (entity: Entity | undefined, name: string): FieldStamp | undefined => entity?.stamps[name] ?? entity?.stamps['*'];

export function statusOf(entity: Entity | undefined): string {
  const state = entity?.state;
  return typeof state === 'object' && state !== null && 'status' in state ? String(state.status) : '';
}

export function holderValues(entity: Entity | undefined): Record<string, unknown> {
  const state = (entity?.state ?? {}) as Record<string, unknown>;
  return {
    status: state['status'],
    period: state['period'],
    bookingId: state['bookingId'],
    assigneeId: state['assigneeId'],
    kitId: state['kitId'],
  };
}

function periodStart(entity: Entity | undefined): string | null {
  const state = entity?.state as { period?: { start?: string } } | undefined;
  return state?.period?.start ?? null;
}

function bookingOf(entity: Entity | undefined, reader: StateReader): Base['booking'] {
  if (entity === undefined) return undefined;
  if (entity.type === 'booking') return entity as Base['booking'];
  const bookingId = (entity.state as { bookingId?: string | null }).bookingId;
  return bookingId === null || bookingId === undefined ? undefined : (reader.get('booking', bookingId) as Base['booking']);
}
