import type { z } from 'zod';
import { defineEvent, type EventDefinition } from '../kernel/aggregate.ts';
import type { DomainEvent } from '../kernel/event.ts';
import type { Cell } from '../kernel/transitions.ts';
import { absenceCell, breakCell, cellFor, checkedInCell, checkedOutCell, travelCell } from './cells.ts';
import { arrive, arriveUnplanned, endBreak, leave, leaveUnplanned, standIn, startBreak, turnDown } from './evolve.ts';
import * as payload from './payloads.ts';
import { WORKERS } from './roles.ts';
import type { Attendance, ShiftState, ShiftStatus } from './schema.ts';

interface Fact<Data> {
  readonly data: z.ZodType<Data>;
  readonly cell: (state: ShiftState | undefined, data: Data) => Cell<ShiftStatus>;
  /** `isAttached` when it contradicts the plan: the status must not move. */
  readonly evolve: (state: ShiftState, data: Data, event: DomainEvent, isAttached: boolean) => ShiftState;
}

const fact = <Data>({ data, cell, evolve }: Fact<Data>): EventDefinition<ShiftState> =>
  defineEvent<ShiftState, Data>({
    version: 1,
    kind: 'fact',
    data,
    roles: WORKERS,
    cell,
    evolve: (state, value, event, attachedAs) => evolve(state ?? standIn(event), value, event, attachedAs !== null),
  });

const attendanceOf = (data: payload.CheckedIn, event: DomainEvent): Attendance => ({
  ...data,
  deviceId: event.deviceId,
  checkedOutAt: null,
});

/** What happened on site. Never refused: what the plan did not foresee lies beside it in `unplanned`. */
export const fieldEvents: Readonly<Record<string, EventDefinition<ShiftState>>> = {
  'shift.travel_started': fact<payload.MemberOnly>({
    data: payload.memberOnlySchema,
    cell: travelCell,
    evolve: (state, _data, event, isAttached) => (isAttached ? state : { ...state, onMyWayAt: state.onMyWayAt ?? event.occurredAt }),
  }),
  'shift.checked_in': fact<payload.CheckedIn>({
    data: payload.checkedInSchema,
    cell: checkedInCell,
    evolve: (state, data, event, isAttached) => (isAttached ? arriveUnplanned : arrive)(state, attendanceOf(data, event)),
  }),
  'shift.unplanned_attendance_recorded': fact<payload.CheckedIn>({
    data: payload.checkedInSchema,
    cell: (state) => cellFor(state, 'unplanned_attendance_recorded'),
    evolve: (state, data, event) => arriveUnplanned(state, attendanceOf(data, event)),
  }),
  'shift.break_started': fact<payload.CheckedOut>({
    data: payload.checkedOutSchema,
    cell: (state, data) => breakCell(state, data, 'break_started'),
    evolve: (state, { at }, _event, isAttached) => (isAttached ? state : startBreak(state, at)),
  }),
  'shift.break_ended': fact<payload.CheckedOut>({
    data: payload.checkedOutSchema,
    cell: (state, data) => breakCell(state, data, 'break_ended'),
    evolve: (state, { at }, _event, isAttached) => (isAttached ? state : endBreak(state, at)),
  }),
  'shift.checked_out': fact<payload.CheckedOut>({
    data: payload.checkedOutSchema,
    cell: checkedOutCell,
    evolve: (state, { memberId, at }, event, isAttached) =>
      isAttached ? leaveUnplanned(state, memberId, at, event.deviceId) : leave(state, at),
  }),
  'shift.absence_reported': fact<payload.Absence>({
    data: payload.absenceSchema,
    cell: absenceCell,
    evolve: (state, { reason, memberId }, _event, isAttached) =>
      isAttached ? state : state.status === 'no_show' ? { ...state, statusReason: reason } : turnDown(state, memberId, reason),
  }),
};
