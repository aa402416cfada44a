import type { Entity, FieldStamp, StateReader } from '../domain/kernel/aggregate.ts';
import type { AggregateType, DomainEvent } from '../domain/kernel/event.ts';
import type { BookingState } from '../domain/booking/schema.ts';
import type { ConflictOption } from '../domain/conflict/schema.ts';
import type { LocationState } from '../domain/location/schema.ts';
import { baseOf, cardOf, matterId, namesOf, notified, stampOf, type Base, type Card } from './card.ts';
import { doubtfulTimes } from './doubtful-times.ts';
import { hasSeen } from './merge.ts';
import { titleOf } from './names.ts';
import { packedTwice } from './serials.ts';
import type { ZoneOffset } from './wall-time.ts';

/**
 * Matters an admitted event raises without losing anything: probable duplicates (C7), plans at a place that closed (C5), one
 * item in two cases (C3) and, where zones can be asked, times that people have to look at (C8).
 */
export function suspicions(base: Base, zones?: ZoneOffset): readonly Card[] {
  const doubts = zones === undefined ? [] : doubtfulTimes(base, zones);
  return [...ofType(base), ...doubts];
}

function ofType(base: Base): readonly Card[] {
  switch (base.event.type) {
    case 'kit.packed':
      return packedTwice(base);
    case 'booking.created':
    case 'location.created':
    case 'member.created':
    case 'kit.created':
      return duplicate(base);
    case 'location.rejected':
    case 'location.suspended':
    case 'location.archived':
      return blockedPlace(base);
    default:
      return [];
  }
}

/** Bookings that no longer need their place or time. */
const OVER: ReadonlySet<string> = new Set(['completed', 'closed', 'rejected', 'cancelled']);

function duplicate(base: Base): readonly Card[] {
  const { event, entity, reader } = base;
  const twin = entity === undefined ? undefined : twinOf(entity, event, reader);
  if (twin === undefined) return [];
  const stamp = stampOf(twin, '*');
  const names = { ...namesOf(base, stamp), what: base.what, other: titleOf(twin.type, twin.id, reader) };
  const merge = withdrawal(event, names.other);
  const keepBoth: ConflictOption = {
    id: 'accept',
    code: 'option.keep-both',
    params: names,
    commands: [],
    recommended: false,
    notifies: [],
  };
  const withdraw: ConflictOption = {
    id: 'keep_theirs',
    code: 'option.merge',
    params: names,
    commands: [merge],
    recommended: true,
    notifies: notified(base, stamp),
  };
  const card = cardOf(base, {
    id: matterId(reader, 'duplicate', event.aggregateId, twin.id),
    class: 'C7',
    severity: 'review',
    code: 'conflict.duplicate',
    stamp,
    theirs: valuesOf(twin),
    mine: entity === undefined ? {} : valuesOf(entity),
    params: { other: names.other, otherType: twin.type, otherId: twin.id },
    options: [withdraw, keepBoth],
  });
  return [card];
}

/** The same thing made apart: alike in what people tell such things by, and unknown to the second author. */
function twinOf(entity: Entity, event: DomainEvent, reader: StateReader): Entity | undefined {
  const unseen = (other: Entity): boolean => other.id !== entity.id && !hasSeen(other.stamps['*'], event);
  switch (entity.type) {
    case 'booking': {
      const booking = entity.state as BookingState;
      if (booking.locationId === null) return undefined;
      return reader
        .find('booking', `location:${booking.locationId}`)
        .find((other) => unseen(other) && !OVER.has(other.state.status) && sameBooking(booking, other.state));
    }
    case 'location':
      return reader.find('location', 'all').find((other) => unseen(other) && samePlace(entity.state as LocationState, other.state));
    case 'member': {
      const { email } = entity.state as { email: string | null };
      return email === null || email === '' ? undefined : reader.find('member', `email:${email.toLowerCase()}`).find(unseen);
    }
    case 'kit': {
      const { code } = entity.state as { code: string };
      return reader.find('kit', 'all').find((other) => unseen(other) && alike(other.state.code, code));
    }
    default:
      return undefined;
  }
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
const alike = (a: string, b: string): boolean => plain(a) !== '' && plain(a) === plain(b);

const sameBooking = (a: BookingState, b: BookingState): boolean =>
  alike(a.clientName, b.clientName) && a.period.start < b.period.end && b.period.start < a.period.end;

const samePlace = (a: LocationState, b: LocationState): boolean =>
  (alike(a.contactPhone, b.contactPhone) || alike(a.name, b.name)) &&
  alike(`${a.address.line1} ${a.address.city}`, `${b.address.line1} ${b.address.city}`);

/** How the second of two is taken back. */
function withdrawal(event: DomainEvent, other: string): ConflictOption['commands'][number] {
  const reason = `The same as ${other}.`.slice(0, 500);
  switch (event.type) {
    case 'booking.created':
      return { name: 'booking.cancel', input: { bookingId: event.aggregateId, reason } };
    case 'location.created':
      return { name: 'location.archive', input: { locationId: event.aggregateId, reason } };
    case 'member.created':
      return { name: 'member.remove', input: { memberId: event.aggregateId, reason } };
    default:
      return { name: 'kit.retire', input: { kitId: event.aggregateId, reason } };
  }
}

/**
 * Every booking that still counts on a place that can no longer be used (domain.md section 4, case 12). Its own status says
 * so and nothing else: the clock of whoever closed the place decides nothing.
 */
function blockedPlace(base: Base): readonly Card[] {
  const { event, reader } = base;
  const place = reader.get('location', event.aggregateId);
  if (place === undefined) return [];
  return reader
    .find('booking', `location:${place.id}`)
    .filter(({ state }) => !OVER.has(state.status))
    .map((booking) => blockedBooking(base, place, booking));
}

function blockedBooking(base: Base, place: Entity<LocationState>, booking: Entity<BookingState>): Card {
  const { event, reader } = base;
  const stamp: FieldStamp | undefined = stampOf(booking, 'locationId');
  const own: Base = { ...baseOf(event, reader), entity: booking, booking, what: titleOf('booking', booking.id, reader) };
  const names = { ...namesOf(base, stamp), what: own.what, place: place.state.name };
  const told = notified(own, stamp);
  const option = (id: ConflictOption['id'], code: string, commands: ConflictOption['commands']): ConflictOption => ({
    id,
    code,
    params: names,
    commands,
    recommended: false,
    notifies: commands.length === 0 ? [] : told,
  });
  const reinstate =
    place.state.status === 'suspended'
      ? [option('accept', 'option.reinstate-place', [{ name: 'location.reinstate', input: { locationId: place.id } }])]
      : [];
  const reason = `${place.state.name}: ${place.state.statusReason ?? place.state.status}`.slice(0, 500);
  const cancel = option('dismiss', 'option.cancel-booking', [{ name: 'booking.cancel', input: { bookingId: booking.id, reason } }]);
  return cardOf(own, {
    id: matterId(reader, 'place-blocked', booking.id, place.id),
    class: 'C5',
    severity: 'review',
    code: 'conflict.place-blocked',
    stamp,
    theirs: { locationId: place.id, status: booking.state.status },
    mine: { status: place.state.status, reason: place.state.statusReason },
    params: { place: place.state.name, status: place.state.status },
    about: { type: 'booking' satisfies AggregateType, id: booking.id },
    options: [{ ...option('keep_theirs', 'option.plan-elsewhere', []), recommended: true }, ...reinstate, cancel],
  });
}

function valuesOf(entity: Entity): Record<string, unknown> {
  const state = entity.state as Record<string, unknown>;
  const shown = ['title', 'name', 'clientName', 'reference', 'period', 'address', 'email', 'code', 'status'];
  return Object.fromEntries(shown.filter((field) => field in state).map((field) => [field, state[field]]));
}
