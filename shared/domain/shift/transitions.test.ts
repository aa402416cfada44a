import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { SHIFT_CODES } from './codes.ts';
import { SHIFT_TRANSITIONS } from './transitions.ts';

test('every shift status answers plans to be published, given and answered', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      created  published           assigned_offered     assigned_confirmed   accepted             declined
    none        →draft   -missing            -missing             -missing             -missing             -missing
    draft       -exists  →open               →offered             →confirmed           -not-published       -not-published
    open        -exists  noop                →offered             →confirmed           -not-offered         -not-offered
    offered     -exists  noop                -already-assigned    -already-assigned    →confirmed           →open
    confirmed   -exists  noop                -already-assigned    -already-assigned    noop                 -already-confirmed
    checked_in  -exists  noop                -already-checked-in  -already-checked-in  -already-checked-in  -already-checked-in
    completed   -exists  noop                -already-completed   -already-completed   -already-completed   -already-completed
    approved    -exists  noop                -time-locked         -time-locked         -time-locked         -time-locked
    no_show     -exists  noop                -no-show-recorded    -no-show-recorded    -no-show-recorded    -no-show-recorded
    cancelled   -exists  -already-cancelled  -already-cancelled   -already-cancelled   -already-cancelled   -already-cancelled
  `,
      ['created', 'published', 'assigned_offered', 'assigned_confirmed', 'accepted', 'declined'],
    ),
  ).toEqual([]);
});

test('every shift status answers plans to change or end', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      offer_expired        unassigned           reassigned           rescheduled          details_changed     cancelled
    none        -missing             -missing             -missing             -missing             -missing            -missing
    draft       noop                 noop                 -not-assigned        stay                 stay                →cancelled
    open        noop                 noop                 -not-assigned        stay                 stay                →cancelled
    offered     →open                →open                stay                 stay                 stay                →cancelled
    confirmed   noop                 →open                stay                 stay                 stay                →cancelled
    checked_in  -already-checked-in  -already-checked-in  -already-checked-in  -already-checked-in  stay                -already-checked-in
    completed   -already-completed   -already-completed   -already-completed   -already-completed   -already-completed  -already-completed
    approved    -time-locked         -time-locked         -time-locked         -time-locked         -time-locked        -time-locked
    no_show     -no-show-recorded    -no-show-recorded    -no-show-recorded    -no-show-recorded    -no-show-recorded   -no-show-recorded
    cancelled   noop                 noop                 -already-cancelled   -already-cancelled   -already-cancelled  noop
  `,
      ['offer_expired', 'unassigned', 'reassigned', 'rescheduled', 'details_changed', 'cancelled'],
    ),
  ).toEqual([]);
});

test('every shift status answers drafting and a reason written later', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      pencilled            exception_recorded
    none        -missing             -missing
    draft       stay                 -not-assigned
    open        -already-published   -not-assigned
    offered     -already-published   stay
    confirmed   -already-published   stay
    checked_in  -already-checked-in  -already-checked-in
    completed   -already-completed   -already-completed
    approved    -time-locked         -time-locked
    no_show     -no-show-recorded    -no-show-recorded
    cancelled   -already-cancelled   -already-cancelled
  `,
      ['pencilled', 'exception_recorded'],
    ),
  ).toEqual([]);
});

test('every shift status answers work on site', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      travel_started     checked_in                   checked_out                    break_started     break_ended
    none        +unknown           +unknown                     +unknown                       +unknown          +unknown
    draft       +travel-unplanned  +checked-in-when-draft       +checked-out-without-check-in  +break-unplanned  +break-unplanned
    open        +travel-unplanned  +checked-in-when-open        +checked-out-without-check-in  +break-unplanned  +break-unplanned
    offered     +travel-unplanned  +checked-in-when-offered     +checked-out-without-check-in  +break-unplanned  +break-unplanned
    confirmed   stay               →checked_in                  +checked-out-without-check-in  +break-unplanned  +break-unplanned
    checked_in  stay               stay                         →completed                     stay              stay
    completed   stay               +checked-in-after-check-out  +checked-out-again             stay              stay
    approved    stay               +checked-in-after-check-out  +checked-out-again             +break-unplanned  +break-unplanned
    no_show     stay               →checked_in                  +checked-out-without-check-in  +break-unplanned  +break-unplanned
    cancelled   +travel-unplanned  +checked-in-when-cancelled   +checked-out-when-cancelled    +break-unplanned  +break-unplanned
  `,
      ['travel_started', 'checked_in', 'checked_out', 'break_started', 'break_ended'],
    ),
  ).toEqual([]);
});

test('every shift status answers absence', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      unplanned_attendance_recorded  absence_reported         no_show_recorded     no_show_withdrawn
    none        +unknown                       +unknown                 -missing             -missing
    draft       stay                           +absence-by-other        -not-assigned        -no-show-not-recorded
    open        stay                           +absence-by-other        -not-assigned        -no-show-not-recorded
    offered     stay                           →open                    -not-accepted        -no-show-not-recorded
    confirmed   stay                           →open                    →no_show             noop
    checked_in  stay                           +absence-after-check-in  -already-checked-in  noop
    completed   stay                           +absence-after-check-in  -already-completed   noop
    approved    stay                           +absence-after-check-in  -time-locked         noop
    no_show     stay                           stay                     noop                 →confirmed
    cancelled   stay                           +absence-when-cancelled  -already-cancelled   -already-cancelled
  `,
      ['unplanned_attendance_recorded', 'absence_reported', 'no_show_recorded', 'no_show_withdrawn'],
    ),
  ).toEqual([]);
});

test('every shift status answers time and its approval', () => {
  expect(
    cellsThatDiffer(
      SHIFT_TRANSITIONS,
      `
    status      time_corrected      time_approved       time_unlocked
    none        -missing            -missing            -missing
    draft       -not-completed      -not-completed      -time-not-locked
    open        -not-completed      -not-completed      -time-not-locked
    offered     -not-completed      -not-completed      -time-not-locked
    confirmed   -not-completed      -not-completed      -time-not-locked
    checked_in  -not-completed      -not-completed      -time-not-locked
    completed   stay                →approved           -time-not-locked
    approved    -time-locked        noop                →completed
    no_show     -not-checked-in     -not-completed      -time-not-locked
    cancelled   -already-cancelled  -already-cancelled  -already-cancelled
  `,
      ['time_corrected', 'time_approved', 'time_unlocked'],
    ),
  ).toEqual([]);
});

test('every answer of a shift has its sentence', () => {
  expect(codesOf(SHIFT_TRANSITIONS).filter((code) => !(code in SHIFT_CODES))).toEqual([]);
});

test('no fact about a shift is ever refused', () => {
  const facts = [
    'travel_started',
    'checked_in',
    'checked_out',
    'break_started',
    'break_ended',
    'unplanned_attendance_recorded',
    'absence_reported',
  ] as const;
  const refused = Object.values(SHIFT_TRANSITIONS).flatMap((row) => facts.filter((fact) => row[fact].kind === 'illegal'));
  expect(refused).toEqual([]);
});
