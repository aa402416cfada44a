import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/ids.ts';
import { addMinutes, toInstant, type Period } from '../kernel/time.ts';
import { isInstant, type Created, type NoteAdded, type ReportSubmitted, type StatusChanged } from './fields.ts';
import type { BookingState } from './schema.ts';
import { moveCell, moveOf } from './transitions.ts';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 5;

/**
 * The short code people say aloud, `B-7K2QX`: without 0, O, 1, I, L and U. Hashed, because the leading digits of a
 * time-ordered id are the same for everything made in one day.
 */
export function referenceOf(bookingId: string): string {
  let rest = BigInt(`0x${derivedId('booking-reference', bookingId).replaceAll('-', '').slice(-12)}`);
  let code = '';
  for (let index = 0; index < REFERENCE_LENGTH; index += 1) {
    code += ALPHABET[Number(rest % BigInt(ALPHABET.length))];
    rest /= BigInt(ALPHABET.length);
  }
  return `B-${code}`;
}

export function evolveCreated(data: Created, event: DomainEvent): BookingState {
  return {
    ...data,
    id: event.aggregateId,
    reference: referenceOf(event.aggregateId),
    status: 'draft',
    statusReason: null,
    noteLog: [],
    actualStart: null,
    actualEnd: null,
    outcome: null,
    workAfterCancel: false,
    report: null,
    createdBy: event.actorId,
    submittedBy: null,
    approvedBy: null,
  };
}

/** Keeps a fact about a booking nobody knows in a booking that a person can read and place. */
function placeholder(event: DomainEvent): BookingState {
  const start = isInstant(event.occurredAt) ? event.occurredAt : toInstant(0);
  const end = addMinutes(start, 60);
  const period: Period = { start, end, zone: 'UTC', startLocal: start.slice(0, 16), endLocal: end.slice(0, 16) };
  const data: Created = {
    title: 'Unknown booking',
    clientName: '',
    brand: '',
    siteId: event.siteId,
    locationId: null,
    period,
    staffNeeds: [],
    kitNeeds: [],
    contactName: '',
    contactPhone: '',
    brief: '',
    notes: '',
    tags: [],
    priceMinor: null,
    currency: 'EUR',
    copiedFrom: null,
  };
  return evolveCreated(data, event);
}

const known = (state: BookingState | undefined, event: DomainEvent): BookingState => state ?? placeholder(event);

/** Moves along the table; a start or finish that contradicts the plan still leaves its time. */
export function evolveStatus(before: BookingState | undefined, data: StatusChanged, event: DomainEvent): BookingState {
  const state = known(before, event);
  const move = moveOf(data);
  const cell = moveCell(state, move);
  const moved = cell.kind === 'to' ? { ...state, status: cell.status, statusReason: data.reason } : state;
  switch (move) {
    case 'in_progress':
      return { ...moved, actualStart: earlier(state.actualStart, event.occurredAt) };
    case 'completed':
      return { ...moved, actualEnd: state.actualEnd ?? event.occurredAt };
    case 'aborted':
      return { ...moved, actualEnd: state.actualEnd ?? event.occurredAt, outcome: cell.kind === 'to' ? 'aborted' : state.outcome };
    case 'work_recorded':
      return cell.kind === 'to' ? { ...moved, workAfterCancel: true } : state;
    case 'pending_approval':
      return { ...moved, submittedBy: event.actorId };
    case 'reapproval':
      return { ...moved, submittedBy: event.actorId, approvedBy: null };
    case 'approved':
      return { ...moved, approvedBy: event.actorId };
    default:
      return moved;
  }
}

/** The edited fields are already in `state`; what remains is that an approval of something else no longer counts. */
export function evolveMaterialEdit(before: BookingState | undefined, event: DomainEvent): BookingState {
  const state = known(before, event);
  if (state.status !== 'approved') return state;
  return { ...state, status: 'pending_approval', statusReason: null, submittedBy: event.actorId, approvedBy: null };
}

/** Adding the same note twice adds it once. */
export function evolveNote(before: BookingState | undefined, data: NoteAdded, event: DomainEvent): BookingState {
  const state = known(before, event);
  if (state.noteLog.some((note) => note.id === data.noteId)) return state;
  const note = { id: data.noteId, text: data.text, authorId: event.actorId, writtenAt: event.occurredAt };
  return { ...state, noteLog: [...state.noteLog, note] };
}

/** A later report replaces an open one; an approved one stays and the later one is in the history. */
export function evolveReport(before: BookingState | undefined, data: ReportSubmitted, event: DomainEvent): BookingState {
  const state = known(before, event);
  if (state.report?.status === 'approved') return state;
  return {
    ...state,
    report: { ...data, status: 'submitted', submittedBy: event.actorId, submittedAt: event.occurredAt, returnReason: null },
  };
}

export function evolveReportSettled(
  before: BookingState | undefined,
  status: 'returned' | 'approved',
  returnReason: string | null,
  event: DomainEvent,
): BookingState {
  const state = known(before, event);
  return state.report === null ? state : { ...state, report: { ...state.report, status, returnReason } };
}

const earlier = (known: string | null, at: string): string => (known === null || at < known ? at : known);
