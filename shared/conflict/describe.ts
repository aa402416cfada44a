import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent, EventDraft, Reason } from '../domain/kernel/event.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import type { EventVerdict, Loss } from './admit.ts';
import { baseOf, cardOf, holderValues, matterId, namesOf, notified, plainCard, stampOf, statusOf, type Base, type Card } from './card.ts';
import { memberName, titleOf } from './names.ts';
import { clashOptions, factOptions, lostRaceOptions, quarantineOptions, sameFieldOptions, stockOptions } from './options.ts';
import { possessionCard } from './possession.ts';
import { suspicions } from './suspicions.ts';
import type { ZoneOffset } from './wall-time.ts';

/**
 * The conflict entities that verdicts leave behind: one card per loss, with a derived id so that the same loss never makes
 * two, and one per suspicion that an admitted event raises. Names are resolved here, once, so that the sentence reads the
 * same at every site.
 */
export function conflictDrafts(verdicts: readonly EventVerdict[], reader: StateReader, zones?: ZoneOffset): readonly EventDraft[] {
  const drafts: EventDraft[] = [];
  for (const verdict of verdicts) {
    const isFolded = verdict.outcome === 'accepted' || verdict.outcome === 'amended';
    const cards = [
      ...verdict.losses.flatMap((loss) => describe(verdict.event, loss, reader)),
      ...(isFolded ? suspicions(baseOf(verdict.event, reader), zones) : []),
    ];
    for (const { id, data } of cards) {
      if (reader.get('conflict', id) !== undefined || drafts.some((draft) => draft.aggregateId === id)) continue;
      drafts.push({ type: 'conflict.detected', aggregateType: 'conflict', aggregateId: id, data });
    }
  }
  return drafts;
}

function describe(event: DomainEvent, loss: Loss, reader: StateReader): readonly Card[] {
  const base = baseOf(event, reader);
  switch (loss.kind) {
    case 'same-field':
      return [describeSameField(base, loss.fields)];
    case 'clash':
      return [describeClash(base, loss)];
    case 'contradicts-plan':
      return describeContradiction(base, loss.reason);
    case 'illegal-state':
      return [describeLostRace(base, loss.reason)];
    case 'gone':
      return [plainCard(base, 'C5', 'conflict.gone', undefined, {})];
    case 'forbidden':
      return [plainCard(base, 'C6', 'conflict.forbidden', undefined, {})];
    case 'quarantined':
      return [describeQuarantine(base, loss.facts)];
    case 'invalid':
      return [plainCard(base, 'C3', 'conflict.invalid', undefined, { why: loss.reason.code })];
  }
}

/** Somebody else was first. Where the wish can still be had, the ways to it are offered (domain.md section 4, case 15). */
function describeLostRace(base: Base, reason: Reason): Card {
  const stamp = stampOf(base.entity, 'status');
  const card = plainCard(base, 'C3', 'conflict.illegal-state', stamp, { status: statusOf(base.entity), why: reason.code });
  return {
    ...card,
    data: { ...card.data, options: lostRaceOptions(base.event, namesOf(base, stamp), notified(base, stamp), base.reader) },
  };
}

/** What somebody recorded who had lost the right to: kept, shown, and taken over when a supervisor says so (C6). */
function describeQuarantine(base: Base, facts: readonly DomainEvent[]): Card {
  const card = plainCard(base, 'C6', 'conflict.needs-approval', undefined, {});
  return { ...card, data: { ...card.data, options: quarantineOptions(facts, namesOf(base, undefined), notified(base, undefined)) } };
}

function describeSameField(base: Base, lost: Extract<Loss, { kind: 'same-field' }>['fields']): Card {
  const { event, entity } = base;
  const fields = Object.keys(lost);
  const stamp = stampOf(entity, fields[0] ?? '*');
  const state = (entity?.state ?? {}) as Record<string, unknown>;
  const theirs = Object.fromEntries(fields.map((field) => [field, state[field]]));
  const mine = Object.fromEntries(Object.entries(lost).map(([field, change]) => [field, change.to]));
  return cardOf(base, {
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

function describeClash(base: Base, loss: Extract<Loss, { kind: 'clash' }>): Card {
  const { event, reader } = base;
  const [resourceKind, resourceId] = loss.holder.resource.split(':') as [string, string];
  const holder = reader.get(loss.holder.aggregateType as AggregateType, loss.holder.aggregateId) as Entity | undefined;
  const stamp = stampOf(holder, 'claim');
  const other = titleOf(loss.holder.aggregateType as AggregateType, loss.holder.aggregateId, reader);
  const isPerson = resourceKind === 'member';
  const subject = isPerson ? memberName(resourceId, reader) : titleOf('kit', resourceId, reader);
  return cardOf(base, {
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
function describeContradiction(base: Base, reason: Reason): readonly Card[] {
  const { event, entity, booking } = base;
  if (reason.code === 'item.below-zero') return [describeShortStock(base, Number(reason.params['onHand'] ?? 0))];
  const possession = possessionCard(base);
  if (possession !== null) return [possession];
  const cards: Card[] = [];
  if (booking !== undefined && (booking.state.status === 'cancelled' || booking.state.workAfterCancel)) {
    cards.push(describeWorkAfterCancel(base, booking, reason));
  }
  const person = (event.data as { memberId?: string } | null)?.memberId ?? event.actorId;
  const assignee = (entity?.state as { assigneeId?: string | null } | undefined)?.assigneeId ?? null;
  const isAttendance = event.aggregateType === 'shift' && assignee !== null && assignee !== person;
  if (isAttendance || cards.length === 0) cards.push(describeUnplanned(base, reason, isAttendance ? assignee : null));
  return cards;
}

/** More left the shelf than was on it (domain.md section 4, case 9): one open card per item, whatever else is recorded. */
function describeShortStock(base: Base, onHand: number): Card {
  const { event } = base;
  const stamp = stampOf(base.entity, '*');
  return cardOf(base, {
    id: matterId(base.reader, 'stock', event.aggregateId),
    class: 'C3',
    severity: 'review',
    code: 'conflict.stock-below-zero',
    stamp,
    theirs: { onHand },
    mine: event.data as Record<string, unknown>,
    params: { onHand },
    options: stockOptions(event.aggregateId, namesOf(base, stamp), notified(base, stamp)),
  });
}

function describeWorkAfterCancel(base: Base, booking: NonNullable<Base['booking']>, reason: Reason): Card {
  const { event, entity } = base;
  const stamp = stampOf(booking, 'status');
  return cardOf(
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
function describeUnplanned(base: Base, reason: Reason, assignee: string | null): Card {
  const { event, entity, booking } = base;
  const stamp = stampOf(entity, 'claim') ?? stampOf(entity, 'status');
  const isAttendance = assignee !== null;
  return cardOf(base, {
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
