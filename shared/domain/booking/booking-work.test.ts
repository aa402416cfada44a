import { describe, expect, test } from 'vitest';
import { APPROVED_REPORT, booking, bookingId, code, lead, manager, staff, worldWith } from '../testing/booking-world.ts';
import { anAllocation, aShift, PERIOD } from '../testing/fixtures.ts';
import { actorOf, given, testId, World } from '../testing/memory-reader.ts';
import { bookingAggregate } from './aggregate.ts';

describe('the day itself', () => {
  test('start and finish keep the actual window', () => {
    const world = worldWith({ status: 'approved' });
    world.now = '2026-06-10T08:12:00.000Z';
    expect(code(world.run('booking.start', { bookingId }, staff))).toBe('accepted');
    world.now = '2026-06-10T15:40:00.000Z';
    expect(code(world.run('booking.finish', { bookingId }, staff))).toBe('authority.not-allowed');
    expect(code(world.run('booking.finish', { bookingId }, lead))).toBe('accepted');
    expect(booking(world)).toMatchObject({
      status: 'completed',
      outcome: null,
      actualStart: '2026-06-10T08:12:00.000Z',
      actualEnd: '2026-06-10T15:40:00.000Z',
      period: PERIOD,
    });
  });

  test('late word of an earlier start corrects the actual start of a finished booking', () => {
    const world = worldWith({ status: 'completed', actualStart: PERIOD.end, actualEnd: PERIOD.end });
    world.now = PERIOD.start;
    const data = { from: 'approved', to: 'in_progress', reason: null };
    world.submit([{ type: 'booking.status_changed', aggregateType: 'booking', aggregateId: bookingId, data }], staff);
    expect(booking(world)).toMatchObject({ status: 'completed', actualStart: PERIOD.start });
  });

  test('stopping early completes it as aborted, with the reason', () => {
    const world = worldWith({ status: 'in_progress' });
    expect(code(world.run('booking.abort', { bookingId, reason: 'Storm' }, lead))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'completed', outcome: 'aborted', statusReason: 'Storm' });
  });

  test('a running booking is stopped, not cancelled', () => {
    expect(code(worldWith({ status: 'in_progress' }).run('booking.cancel', { bookingId, reason: 'No' }, manager))).toBe(
      'booking.already-started',
    );
  });

  test('a person who sees that a booking is not approved cannot start it', () => {
    expect(code(worldWith({}).run('booking.start', { bookingId }, lead))).toBe('booking.started-unapproved');
  });

  test('work on a cancelled booking completes it, by the policy alone', () => {
    const world = worldWith({ status: 'cancelled', statusReason: 'Budget' });
    expect(code(world.run('booking.record_work', { bookingId }, manager))).toBe('authority.not-allowed');
    expect(code(world.run('booking.record_work', { bookingId }, actorOf('policy')))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'completed', workAfterCancel: true, statusReason: 'work_recorded', outcome: null });
  });
});

describe('the report', () => {
  const report = { bookingId, summary: 'Busy', visitors: 120, samplesGiven: 300, issues: '' };

  test('is submitted, sent back, submitted again and approved', () => {
    const world = worldWith({ status: 'completed' });
    expect(code(world.run('booking.approve_report', { bookingId }, manager))).toBe('booking.report-missing');
    expect(code(world.run('booking.submit_report', report, lead))).toBe('accepted');
    expect(code(world.run('booking.return_report', { bookingId, reason: 'Photos?' }, manager))).toBe('accepted');
    expect(booking(world).report).toMatchObject({ status: 'returned', returnReason: 'Photos?' });
    expect(code(world.run('booking.approve_report', { bookingId }, manager))).toBe('booking.report-returned');
    expect(code(world.run('booking.submit_report', { ...report, visitors: 130 }, lead))).toBe('accepted');
    expect(code(world.run('booking.approve_report', { bookingId }, manager))).toBe('accepted');
    expect(booking(world).report).toMatchObject({ status: 'approved', visitors: 130, returnReason: null, submittedBy: lead.memberId });
  });

  test.each([
    ['cancelled', 'booking.report-on-cancelled'],
    ['closed', 'booking.report-after-close'],
    ['rejected', 'booking.report-on-rejected'],
    ['approved', 'booking.report-before-start'],
  ] as const)('is kept and flagged on a booking that is %s', (status, flag) => {
    const world = worldWith({ status });
    const ran = world.run('booking.submit_report', report, lead);
    expect(ran.ok && ran.verdicts[0]?.anomalies.map((anomaly) => anomaly.code)).toEqual([flag]);
    expect(booking(world)).toMatchObject({ status, report: { visitors: 120 } });
  });

  test('that comes after an approved one leaves the approved one standing', () => {
    const world = worldWith({ status: 'completed', report: APPROVED_REPORT });
    const ran = world.run('booking.submit_report', report, lead);
    expect(ran.ok && ran.verdicts[0]?.anomalies[0]?.code).toBe('booking.report-already-approved');
    expect(booking(world).report).toEqual(APPROVED_REPORT);
  });

  test('for a booking nobody knows is kept where a person can read it', () => {
    const world = new World([bookingAggregate]);
    const { bookingId: id, ...data } = report;
    const ran = world.submit([{ type: 'booking.report_submitted', aggregateType: 'booking', aggregateId: id, data }], lead);
    expect(ran.ok && ran.verdicts[0]?.anomalies[0]?.code).toBe('booking.unknown');
    expect(booking(world)).toMatchObject({ title: 'Unknown booking', report: { summary: 'Busy' } });
  });
});

describe('closing', () => {
  const done = { status: 'completed', report: APPROVED_REPORT } as const;
  const about = `booking:${bookingId}`;

  test.each([
    ['no report', { ...done, report: null }, [], 'booking.report-not-approved'],
    ['a kit still there', done, [given('allocation', anAllocation({ status: 'delivered' }), about)], 'booking.kits-out'],
    ['a kit on its way back', done, [given('allocation', anAllocation({ status: 'returning' }), about)], 'booking.kits-out'],
    ['somebody checked in', done, [given('shift', aShift({ status: 'checked_in' }), about)], 'booking.shifts-running'],
    [
      'everything back',
      done,
      [
        given('allocation', anAllocation({ status: 'returned' }), about),
        given('allocation', anAllocation({ id: testId('second'), status: 'released' }), about),
        given('allocation', anAllocation({ id: testId('third'), status: 'lost' }), about),
        given('shift', aShift({ status: 'completed' }), about),
      ],
      'accepted',
    ],
  ] as const)('with %s', (_name, over, others, expected) => {
    const world = worldWith(over, ...others);
    expect(code(world.run('booking.close', { bookingId }, manager))).toBe(expected);
    expect(booking(world).status).toBe(expected === 'accepted' ? 'closed' : 'completed');
  });

  test('only an admin re-opens, and says why', () => {
    const world = worldWith({ ...done, status: 'closed' });
    expect(code(world.run('booking.reopen', { bookingId, reason: 'Hours wrong' }, manager))).toBe('authority.not-allowed');
    expect(code(world.run('booking.reopen', { bookingId, reason: 'Hours wrong' }, actorOf('admin')))).toBe('accepted');
    expect(booking(world)).toMatchObject({ status: 'completed', outcome: null, statusReason: 'Hours wrong' });
  });
});

test('a note added twice is there once', () => {
  const world = worldWith({ status: 'cancelled' });
  const note = { bookingId, noteId: testId('note'), text: 'Keys at the desk' };
  world.run('booking.add_note', note, staff);
  world.run('booking.add_note', note, staff);
  expect(booking(world).noteLog).toEqual([
    { id: testId('note'), text: 'Keys at the desk', authorId: staff.memberId, writtenAt: world.now },
  ]);
});

test('a command on a booking that is not here says so', () => {
  const world = new World([bookingAggregate]);
  for (const name of ['submit', 'approve', 'start', 'close', 'withdraw']) {
    expect(code(world.run(`booking.${name}`, { bookingId }, actorOf('owner')))).toBe('booking.not-found');
  }
  expect(code(world.run('booking.add_note', { bookingId, noteId: testId('note'), text: 'x' }, manager))).toBe('booking.not-found');
});
