import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { BOOKING_CODES } from './codes.ts';
import { BOOKING_MOVES, BOOKING_TRANSITIONS, moveOf, REPORT_TRANSITIONS } from './transitions.ts';

test('every status answers every move as domain.md 2.1 says', () => {
  expect(
    cellsThatDiffer(
      BOOKING_MOVES,
      `
    status            draft               pending_approval    reapproval          changes_requested   approved            rejected
    none              -not-found          -not-found          -not-found          -not-found          -not-found          -not-found
    draft             noop                →pending_approval   noop                -not-submitted      -not-submitted      -not-submitted
    pending_approval  →draft              noop                noop                →changes_requested  →approved           →rejected
    changes_requested →draft              →pending_approval   noop                noop                -not-submitted      -not-submitted
    approved          -already-approved   noop                →pending_approval   -already-approved   noop                -already-approved
    in_progress       -already-started    -already-started    -already-started    -already-started    -already-started    -already-started
    completed         -already-completed  -already-completed  -already-completed  -already-completed  -already-completed  -already-completed
    closed            -closed             -closed             -closed             -closed             -closed             -closed
    rejected          -rejected           -rejected           -rejected           -rejected           -rejected           noop
    cancelled         -cancelled          -cancelled          -cancelled          -cancelled          -cancelled          -cancelled
    `,
      ['draft', 'pending_approval', 'reapproval', 'changes_requested', 'approved', 'rejected'],
    ),
  ).toEqual([]);
  expect(
    cellsThatDiffer(
      BOOKING_MOVES,
      `
    status            in_progress          completed             aborted               closed          reopened     cancelled           work_recorded
    none              -not-found           -not-found            -not-found            -not-found      -not-found   -not-found          -not-found
    draft             +started-unapproved  +finished-unapproved  +finished-unapproved  -not-completed  -not-closed  →cancelled          -not-cancelled
    pending_approval  +started-unapproved  +finished-unapproved  +finished-unapproved  -not-completed  -not-closed  →cancelled          -not-cancelled
    changes_requested +started-unapproved  +finished-unapproved  +finished-unapproved  -not-completed  -not-closed  →cancelled          -not-cancelled
    approved          →in_progress         →completed            →completed            -not-completed  -not-closed  →cancelled          -not-cancelled
    in_progress       noop                 →completed            →completed            -not-completed  -not-closed  -already-started    -not-cancelled
    completed         stay                 noop                  noop                  →closed         noop         -already-completed  noop
    closed            +started-closed      noop                  noop                  noop            →completed   -closed             noop
    rejected          +started-unapproved  +finished-unapproved  +finished-unapproved  -rejected       -rejected    -rejected           -not-cancelled
    cancelled         +started-cancelled   +finished-cancelled   +finished-cancelled   -cancelled      -cancelled   noop                →completed
    `,
      ['in_progress', 'completed', 'aborted', 'closed', 'reopened', 'cancelled', 'work_recorded'],
    ),
  ).toEqual([]);
});

test('every status answers every other event', () => {
  expect(
    cellsThatDiffer(
      BOOKING_TRANSITIONS,
      `
    status            created     details_changed  material_edit       note_added  report_submitted      report_settled
    none              →draft      -not-found       -not-found          -not-found  +unknown              -not-found
    draft             -exists     stay             stay                stay        +report-before-start  -not-completed
    pending_approval  -exists     stay             stay                stay        +report-before-start  -not-completed
    changes_requested -exists     stay             stay                stay        +report-before-start  -not-completed
    approved          -exists     stay             →pending_approval   stay        +report-before-start  -not-completed
    in_progress       -exists     stay             -already-started    stay        stay                  -not-completed
    completed         -exists     stay             -already-completed  stay        stay                  stay
    closed            -exists     -closed          -closed             stay        +report-after-close   -closed
    rejected          -exists     -rejected        -rejected           stay        +report-on-rejected   -rejected
    cancelled         -exists     -cancelled       -cancelled          stay        +report-on-cancelled  -cancelled
    `,
    ),
  ).toEqual([]);
});

test('the report has its own small machine', () => {
  expect(
    cellsThatDiffer(
      REPORT_TRANSITIONS,
      `
    status     submitted                returned                 approved
    none       →submitted               -report-missing          -report-missing
    submitted  stay                     →returned                →approved
    returned   →submitted               noop                     -report-returned
    approved   +report-already-approved -report-already-approved noop
    `,
    ),
  ).toEqual([]);
});

test('every code of the tables has its sentence', () => {
  for (const code of [BOOKING_MOVES, BOOKING_TRANSITIONS, REPORT_TRANSITIONS].flatMap(codesOf))
    expect(BOOKING_CODES).toHaveProperty([code]);
});

test.each([
  [{ from: 'draft', to: 'pending_approval', reason: null }, 'pending_approval'],
  [{ from: 'approved', to: 'pending_approval', reason: null }, 'reapproval'],
  [{ from: 'in_progress', to: 'completed', reason: null }, 'completed'],
  [{ from: 'in_progress', to: 'completed', reason: 'storm' }, 'aborted'],
  [{ from: 'closed', to: 'completed', reason: 'wrong count' }, 'reopened'],
  [{ from: 'cancelled', to: 'completed', reason: 'work_recorded' }, 'work_recorded'],
  [{ from: 'cancelled', to: 'completed', reason: null }, 'completed'],
] as const)('a status change %o is the move %s', (data, move) => {
  expect(moveOf(data)).toBe(move);
});
