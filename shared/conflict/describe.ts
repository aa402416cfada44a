import type { Entity, FieldStamp, StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent, EventDraft, Reason } from '../domain/kernel/event.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import type { Detected } from '../domain/conflict/events.ts';
import type { ConflictOption, ConflictState } from '../domain/conflict/schema.ts';
import type { EventVerdict, Loss } from './admit.ts';
import { changesOf } from './fold.ts';
import { memberName, plannerIds, titleOf } from './names.ts';
import { clashOptions, factOptions, sameFieldOptions, standOption } from './options.ts';

/**
 * The conflict entities that verdicts leave behind: one card per loss, with a derived id so that the same loss never makes
 * two. Names are resolved here, once, so that the sentence reads the same at every site.
 */
export function conflictDrafts(verdicts: readonly EventVerdict[], reader: StateReader): readonly EventDraft[] {
  const drafts: EventDraft[] = [];
  for (const verdict of verdicts) {
    for (const loss of verdict.losses) {
      for (const { id, data } of describe(verdict.event, loss, reader)) {
        if (reader.get('conflict', id) !== undefined || drafts.some((draft) => draft.aggregateId === id)) continue;
        drafts.push({ type: 'conflict.detected', aggregateType: 'conflict', aggregateId: id, data });
      }
    }
  }
  return drafts;
}

interface Described {
  readonly id: string;
  readonly data: Detected;
}

function describe(event: DomainEvent, loss: Loss, reader: StateReader): readonly Described[] {
  const entity = reader.get(event.aggregateType, event.aggregateId) as Entity | undefined;
  const booking = bookingOf(entity, reader);
  const what = titleOf(event.aggregateType, event.aggregateId, reader);
  const base = { event, entity, booking, what, reader };
  switch (loss.kind) {
    case 'same-field':
      return [describeSameField(base, loss.fields)];
    case 'clash':
      return [describeClash(base, loss)];
    case 'contradicts-plan':
      return describeContradiction(base, loss.reason);
    case 'illegal-state':
      return [plain(base, 'C3', 'conflict.illegal-state', stampOf(entity, 'status'), { status: statusOf(entity), why: loss.reason.code })];
    case 'gone':
      return [plain(base, 'C5', 'conflict.gone', undefined, {})];
    case 'forbidden':
      return [plain(base, 'C6', 'conflict.forbidden', undefined, {})];
    case 'invalid':
      return [plain(base, 'C3', 'conflict.invalid', undefined, { why: loss.reason.code })];
  }
}

interface Base {
  readonly event: DomainEvent;
  readonly entity: Entity | undefined;
  readonly booking: Entity<{ status: string; workAfterCancel: boolean; period: { start: string } }> | undefined;
  readonly what: string;
  readonly reader: StateReader;
}

function describeSameField(base: Base, lost: Extract<Loss, { kind: 'same-field' }>['fields']): Described {
  const { event, entity } = base;
  const fields = Object.keys(lost);
  const stamp = stampOf(entity, fields[0] ?? '*');
  const state = (entity?.state ?? {}) as Record<string, unknown>;
  const theirs = Object.fromEntries(fields.map((field) => [field, state[field]]));
  const mine = Object.fromEntries(Object.entries(lost).map(([field, change]) => [field, change.to]));
  return build(base, {
    id: derivedId('conflict', 'same-field', event.txnId, event.id),
    class: 'C2',
    severity: 'review',
    code: 'conflict.same-field',
    stamp,
    theirs,
    mine,
    params: { fields: fields.join(', ') },
    options: sameFieldOptions(event, mine, namesOf(base, stamp), notified(base, stamp)),
  });
}

function describeClash(base: Base, loss: Extract<Loss, { kind: 'clash' }>): Described {
  const { event, reader } = base;
  const [resourceKind, resourceId] = loss.holder.resource.split(':') as [string, string];
  const holder = reader.get(loss.holder.aggregateType as AggregateType, loss.holder.aggregateId) as Entity | undefined;
  const stamp = stampOf(holder, 'claim');
  const other = titleOf(loss.holder.aggregateType as AggregateType, loss.holder.aggregateId, reader);
  const isPerson = resourceKind === 'member';
  const subject = isPerson ? memberName(resourceId, reader) : titleOf('kit', resourceId, reader);
  return build(base, {
    id: derivedId('conflict', 'clash', event.txnId, event.id),
    class: 'C4',
    severity: 'blocking',
    code: isPerson ? 'conflict.person-taken' : 'conflict.kit-taken',
    stamp,
    theirs: holderValues(holder),
    mine: event.data as Record<string, unknown>,
    params: { [isPerson ? 'person' : 'kit']: subject, other, holderType: loss.holder.aggregateType, holderId: loss.holder.aggregateId },
    options: clashOptions({
      event,
      holder,
      resourceId,
      isPerson,
      names: { ...namesOf(base, stamp), other, subject, what: base.what },
      notifies: notified(base, stamp),
      reader,
    }),
  });
}

/** A fact the plan did not expect: work on a cancelled booking, work by somebody else than planned, or both at once. */
function describeContradiction(base: Base, reason: Reason): readonly Described[] {
  const { event, entity, booking } = base;
  const cards: Described[] = [];
  if (booking !== undefined && (booking.state.status === 'cancelled' || booking.state.workAfterCancel)) {
    cards.push(describeWorkAfterCancel(base, booking, reason));
  }
  const person = (event.data as { memberId?: string } | null)?.memberId ?? event.actorId;
  const assignee = (entity?.state as { assigneeId?: string | null } | undefined)?.assigneeId ?? null;
  const isAttendance = event.aggregateType === 'shift' && assignee !== null && assignee !== person;
  if (isAttendance || cards.length === 0) cards.push(describeUnplanned(base, reason, isAttendance ? assignee : null));
  return cards;
}

function describeWorkAfterCancel(base: Base, booking: NonNullable<Base['booking']>, reason: Reason): Described {
  const { event, entity } = base;
  const stamp = stampOf(booking, 'status');
  return build(
    { ...base, what: titleOf('booking', booking.id, base.reader) },
    {
      // one card per booking, however many facts were recorded on it
      id: derivedId('conflict', 'work-after-cancel', booking.id),
      class: 'C3',
      severity: 'review',
      code: 'conflict.work-after-cancel',
      stamp,
      theirs: { status: 'cancelled' },
      mine: event.data as Record<string, unknown>,
      params: { why: reason.code },
      about: { type: 'booking', id: booking.id },
      options: factOptions({
        kind: 'work-after-cancel',
        event,
        entity,
        bookingId: booking.id,
        names: namesOf(base, stamp),
        notifies: notified(base, stamp),
      }),
    },
  );
}

/** @param assignee who the shift had been given to, when somebody else came */
function describeUnplanned(base: Base, reason: Reason, assignee: string | null): Described {
  const { event, entity, booking } = base;
  const stamp = stampOf(entity, 'claim') ?? stampOf(entity, 'status');
  const isAttendance = assignee !== null;
  return build(base, {
    // one card per object and person, however often it happens
    id: derivedId('conflict', isAttendance ? 'attendance' : reason.code, event.aggregateId, event.actorId),
    class: 'C3',
    severity: 'review',
    code: isAttendance ? 'conflict.unplanned-attendance' : 'conflict.contradicts-plan',
    stamp,
    theirs: holderValues(entity),
    mine: event.data as Record<string, unknown>,
    params: { why: reason.code, ...(assignee === null ? {} : { person: memberName(assignee, base.reader) }) },
    options: factOptions({
      kind: isAttendance ? 'attendance' : 'other',
      event,
      entity,
      bookingId: booking?.id ?? null,
      names: namesOf(base, stamp),
      notifies: notified(base, stamp),
    }),
  });
}

function plain(
  base: Base,
  conflictClass: ConflictState['class'],
  code: string,
  stamp: FieldStamp | undefined,
  params: Reason['params'],
): Described {
  const { event } = base;
  const values = Object.fromEntries(Object.entries(changesOf(event.data)).map(([field, change]) => [field, change.to]));
  return build(base, {
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

interface Parts {
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

function build(base: Base, parts: Parts): Described {
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

const namesOf = (base: Base, stamp: FieldStamp | undefined): { mine: string; theirs: string } => ({
  mine: memberName(base.event.actorId, base.reader),
  theirs: stamp === undefined ? '' : memberName(stamp.actorId, base.reader),
});

/** Both authors and the planners hear of it. */
const notified = (base: Base, stamp: FieldStamp | undefined): string[] =>
  [...new Set([base.event.actorId, ...(stamp === undefined ? [] : [stamp.actorId]), ...plannerIds(base.event.siteId, base.reader)])].slice(
    0,
    50,
  );

const stampOf = (entity: Entity | undefined, name: string): FieldStamp | undefined => entity?.stamps[name] ?? entity?.stamps['*'];

function statusOf(entity: Entity | undefined): string {
  const state = entity?.state;
  return typeof state === 'object' && state !== null && 'status' in state ? String(state.status) : '';
}

function holderValues(entity: Entity | undefined): Record<string, unknown> {
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
