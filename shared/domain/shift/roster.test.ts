import { expect, test } from 'vitest';
import { aBooking, aMember, aShift, PERIOD } from '../testing/fixtures.ts';
import { actorOf, SITE_ID, testId } from '../testing/memory-reader.ts';
import { anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { shiftStateSchema, type ShiftState } from './schema.ts';

const SHIFT = testId('shift');
const REST = testId('rest');
const ANA = testId('member');
const BO = testId('Bo');
/** 2026-06-10 is a Wednesday; the shift of the fixtures is 10:00 to 18:00 in Berlin. */
const THURSDAY = berlin('2026-06-11T10:00', 8);

function stage(over: Partial<ShiftState> = {}, settings: Parameters<typeof anOrganization>[0] = {}): Stage {
  return new Stage()
    .put('organization', anOrganization(settings))
    .put('booking', aBooking({ status: 'approved' }))
    .put('member', aMember({ hasLogin: false }), aMember({ id: BO, name: 'Bo', hasLogin: false }))
    .put('shift', aShift(over));
}
const shiftOf = (on: Stage, id = SHIFT): ShiftState => shiftStateSchema.parse(on.state('shift', id));
const codeOf = (result: ReturnType<Stage['run']>): string => (result.ok ? 'accepted' : result.error.code);
const typesOf = (result: ReturnType<Stage['decide']>): readonly string[] =>
  result.ok ? result.value.map(({ type }) => type) : [result.error.code];
const move = (over: Record<string, unknown> = {}) => ({ shiftId: SHIFT, period: PERIOD, memberId: ANA, overrideReason: null, ...over });
const draft = { status: 'draft', assigneeId: null } as const;

test('a move to another day and another person is one plan', () => {
  const on = stage();
  const input = move({ period: THURSDAY, memberId: BO });
  expect(typesOf(on.decide('shift.move', input))).toEqual(['shift.unassigned', 'shift.rescheduled', 'shift.assigned']);
  expect(codeOf(on.run('shift.move', input))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: BO, period: THURSDAY });
  expect(codeOf(on.run('shift.move', input))).toBe('shift.unchanged');
});

test('a move to another person keeps the answer they would have to give as it is', () => {
  const on = stage({ status: 'offered' });
  expect(typesOf(on.decide('shift.move', move({ memberId: BO })))).toEqual(['shift.reassigned']);
  on.run('shift.move', move({ memberId: BO }));
  expect(shiftOf(on)).toMatchObject({ status: 'offered', assigneeId: BO });
});

test('a shift moved to nobody is open, a draft moved to somebody stays a draft', () => {
  const on = stage();
  expect(codeOf(on.run('shift.move', move({ memberId: null })))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'open', assigneeId: null });
  const drafted = stage(draft);
  expect(codeOf(drafted.run('shift.move', move({ period: THURSDAY })))).toBe('accepted');
  expect(shiftOf(drafted)).toMatchObject({ status: 'draft', assigneeId: null, pencil: { memberId: ANA }, period: THURSDAY });
  expect(codeOf(drafted.run('shift.move', move({ period: THURSDAY, memberId: null })))).toBe('accepted');
  expect(shiftOf(drafted).pencil).toBeNull();
});

test('a move never puts a person in two places, whatever is written', () => {
  const on = stage().put('shift', aShift({ id: testId('other'), period: THURSDAY }));
  expect(on.run('shift.move', move({ period: THURSDAY, overrideReason: 'She can do both' }))).toMatchObject({
    ok: false,
    error: { kind: 'clash', code: 'shift.person-busy' },
  });
  expect(shiftOf(on).period).toEqual(PERIOD);
});

test('a longer day of the same person asks for a reason and keeps it', () => {
  const on = stage({}, { maxMinutesPerDay: 600 });
  const longer = move({ period: berlin('2026-06-10T10:00', 11) });
  expect(on.run('shift.move', longer)).toMatchObject({ ok: false, error: { code: 'shift.day-too-long', field: 'overrideReason' } });
  expect(codeOf(on.run('shift.move', { ...longer, overrideReason: 'Agreed with her' }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ assigneeId: ANA, overrideReason: 'Agreed with her', period: longer.period });
});

test('what already spoke against the person is not asked again for another time', () => {
  const on = stage({ skills: ['Forklift'], overrideReason: 'Trained on site' });
  expect(typesOf(on.decide('shift.move', move({ period: THURSDAY, overrideReason: 'Undone' })))).toEqual(['shift.rescheduled']);
  expect(codeOf(on.run('shift.move', move({ period: THURSDAY })))).toBe('accepted');
  expect(shiftOf(on).overrideReason).toBe('Trained on site');
  expect(codeOf(on.run('shift.move', move({ period: THURSDAY, memberId: BO })))).toBe('shift.skill-missing');
});

test('a reason that arrives after the person was replaced is refused with its move', () => {
  const on = stage({}, { maxMinutesPerDay: 600 });
  const late = on.decide('shift.move', move({ period: berlin('2026-06-10T10:00', 11), overrideReason: 'Agreed' }));
  if (!late.ok) throw new Error('was possible');
  on.run('shift.reassign', { shiftId: SHIFT, memberId: BO, overrideReason: null });
  expect(on.submit(late.value)).toMatchObject({ outcome: 'rejected', reason: { code: 'shift.reassigned-meanwhile' } });
  expect(shiftOf(on)).toMatchObject({ assigneeId: BO, period: PERIOD });
});

test('work that began is not moved', () => {
  expect(codeOf(stage({ status: 'checked_in' }).run('shift.move', move({ period: THURSDAY })))).toBe('shift.already-checked-in');
});

test('a draft for somebody takes nobody’s time and tells nobody until it is published', () => {
  const on = stage(draft);
  expect(codeOf(on.run('shift.pencil', { shiftId: SHIFT, memberId: BO, overrideReason: null }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'draft', assigneeId: null, pencil: { memberId: BO, overrideReason: null } });
  expect(on.all('notification', `member:${BO}`)).toEqual([]);
  const other = { shiftId: REST, bookingId: null, needId: null, locationId: null, siteId: SITE_ID, role: 'Lead', skills: [], notes: '' };
  expect(codeOf(on.run('shift.create', { ...other, period: PERIOD, assigneeId: BO, overrideReason: null }))).toBe('accepted');
  expect(on.run('shift.publish', { shiftId: SHIFT })).toMatchObject({ ok: false, error: { kind: 'clash', code: 'shift.person-busy' } });
  expect(shiftOf(on).status).toBe('draft');
  on.run('shift.cancel', { shiftId: REST, reason: 'x' });
  expect(codeOf(on.run('shift.publish', { shiftId: SHIFT }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: BO, pencil: null });
});

test('a draft without a person is published open', () => {
  const on = stage(draft);
  expect(codeOf(on.run('shift.publish', { shiftId: SHIFT }))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'open', assigneeId: null });
});

test('drafts count against each other while drafting, not when published', () => {
  const on = stage({ ...draft, pencil: { memberId: BO, overrideReason: null } }).put('shift', aShift({ ...draft, id: REST }));
  const pencil = { shiftId: REST, memberId: BO, overrideReason: null };
  expect(on.run('shift.pencil', pencil)).toMatchObject({ ok: false, error: { code: 'shift.person-pencilled', field: 'overrideReason' } });
  expect(codeOf(on.run('shift.pencil', { ...pencil, overrideReason: 'One of the two' }))).toBe('accepted');
  expect(codeOf(on.run('shift.publish', { shiftId: SHIFT }))).toBe('accepted');
  expect(codeOf(on.run('shift.publish', { shiftId: REST }))).toBe('shift.person-busy');
});

test('a published shift is not drafted again', () => {
  expect(codeOf(stage().run('shift.pencil', { shiftId: SHIFT, memberId: BO, overrideReason: null }))).toBe('shift.already-published');
});

test('a new shift with a person may be drawn as a draft', () => {
  const on = stage({ status: 'cancelled' });
  const input = { bookingId: null, needId: null, locationId: null, siteId: SITE_ID, role: 'Lead', skills: [], notes: '', period: PERIOD };
  const drawn = on.run('shift.create', { ...input, shiftId: REST, assigneeId: BO, overrideReason: null, isDraft: true });
  expect(codeOf(drawn)).toBe('accepted');
  expect(shiftOf(on, REST)).toMatchObject({ status: 'draft', assigneeId: null, pencil: { memberId: BO } });
});

test('a split leaves the first part to its person and the rest open, without a gap', () => {
  const on = stage();
  const at = berlin('2026-06-10T14:00', 1);
  const input = { shiftId: SHIFT, newShiftId: REST, at: at.start, atLocal: at.startLocal };
  expect(codeOf(on.run('shift.split', input))).toBe('accepted');
  expect(shiftOf(on)).toMatchObject({ status: 'confirmed', assigneeId: ANA, period: berlin('2026-06-10T10:00', 4) });
  expect(shiftOf(on, REST)).toMatchObject({
    status: 'open',
    assigneeId: null,
    needId: null,
    bookingId: testId('booking'),
    role: 'Demonstrator',
    travelMinutes: 30,
    period: berlin('2026-06-10T14:00', 4),
  });
  expect(codeOf(on.run('shift.split', { ...input, newShiftId: testId('third') }))).toBe('shift.split-outside');
});

test('the rest of a split draft is a draft', () => {
  const on = stage(draft);
  const at = berlin('2026-06-10T14:00', 1);
  expect(codeOf(on.run('shift.split', { shiftId: SHIFT, newShiftId: REST, at: at.start, atLocal: at.startLocal }))).toBe('accepted');
  expect(shiftOf(on, REST).status).toBe('draft');
});

test('only planners move, split and draft', () => {
  const on = stage();
  expect(codeOf(on.run('shift.move', move({ memberId: BO }), actorOf('staff', 'Bo')))).toBe('authority.not-allowed');
});
