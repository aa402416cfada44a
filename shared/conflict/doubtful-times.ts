import type { Entity } from '../domain/kernel/aggregate.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import type { Period } from '../domain/kernel/time.ts';
import type { BookingState } from '../domain/booking/schema.ts';
import type { ConflictOption } from '../domain/conflict/schema.ts';
import { baseOf, cardOf, matterId, namesOf, notified, stampOf, type Base, type Card } from './card.ts';
import { titleOf } from './names.ts';
import { candidate, keepingWallTime, periodFrom, readWallTime, type ZoneOffset } from './wall-time.ts';

/** Bookings whose time can still be moved. */
const MOVABLE: ReadonlySet<string> = new Set(['draft', 'pending_approval', 'changes_requested', 'approved']);

/**
 * Times that people have to look at (domain.md section 4, case 13): a wall time that the clocks skip or pass twice, and
 * bookings at a place whose zone was corrected. Wall time and instants stay as they were meant until somebody chooses.
 */
export function doubtfulTimes(base: Base, offsetAt: ZoneOffset): readonly Card[] {
  switch (base.event.type) {
    case 'booking.created':
    case 'booking.rescheduled': {
      const booking = base.entity as Entity<BookingState> | undefined;
      const card = booking === undefined ? null : changeOfClocks(base, booking, offsetAt);
      return card === null ? [] : [card];
    }
    case 'location.updated':
      return correctedZone(base, offsetAt);
    default:
      return [];
  }
}

/** The first end of the booking that has no single instant. Settled once, the same wall time asks nothing again. */
function changeOfClocks(base: Base, booking: Entity<BookingState>, offsetAt: ZoneOffset): Card | null {
  const { period } = booking.state;
  for (const end of ['start', 'end'] as const) {
    const local = period[`${end}Local`];
    const reading = readWallTime(local, period.zone, offsetAt);
    if (reading === null || reading.kind === 'once') continue;
    const stamp = stampOf(booking, 'period');
    const told = whoHears(base, booking);
    const options = reading.instants.flatMap((instant) => {
      const moved = periodFrom({ ...pick(period), [end]: instant }, period.zone, offsetAt);
      return moved === null ? [] : [setTime(booking, moved, candidate(instant, period.zone, offsetAt), told)];
    });
    return cardOf(base, {
      id: derivedId('conflict', 'clocks', booking.id, end, local, period.zone),
      class: 'C8',
      severity: 'review',
      code: reading.kind === 'never' ? 'conflict.time-never-comes' : 'conflict.time-comes-twice',
      stamp: undefined,
      theirs: {},
      mine: { period },
      params: { ...namesOf(base, stamp), time: local.replace('T', ' '), zone: period.zone },
      options: recommending(options, reading.kind === 'never' ? 1 : 0),
    });
  }
  return null;
}

/** One card for every booking that was planned by the wall clock of another zone. */
function correctedZone(base: Base, offsetAt: ZoneOffset): readonly Card[] {
  const change = (base.event.data as { changes?: { zone?: { to?: unknown } } } | null)?.changes?.zone?.to;
  if (typeof change !== 'string') return [];
  return base.reader.find('booking', `location:${base.event.aggregateId}`).flatMap((booking) => {
    const card =
      MOVABLE.has(booking.state.status) && booking.state.period.zone !== change ? inOtherZone(base, booking, change, offsetAt) : null;
    return card === null ? [] : [card];
  });
}

function inOtherZone(base: Base, booking: Entity<BookingState>, zone: string, offsetAt: ZoneOffset): Card | null {
  const { period } = booking.state;
  const byWall = keepingWallTime(period, zone, offsetAt);
  const byInstant = periodFrom(pick(period), zone, offsetAt);
  if (byInstant === null) return null;
  // two names for the same clock: nothing changes for anybody
  if (byWall !== null && byWall.start === period.start && byWall.end === period.end) return null;
  const { event, reader } = base;
  const own: Base = { ...baseOf(event, reader), entity: booking, booking, what: titleOf('booking', booking.id, reader) };
  const told = whoHears(own, booking);
  // none where the clocks of the new zone would put its end before its start
  const asWall = byWall === null ? [] : [setTime(booking, byWall, candidate(byWall.start, zone, offsetAt), told)];
  const asInstant = setTime(booking, byInstant, candidate(byInstant.start, zone, offsetAt), told);
  return cardOf(own, {
    id: matterId(reader, 'zone-corrected', booking.id, zone, period.start),
    class: 'C8',
    severity: 'blocking',
    code: 'conflict.zone-corrected',
    stamp: stampOf(booking, 'period'),
    theirs: { period },
    mine: { zone },
    params: { place: titleOf('location', event.aggregateId, reader), zone, former: period.zone, time: period.startLocal.replace('T', ' ') },
    about: { type: 'booking', id: booking.id },
    options: recommending(
      [...asWall.map((option) => ({ ...option, code: 'option.keep-wall-time' })), { ...asInstant, code: 'option.keep-instant' }],
      0,
    ),
  });
}

const pick = ({ start, end }: Period): Pick<Period, 'start' | 'end'> => ({ start, end });

/** A way out that moves the booking; nothing to do where it stands there already. */
function setTime(booking: Entity<BookingState>, period: Period, time: string, notifies: string[]): ConflictOption {
  const before = booking.state.period;
  const isSame = (['start', 'end', 'zone', 'startLocal', 'endLocal'] as const).every((field) => before[field] === period[field]);
  return {
    id: 'accept',
    code: 'option.set-time',
    params: { what: booking.state.title, time },
    commands: isSame ? [] : [{ name: 'booking.reschedule', input: { bookingId: booking.id, period } }],
    recommended: false,
    notifies: isSame ? [] : notifies,
  };
}

const recommending = (options: readonly ConflictOption[], best: number): ConflictOption[] =>
  options.map((option, index) => ({ ...option, recommended: index === Math.min(best, options.length - 1) }));

/** Planners and authors, and everybody who is planned to be there. */
function whoHears(base: Base, booking: Entity<BookingState>): string[] {
  const staff = base.reader
    .find('shift', `booking:${booking.id}`)
    .flatMap(({ state }) => (state.assigneeId === null || state.status === 'cancelled' ? [] : [state.assigneeId]));
  return [...new Set([...staff, ...notified(base, stampOf(booking, 'period'))])].slice(0, 50);
}
