import { expect, test } from 'vitest';
import type { ShiftState } from '../shift/schema.ts';
import { aBooking, aLocation, aMember, aShift, PERIOD } from '../testing/fixtures.ts';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { NOTIFICATION_CODES } from './codes.ts';
import { notificationStateSchema, type NotificationState } from './schema.ts';

const SHIFT = testId('shift');
const manager = actorOf('manager');
const ana = actorOf('staff', 'member');
const person = (name: string, over = {}) => aMember({ id: testId(name), name, ...over });

function stage(over: Partial<ShiftState> = {}): Stage {
  return new Stage()
    .put('organization', anOrganization())
    .put('location', aLocation())
    .put('booking', aBooking({ status: 'approved', createdBy: testId('client'), submittedBy: testId('client') }))
    .put('member', person('member'), person('Bo'), person('manager', { role: 'manager' }), person('client', { role: 'client' }))
    .put('shift', aShift(over));
}
const inbox = (on: Stage, name: string): readonly NotificationState[] => on.all('notification', `member:${testId(name)}`);
const codes = (on: Stage, name: string): readonly string[] =>
  inbox(on, name)
    .map((state) => notificationStateSchema.parse(state).code.replace('notification.', ''))
    .toSorted();

test('whoever is planned, replaced, moved or freed hears of it', () => {
  const on = stage({ status: 'open', assigneeId: null });
  on.run('shift.assign', { shiftId: SHIFT, memberId: ana.memberId, overrideReason: null });
  expect(inbox(on, 'member')).toMatchObject([
    {
      code: 'notification.shift-assigned',
      params: { role: 'Demonstrator', what: 'Harbour hall', when: '2026-06-10 10:00' },
      about: { type: 'shift', id: SHIFT },
      severity: 'info',
      readAt: null,
    },
  ]);
  on.run('shift.reschedule', { shiftId: SHIFT, period: berlin('2026-06-10T11:00', 8) });
  on.run('shift.reassign', { shiftId: SHIFT, memberId: testId('Bo'), overrideReason: null });
  expect(codes(on, 'member')).toEqual(['shift-assigned', 'shift-rescheduled', 'shift-unassigned']);
  on.run('shift.unassign', { shiftId: SHIFT, reason: null });
  expect(codes(on, 'Bo')).toEqual(['shift-assigned', 'shift-unassigned']);
  expect(inbox(on, 'manager')).toEqual([]);
});

test('a cancelled shift reaches its person, an offer asks', () => {
  const on = stage();
  on.run('shift.cancel', { shiftId: SHIFT, reason: 'Rain' });
  expect(codes(on, 'member')).toEqual(['shift-cancelled']);
  const offers = stage({ status: 'open', assigneeId: null }).put('organization', anOrganization({ autoAcceptAssignments: false }));
  offers.run('shift.assign', { shiftId: SHIFT, memberId: ana.memberId, overrideReason: null });
  expect(codes(offers, 'member')).toEqual(['shift-offered']);
});

test('planners hear who declined, is ill or has not come, by name', () => {
  const declined = stage({ status: 'offered' });
  declined.run('shift.decline', { shiftId: SHIFT, reason: 'Exam' }, ana);
  expect(inbox(declined, 'manager')).toMatchObject([{ code: 'notification.shift-declined', params: { person: 'member' } }]);
  const ill = stage();
  ill.run('shift.report_absence', { shiftId: SHIFT, reason: 'Fever' }, ana);
  expect(inbox(ill, 'manager')).toMatchObject([
    { code: 'notification.shift-absence', params: { person: 'member' }, severity: 'attention' },
  ]);
  const missed = stage();
  missed.run('shift.record_no_show', { shiftId: SHIFT }, actorOf('site_lead', 'lead'));
  expect(inbox(missed, 'manager')).toMatchObject([{ code: 'notification.shift-no-show', params: { person: 'member' } }]);
});

test('nobody is told what they did themselves, and nobody who cannot read it', () => {
  const on = stage({ status: 'open', assigneeId: null }).put(
    'member',
    person('Bo', { hasLogin: false }),
    person('manager', { role: 'manager' }),
  );
  on.run('shift.assign', { shiftId: SHIFT, memberId: testId('Bo'), overrideReason: null });
  expect(inbox(on, 'Bo')).toEqual([]);
  const self = stage({ status: 'open', assigneeId: null });
  self.run('shift.assign', { shiftId: SHIFT, memberId: manager.memberId, overrideReason: null });
  expect(inbox(self, 'manager')).toEqual([]);
});

test.each([
  ['booking.approve', {}, 'booking-approved', 'info'],
  ['booking.return', { reason: 'Which hall?' }, 'booking-changes-requested', 'attention'],
  ['booking.reject', { reason: 'No staff' }, 'booking-rejected', 'attention'],
  ['booking.cancel', { reason: 'Storm' }, 'booking-cancelled', 'attention'],
] as const)('the answer %s reaches whoever asked, once', (command, input, code, severity) => {
  const on = stage({ status: 'cancelled' });
  on.put('booking', { ...on.state('booking', testId('booking')), status: 'pending_approval', staffNeeds: [], kitNeeds: [] });
  const result = on.run(command, { bookingId: testId('booking'), ...input });
  expect(result.ok).toBe(true);
  expect(inbox(on, 'client')).toMatchObject([
    { code: `notification.${code}`, severity, params: { what: 'Summer tasting', reference: 'B-7K2QX' } },
  ]);
  expect(inbox(on, 'client')[0]?.params['reason']).toBe('reason' in input ? input.reason : '');
});

test('a conflict reaches the planners and whose work it is about', () => {
  const on = stage({ status: 'cancelled' });
  on.now = PERIOD.start;
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  const [told] = inbox(on, 'manager').filter(({ code }) => code === 'notification.conflict');
  expect(told).toMatchObject({ about: { type: 'conflict' }, severity: 'attention' });
  expect(on.workspace.get('conflict', told?.about.id ?? '')).toBeDefined();
  expect(codes(on, 'member')).toEqual(['conflict']);
});

test('a message is read once, by the person it is for', () => {
  const on = stage({ status: 'open', assigneeId: null });
  on.run('shift.assign', { shiftId: SHIFT, memberId: ana.memberId, overrideReason: null });
  const id = inbox(on, 'member')[0]?.id ?? '';
  expect(on.run('notification.mark_read', { notificationId: id }, manager)).toMatchObject({
    ok: false,
    error: { code: 'notification.not-yours' },
  });
  on.now = '2026-06-01T09:00:00.000Z';
  expect(on.run('notification.mark_read', { notificationId: id }, ana).ok).toBe(true);
  on.now = '2026-06-01T10:00:00.000Z';
  expect(on.run('notification.mark_read', { notificationId: id }, ana)).toMatchObject({ value: { outcome: 'noop' } });
  expect(on.state('notification', id).readAt).toBe('2026-06-01T09:00:00.000Z');
});

test('only policies write messages', () => {
  const message = {
    notificationId: testId('n'),
    memberId: ana.memberId,
    code: 'x',
    params: {},
    about: { type: 'shift', id: SHIFT },
    severity: 'info',
  };
  expect(stage().run('notification.create', message, manager)).toMatchObject({ ok: false, error: { code: 'authority.not-allowed' } });
});

test('every sentence belongs to this noun', () => {
  for (const [code, sentence] of Object.entries(NOTIFICATION_CODES))
    expect(`${code}: ${sentence}`).toMatch(/^notification\.[a-z-]+: .+[.}]$/);
});
