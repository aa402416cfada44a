import { expect, test } from 'vitest';
import { aBooking, aMember, aShift, PERIOD } from '../testing/fixtures.ts';
import { actorOf, SITE_ID, testId } from '../testing/memory-reader.ts';
import { anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { SHIFT_CODES } from './codes.ts';
import { shiftStateSchema, type ShiftState } from './schema.ts';

const SHIFT = testId('shift');
const ANA = testId('member');
const BO = testId('Bo');
const ana = actorOf('staff', 'member');
const bo = actorOf('staff', 'Bo');
const lead = actorOf('site_lead', 'lead');

function stage(over: Partial<ShiftState> = {}): Stage {
  return new Stage()
    .put('organization', anOrganization())
    .put('booking', aBooking({ status: 'approved' }))
    .put('member', aMember({ hasLogin: false }), aMember({ id: BO, name: 'Bo', hasLogin: false }))
    .put('shift', aShift(over));
}
const shiftOf = (on: Stage): ShiftState => shiftStateSchema.parse(on.state('shift', SHIFT));
const codeOf = (result: ReturnType<Stage['run']>): string => (result.ok ? 'accepted' : result.error.code);
const create = (over: Record<string, unknown> = {}) => ({
  shiftId: testId('new'),
  bookingId: null,
  needId: null,
  locationId: null,
  siteId: SITE_ID,
  role: 'Demonstrator',
  skills: [],
  period: PERIOD,
  assigneeId: null,
  overrideReason: null,
  notes: '',
  ...over,
});

test('a shift is drawn as a draft, with a person it is confirmed at once when the organization says so', () => {
  const on = stage({ status: 'cancelled' });
  expect(codeOf(on.run('shift.create', create()))).toBe('accepted');
  expect(on.state('shift', testId('new'))).toMatchObject({ status: 'draft', assigneeId: null, travelMinutes: 30 });
  expect(codeOf(on.run('shift.create', create({ shiftId: testId('with Bo'), assigneeId: BO })))).toBe('accepted');
  expect(on.state('shift', testId('with Bo'))).toMatchObject({ status: 'confirmed', assigneeId: BO, assignedBy: testId('manager') });
  on.put('organization', anOrganization({ autoAcceptAssignments: false }));
  expect(codeOf(on.run('shift.create', create({ shiftId: testId('offer'), assigneeId: ANA })))).toBe('accepted');
  expect(on.state('shift', testId('offer')).status).toBe('offered');
});

test('nobody is planned twice at one time, whatever reason is written', () => {
  const on = stage();
  const result = on.run('shift.create', create({ assigneeId: ANA, overrideReason: 'She can do both' }));
  expect(result).toMatchObject({ ok: false, error: { kind: 'clash', code: 'shift.person-busy', field: 'memberId' } });
  expect(on.workspace.get('shift', testId('new'))).toBeUndefined();
});

test('what a person lacks is overridden only in writing, and the reason stays with the shift', () => {
  const on = stage({ status: 'open', assigneeId: null, skills: ['Forklift'] });
  const assign = (overrideReason: string | null) => on.run('shift.assign', { shiftId: SHIFT, memberId: ANA, overrideReason });
  expect(assign(null)).toMatchObject({ ok: false, error: { code: 'shift.skill-missing', field: 'overrideReason' } });
  expect(codeOf(assign('Trained on site today'))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: ANA, overrideReason: 'Trained on site today' });
});

test('only planners plan, and a staff member may not plan themselves in', () => {
  const on = stage({ status: 'open', assigneeId: null });
  expect(codeOf(on.run('shift.assign', { shiftId: SHIFT, memberId: ANA, overrideReason: null }, ana))).toBe('authority.not-allowed');
});

test('an offer is answered by the person it was made to', () => {
  const on = stage({ status: 'offered' });
  expect(codeOf(on.run('shift.accept', { shiftId: SHIFT }, bo))).toBe('shift.not-yours');
  expect(codeOf(on.run('shift.accept', { shiftId: SHIFT }, ana))).toBe('accepted');
  expect(shiftOf(on).status).toBe('confirmed');
  const declined = stage({ status: 'offered' });
  expect(codeOf(declined.run('shift.decline', { shiftId: SHIFT, reason: '  ' }, ana))).toBe('command.invalid-input');
  expect(codeOf(declined.run('shift.decline', { shiftId: SHIFT, reason: 'Exam' }, ana))).toBe('accepted');
  // policy 14: the next best person is asked, and never again who said no
  expect(shiftOf(declined)).toMatchObject({ status: 'confirmed', assigneeId: BO, turnedDown: [ANA] });
});

test('reassigning a confirmed shift keeps it confirmed for the new person', () => {
  const on = stage();
  expect(codeOf(on.run('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: BO });
});

test('of two managers who reassign at once the first stays', () => {
  const on = stage().put('member', aMember({ id: testId('Cy'), name: 'Cy' }));
  const first = on.decide('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  const second = on.decide('shift.reassign', { shiftId: SHIFT, memberId: testId('Cy'), overrideReason: null });
  if (!first.ok || !second.ok) throw new Error('both were possible');
  expect(on.submit(first.value).outcome).toBe('accepted');
  expect(on.submit(second.value)).toMatchObject({ outcome: 'rejected', reason: { code: 'shift.reassigned-meanwhile' } });
  expect(shiftOf(on).assigneeId).toBe(BO);
});

test('taking somebody out who was replaced meanwhile does not take out the new person', () => {
  const on = stage();
  const late = on.decide('shift.unassign', { shiftId: SHIFT, reason: null });
  if (!late.ok) throw new Error('was possible');
  on.run('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  expect(on.submit(late.value).reason?.code).toBe('shift.reassigned-meanwhile');
  expect(shiftOf(on).assigneeId).toBe(BO);
});

test('a person suspended meanwhile is not planned by a late arrival', () => {
  const on = stage({ status: 'open', assigneeId: null });
  const late = on.decide('shift.assign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  if (!late.ok) throw new Error('was possible');
  on.put('member', aMember({ id: BO, name: 'Bo', status: 'suspended' }));
  expect(on.submit(late.value)).toMatchObject({ outcome: 'rejected', reason: { code: 'shift.person-inactive' } });
});

test('moving a shift onto other work of its person is refused, moving it elsewhere is not', () => {
  const on = stage().put('shift', aShift({ id: testId('evening'), period: berlin('2026-06-10T20:00', 3) }));
  const move = (startLocal: string) => on.run('shift.reschedule', { shiftId: SHIFT, period: berlin(startLocal, 8) });
  expect(move('2026-06-10T14:00')).toMatchObject({ ok: false, error: { code: 'shift.person-busy', field: 'period' } });
  expect(codeOf(move('2026-06-10T09:00'))).toBe('accepted');
  expect(shiftOf(on).period.startLocal).toBe('2026-06-10T09:00');
  expect(codeOf(move('2026-06-10T09:00'))).toBe('shift.unchanged');
});

test('a day on site: on the way, in, a pause, out', () => {
  const on = stage();
  on.now = '2026-06-10T07:30:00.000Z';
  on.run('shift.start_travel', { shiftId: SHIFT }, ana);
  on.now = '2026-06-10T08:00:00.000Z';
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'site_code' }, ana);
  expect(shiftOf(on)).toMatchObject({
    status: 'checked_in',
    onMyWayAt: '2026-06-10T07:30:00.000Z',
    checkIn: { memberId: ANA, verified: true, at: on.now },
  });
  on.now = '2026-06-10T12:00:00.000Z';
  on.run('shift.start_break', { shiftId: SHIFT }, ana);
  on.run('shift.start_break', { shiftId: SHIFT }, ana);
  expect(shiftOf(on).breaks).toEqual([{ start: on.now, end: null }]);
  on.now = '2026-06-10T16:00:00.000Z';
  on.run('shift.check_out', { shiftId: SHIFT }, ana);
  expect(shiftOf(on)).toMatchObject({
    status: 'completed',
    checkedOutAt: on.now,
    breaks: [{ start: '2026-06-10T12:00:00.000Z', end: on.now }],
    unplanned: [],
  });
});

test('a lead checks others in and so proves it; staff do not', () => {
  const on = stage();
  const input = { shiftId: SHIFT, memberId: ANA, method: 'lead' };
  expect(codeOf(on.run('shift.check_in', input, bo))).toBe('shift.check-in-for-other');
  expect(codeOf(on.run('shift.check_in', input, lead))).toBe('accepted');
  expect(shiftOf(on).checkIn).toMatchObject({ memberId: ANA, verified: true });
  const alone = stage({ assigneeId: lead.memberId });
  alone.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'lead' }, lead);
  expect(shiftOf(alone).checkIn?.verified).toBe(false);
});

test('work on a cancelled shift is kept beside the plan and closed by its own check-out', () => {
  const on = stage({ status: 'cancelled' });
  const checkIn = on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  if (!checkIn.ok) throw new Error('a check-in is never refused');
  expect(checkIn.value.outcome).toBe('accepted');
  expect(checkIn.value.entries[0]?.anomalies).toMatchObject([{ code: 'shift.checked-in-when-cancelled' }]);
  expect(checkIn.value.entries.map(({ event }) => event.type)).toContain('conflict.detected');
  on.now = '2026-06-10T16:00:00.000Z';
  on.run('shift.check_out', { shiftId: SHIFT }, ana);
  expect(shiftOf(on)).toMatchObject({ status: 'cancelled', checkIn: null, unplanned: [{ memberId: ANA, checkedOutAt: on.now }] });
});

test('a check-in on a shift that was given away counts as unplanned, and giving it back takes it over', () => {
  const on = stage();
  const offline = on.decide('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  on.run('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  if (!offline.ok) throw new Error('a check-in is never refused');
  expect(on.submit(offline.value, ana).entries[0]?.anomalies[0]?.code).toBe('shift.checked-in-by-other');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: BO, checkIn: null, unplanned: [{ memberId: ANA }] });
  expect(codeOf(on.run('shift.reassign', { shiftId: SHIFT, memberId: ANA, overrideReason: 'worked the shift' }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'checked_in', assigneeId: ANA, checkIn: { memberId: ANA }, unplanned: [] });
});

test('somebody else’s check-out does not end the work of the planned person', () => {
  const on = stage();
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, bo);
  expect(shiftOf(on).unplanned).toMatchObject([{ memberId: BO, checkedOutAt: null }]);
  on.run('shift.check_out', { shiftId: SHIFT }, bo);
  expect(shiftOf(on)).toMatchObject({ status: 'checked_in', checkedOutAt: null });
  expect(shiftOf(on).unplanned[0]?.checkedOutAt).not.toBeNull();
});

test('a lead checks out whoever came unplanned, by name; colleagues do not', () => {
  const on = stage();
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  on.run('shift.check_in', { shiftId: SHIFT, memberId: BO, method: 'lead' }, lead);
  on.now = '2026-06-10T16:00:00.000Z';
  expect(codeOf(on.run('shift.check_out', { shiftId: SHIFT, memberId: BO }, ana))).toBe('shift.check-in-for-other');
  expect(codeOf(on.run('shift.check_out', { shiftId: SHIFT, memberId: BO }, lead))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'checked_in', checkedOutAt: null, unplanned: [{ memberId: BO, checkedOutAt: on.now }] });
});

test('one arrival recorded on two devices is the earlier one', () => {
  const on = stage();
  const at = (now: string) => {
    on.now = now;
    return on.decide('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  };
  const tablet = at('2026-06-10T07:58:00.000Z');
  const desktop = at('2026-06-10T08:01:00.000Z');
  if (!tablet.ok || !desktop.ok) throw new Error('a check-in is never refused');
  expect(on.submit(desktop.value, ana).entries[0]?.anomalies).toEqual([]);
  expect(on.submit(tablet.value, ana).entries[0]?.anomalies).toEqual([]);
  expect(shiftOf(on)).toMatchObject({ status: 'checked_in', checkIn: { at: '2026-06-10T07:58:00.000Z' }, unplanned: [] });
});

test('a late check-in takes a no-show back', () => {
  const on = stage();
  expect(codeOf(on.run('shift.record_no_show', { shiftId: SHIFT }, lead))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'no_show', assigneeId: ANA });
  on.run('shift.check_in', { shiftId: SHIFT, memberId: null, method: 'manual' }, ana);
  expect(shiftOf(on).status).toBe('checked_in');
});

test('an absence opens the shift again, but only for the person who is absent', () => {
  const on = stage();
  const late = on.decide('shift.report_absence', { shiftId: SHIFT, reason: 'Fever' }, ana);
  on.run('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  if (!late.ok) throw new Error('a fact');
  on.submit(late.value, ana);
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: BO });
  on.run('shift.report_absence', { shiftId: SHIFT, reason: 'Fever' }, bo);
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: ANA, turnedDown: [BO] });
  on.run('shift.report_absence', { shiftId: SHIFT, reason: 'Caught it too' }, ana);
  expect(shiftOf(on).turnedDown).toEqual([BO, ANA]);
});

test('approved time is locked until an administrator opens it in writing', () => {
  const on = stage({
    status: 'completed',
    checkIn: { memberId: ANA, at: PERIOD.start, method: 'manual', verified: false, deviceId: testId('d'), checkedOutAt: PERIOD.end },
    checkedOutAt: PERIOD.end,
  });
  const correct = (actor = ana) =>
    on.run(
      'shift.correct_time',
      { shiftId: SHIFT, checkedInAt: '2026-06-10T08:15:00.000Z', checkedOutAt: PERIOD.end, reason: 'Train' },
      actor,
    );
  expect(codeOf(correct(bo))).toBe('shift.not-yours');
  expect(codeOf(correct())).toBe('accepted');
  expect(shiftOf(on).checkIn?.at).toBe('2026-06-10T08:15:00.000Z');
  on.run('shift.approve_time', { shiftId: SHIFT });
  expect(codeOf(correct())).toBe('shift.time-locked');
  expect(codeOf(on.run('shift.unlock_time', { shiftId: SHIFT, reason: 'Wrong day' }))).toBe('authority.not-allowed');
  expect(codeOf(on.run('shift.unlock_time', { shiftId: SHIFT, reason: 'Wrong day' }, actorOf('admin')))).toBe('accepted');
  expect(shiftOf(on).status).toBe('completed');
  const reversed = { shiftId: SHIFT, checkedInAt: PERIOD.end, checkedOutAt: PERIOD.start, reason: 'x' };
  expect(on.run('shift.correct_time', reversed, ana)).toMatchObject({
    ok: false,
    error: { code: 'shift.times-reversed', field: 'checkedOutAt' },
  });
});

test('a check-in on a shift nobody knows is kept on a stand-in', () => {
  const on = new Stage().put('member', aMember());
  const draft = {
    type: 'shift.checked_in',
    aggregateType: 'shift',
    aggregateId: SHIFT,
    data: { memberId: ANA, method: 'manual', at: PERIOD.start, verified: false },
  } as const;
  expect(on.submit([draft], ana).outcome).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'cancelled', unplanned: [{ memberId: ANA }] });
});

test('commands on a shift that is not here say so', () => {
  for (const [command, input] of [
    ['shift.publish', {}],
    ['shift.cancel', { reason: 'x' }],
    ['shift.check_out', {}],
    ['shift.edit', { changes: { notes: 'x' } }],
  ] as const) {
    expect(new Stage().decide(command, { shiftId: SHIFT, ...input })).toMatchObject({
      ok: false,
      error: { kind: 'not-found', code: 'shift.missing' },
    });
  }
});

test('every sentence is one, and names its parameters', () => {
  for (const [code, sentence] of Object.entries(SHIFT_CODES)) expect(`${code}: ${sentence}`).toMatch(/^shift\.[a-z-]+: .+\.$/);
});
