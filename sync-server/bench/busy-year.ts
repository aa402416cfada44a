import type { EventDraft } from '../../shared/domain/kernel/event.ts';
import { newId } from '../sequencer/server-events.ts';
import { bookingCreated, bookingEdited, noteAdded } from '../testing/events.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const BOOKINGS_A_DAY = 20;

/** A stretch of time in UTC, so that wall time and instant read the same. */
export function periodOn(dayMs: number, fromHour: number, hours: number): Record<string, string> {
  const start = new Date(dayMs + fromHour * HOUR_MS).toISOString();
  const end = new Date(dayMs + (fromHour + hours) * HOUR_MS).toISOString();
  return { start, end, zone: 'UTC', startLocal: start.slice(0, 16), endLocal: end.slice(0, 16) };
}

export const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/**
 * What one booking of the past left in the log, one draft per transaction: itself, two shifts from plan to check-out, some
 * edits and a note. Bookings lie on days of the past, newest last, so nobody is in two places at once.
 */
export function pastBooking(index: number, of: number, siteId: string, people: readonly string[], nowMs: number): EventDraft[] {
  const day = startOfDay(nowMs) - (3 + Math.floor((of - index) / BOOKINGS_A_DAY)) * DAY_MS;
  const id = newId(nowMs);
  const period = periodOn(day, 8, 6);
  const drafts = [bookingCreated(siteId, id, { title: `Tasting ${index}`, period })];
  for (const part of [0, 1]) {
    const shiftId = newId(nowMs);
    const memberId = people[(index * 2 + part) % people.length] ?? '';
    const shift = (type: string, data: object): EventDraft => ({ type, aggregateType: 'shift', aggregateId: shiftId, data });
    drafts.push(
      shift('shift.created', {
        ...{ bookingId: id, needId: null, locationId: null, siteId, role: 'Promoter', skills: [], period, travelMinutes: 30, notes: '' },
      }),
      shift('shift.published', {}),
      shift('shift.assigned', { memberId, status: 'confirmed', candidates: [], overrideReason: null }),
      shift('shift.checked_in', { memberId, method: 'lead', at: period['start'], verified: true }),
      shift('shift.checked_out', { memberId, at: period['end'] }),
    );
  }
  drafts.push(
    bookingEdited(id, 'brief', '', 'Bring the blue banner, park behind the hall.'),
    bookingEdited(id, 'contactName', 'Carla', 'Jonas'),
    bookingEdited(id, 'notes', '', 'Two tables at the entrance, power from the kiosk.'),
    noteAdded(id, 'The client asks for two more tables at the entrance.'),
  );
  return drafts;
}

/** Commands that plan this week: so many people, each with a shift on five of its days. */
export function weekCommands(siteId: string, people: readonly string[], nowMs: number): { name: string; input: object }[] {
  const today = startOfDay(nowMs);
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS;
  const commands: { name: string; input: object }[] = [];
  for (let day = 0; day < 7; day += 1) {
    const free = people.filter((_person, index) => (index + day) % 7 < 5);
    let bookingId = '';
    for (const [index, memberId] of free.entries()) {
      const period = periodOn(monday + day * DAY_MS, 8, 6);
      if (index % 4 === 0) {
        bookingId = newId(nowMs);
        const { data } = bookingCreated(siteId, bookingId, { title: `Promotion ${day + 1}.${index / 4 + 1}`, period });
        commands.push({ name: 'booking.create', input: { ...(data as object), bookingId } });
      }
      const shiftId = newId(nowMs);
      const slot = { bookingId, needId: null, locationId: null, siteId, role: 'Promoter', skills: [], period, notes: '' };
      commands.push(
        { name: 'shift.create', input: { ...slot, shiftId, assigneeId: memberId, overrideReason: 'Benchmark' } },
        { name: 'shift.publish', input: { shiftId } },
      );
    }
  }
  return commands;
}

/** The command that hires somebody. */
export function hire(memberId: string, index: number, siteId: string): { name: string; input: object } {
  const name = `${GIVEN[index % GIVEN.length] ?? ''} ${FAMILY[Math.floor(index / GIVEN.length) % FAMILY.length] ?? ''}`;
  const contact = { email: `person-${index}@example.org`, phone: null, hasLogin: true, homeSiteId: siteId };
  const input = { memberId, name, role: 'staff', ...contact, skills: ['Promoter'], certificates: [], maxMinutesPerWeek: 2400, notes: '' };
  return { name: 'member.create', input };
}

const GIVEN = ['Ada', 'Ben', 'Chloe', 'Dilan', 'Eva', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam'];
const FAMILY = ['Adler', 'Brandt', 'Costa', 'Demir', 'Ek', 'Fischer', 'Grau', 'Haas', 'Ito', 'Jansen'];
