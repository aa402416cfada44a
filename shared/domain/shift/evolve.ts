import type { DomainEvent } from '../kernel/event.ts';
import { addMinutes } from '../kernel/time.ts';
import { unplannedOf } from './cells.ts';
import type { Attendance, Candidate, ShiftState } from './schema.ts';

/**
 * A fact on a shift nobody knows is kept on a stand-in that is no part of any plan: its creation was refused or never sent.
 */
export function standIn(event: DomainEvent): ShiftState {
  const text = (instant: string): string => instant.slice(0, 16);
  const end = addMinutes(event.occurredAt, 60);
  return {
    id: event.aggregateId,
    bookingId: null,
    needId: null,
    locationId: null,
    siteId: event.siteId,
    role: 'Unknown shift',
    skills: [],
    period: { start: event.occurredAt, end, zone: 'UTC', startLocal: text(event.occurredAt), endLocal: text(end) },
    travelMinutes: 0,
    status: 'cancelled',
    statusReason: null,
    assigneeId: null,
    assignedBy: null,
    candidates: [],
    overrideReason: null,
    onMyWayAt: null,
    checkIn: null,
    checkedOutAt: null,
    breaks: [],
    unplanned: [],
    notes: '',
  };
}

/** Nobody is planned any more. */
export const vacate = (state: ShiftState, statusReason: string | null): ShiftState => ({
  ...state,
  status: 'open',
  statusReason,
  assigneeId: null,
  assignedBy: null,
  candidates: [],
  overrideReason: null,
  onMyWayAt: null,
});

/** Somebody said no, or cannot come: the shift is open again and they are not asked a second time. */
export function turnDown(state: ShiftState, memberId: string, statusReason: string | null): ShiftState {
  const turnedDown = [...new Set([...(state.turnedDown ?? []), memberId])].slice(-100);
  return { ...vacate(state, statusReason), turnedDown };
}

export interface Appointment {
  readonly memberId: string;
  readonly status: ShiftState['status'];
  readonly candidates: readonly Candidate[];
  readonly overrideReason: string | null;
}

/** Plans a person, taking over what they already worked on this shift. */
export function appoint(state: ShiftState, appointment: Appointment, event: DomainEvent): ShiftState {
  const planned: ShiftState = {
    ...state,
    status: appointment.status,
    statusReason: null,
    assigneeId: appointment.memberId,
    assignedBy: event.actorId,
    candidates: [...appointment.candidates],
    overrideReason: appointment.overrideReason,
    onMyWayAt: null,
    pencil: null,
  };
  const attendance = unplannedOf(state, appointment.memberId);
  if (attendance === undefined) return planned;
  return {
    ...planned,
    status: attendance.checkedOutAt === null ? 'checked_in' : 'completed',
    checkIn: attendance,
    checkedOutAt: attendance.checkedOutAt,
    unplanned: state.unplanned.filter((other) => other !== attendance),
  };
}

/** The planned person arrived; of two records of one arrival the earlier stands. */
export function arrive(state: ShiftState, attendance: Attendance): ShiftState {
  const first = state.checkIn;
  const checkIn = first === null ? attendance : mergeArrivals(first, attendance);
  return { ...state, status: state.status === 'completed' ? 'completed' : 'checked_in', statusReason: null, checkIn };
}

function mergeArrivals(first: Attendance, second: Attendance): Attendance {
  const earlier = second.at < first.at ? second : first;
  return { ...earlier, verified: first.verified || second.verified, checkedOutAt: first.checkedOutAt };
}

/** Keeps an arrival beside the plan; the same open visit recorded twice is one. */
export function arriveUnplanned(state: ShiftState, attendance: Attendance): ShiftState {
  const open = state.unplanned.findIndex((other) => other.memberId === attendance.memberId && other.checkedOutAt === null);
  const unplanned =
    open < 0
      ? [...state.unplanned, attendance]
      : state.unplanned.map((other, index) => (index === open ? mergeArrivals(other, attendance) : other));
  return { ...state, unplanned };
}

/** Closes the open visit of this person; a check-out without one is a visit of which only the end is known. */
export function leaveUnplanned(state: ShiftState, memberId: string, at: string, deviceId: string): ShiftState {
  const open = state.unplanned.findLastIndex((other) => other.memberId === memberId && other.checkedOutAt === null);
  if (open < 0) {
    const onlyEnd: Attendance = { memberId, at, method: 'manual', verified: false, deviceId, checkedOutAt: at };
    return { ...state, unplanned: [...state.unplanned, onlyEnd] };
  }
  return { ...state, unplanned: state.unplanned.map((other, index) => (index === open ? { ...other, checkedOutAt: at } : other)) };
}

/** The planned person left; an open break ends with the work. */
export function leave(state: ShiftState, at: string): ShiftState {
  return {
    ...state,
    status: 'completed',
    checkedOutAt: at,
    checkIn: state.checkIn === null ? null : { ...state.checkIn, checkedOutAt: at },
    breaks: state.breaks.map((pause) => (pause.end === null ? { ...pause, end: at } : pause)),
  };
}

export function startBreak(state: ShiftState, at: string): ShiftState {
  return state.breaks.some(({ end }) => end === null) ? state : { ...state, breaks: [...state.breaks, { start: at, end: null }] };
}

/** A break whose start was never heard is kept as an end without length. */
export function endBreak(state: ShiftState, at: string): ShiftState {
  const open = state.breaks.findLastIndex(({ end }) => end === null);
  if (open < 0) return { ...state, breaks: [...state.breaks, { start: at, end: at }] };
  return { ...state, breaks: state.breaks.map((pause, index) => (index === open ? { ...pause, end: at } : pause)) };
}

export interface Correction {
  readonly checkedInAt: string;
  readonly checkedOutAt: string;
}

/** Corrected times replace what the screens show; the records they replace stay in the history. */
export function correct(state: ShiftState, { checkedInAt, checkedOutAt }: Correction, event: DomainEvent): ShiftState {
  const memberId = state.checkIn?.memberId ?? state.assigneeId ?? event.actorId;
  const base: Attendance = state.checkIn ?? {
    memberId,
    at: checkedInAt,
    method: 'manual',
    verified: false,
    deviceId: event.deviceId,
    checkedOutAt,
  };
  return { ...state, checkIn: { ...base, at: checkedInAt, checkedOutAt }, checkedOutAt };
}
