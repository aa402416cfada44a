import { expect, test } from 'vitest';
import type { MemberState } from '../member/schema.ts';
import { DEFAULT_SETTINGS, type OrganizationSettings } from '../organization/schema.ts';
import { aMember, aShift } from '../testing/fixtures.ts';
import { testId } from '../testing/memory-reader.ts';
import { berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { fitOf, type ShiftSlot } from './fit.ts';
import type { ShiftState } from './schema.ts';

const DAY = '2026-06-10T10:00';
const slot = (over: Partial<ShiftState> = {}): ShiftSlot =>
  aShift({ id: testId('slot'), period: berlin(DAY, 8), assigneeId: null, status: 'open', ...over });
let named = 0;
const work = (startLocal: string, hours: number, over: Partial<ShiftState> = {}): ShiftState => {
  named += 1;
  return aShift({ id: testId(`work ${named}`), period: berlin(startLocal, hours), ...over });
};

function codes(stage: Stage, member: MemberState, over: Partial<ShiftState> = {}, settings: Partial<OrganizationSettings> = {}) {
  const fit = fitOf(member, slot(over), { reader: stage.workspace, settings: { ...DEFAULT_SETTINGS, ...settings } });
  const list = (reasons: typeof fit.hard): string[] => reasons.map(({ code }) => code);
  return { hard: list(fit.hard), soft: list(fit.soft), notes: list(fit.notes) };
}

const nothing = { hard: [], soft: [], notes: [] };

test('a person with nothing else to do fits', () => {
  expect(codes(new Stage(), aMember())).toEqual(nothing);
});

test('nobody suspended and nobody who does not work shifts can be planned', () => {
  expect(codes(new Stage(), aMember({ status: 'suspended' })).hard).toEqual(['shift.person-inactive']);
  expect(codes(new Stage(), aMember({ status: 'removed' })).hard).toEqual(['shift.person-inactive']);
  expect(codes(new Stage(), aMember({ role: 'client' })).hard).toEqual(['shift.person-not-staff']);
});

test('an overlap counts travel on both sides and names the other work', () => {
  // both shifts carry 30 minutes of travel: 59 minutes between them are too few, 60 are enough
  const stage = new Stage().put(
    'shift',
    aShift({ id: testId('other'), period: berlin('2026-06-10T18:59', 2), bookingId: null, locationId: null }),
  );
  const fit = fitOf(aMember(), slot(), { reader: stage.workspace, settings: DEFAULT_SETTINGS });
  expect(fit.hard).toEqual([
    {
      code: 'shift.person-busy',
      params: { person: 'Ana', place: 'Demonstrator', from: '2026-06-10 18:59', to: '2026-06-10 20:59', shiftId: testId('other') },
    },
  ]);
  expect(codes(new Stage().put('shift', work('2026-06-10T19:00', 2)), aMember()).hard).toEqual([]);
});

test('a shift never clashes with itself', () => {
  const own = aShift({ id: testId('slot'), period: berlin(DAY, 8) });
  expect(codes(new Stage().put('shift', own), aMember())).toEqual(nothing);
});

test('cancelled work takes nobody’s time', () => {
  expect(codes(new Stage().put('shift', work(DAY, 8, { status: 'cancelled' })), aMember())).toEqual(nothing);
});

test('a skill is met by training or by a certificate that is valid on the last day of the shift', () => {
  const needs = { skills: ['Food hygiene'] };
  const certified = (validUntil: string | null) => aMember({ certificates: [{ name: 'Food hygiene', validUntil }] });
  expect(codes(new Stage(), aMember(), needs).soft).toEqual(['shift.skill-missing']);
  expect(codes(new Stage(), aMember({ skills: ['Food hygiene'] }), needs).soft).toEqual([]);
  expect(codes(new Stage(), certified('2026-06-10'), needs).soft).toEqual([]);
  expect(codes(new Stage(), certified(null), needs).soft).toEqual([]);
  expect(codes(new Stage(), certified('2026-06-09'), needs).soft).toEqual(['shift.certificate-expired']);
  // a shift into the night needs it on the next day too
  expect(codes(new Stage(), certified('2026-06-10'), { ...needs, period: berlin('2026-06-10T20:00', 8) }).soft).toEqual([
    'shift.certificate-expired',
  ]);
});

test('leave and unavailability count where they touch the shift, unless they were taken back', () => {
  const away = (kind: 'leave' | 'unavailable' | 'preferred', startLocal: string, removed = false) =>
    new Stage().put('availability', {
      id: testId('away'),
      memberId: testId('member'),
      kind,
      period: berlin(startLocal, 4),
      note: '',
      removed,
    });
  expect(codes(away('leave', '2026-06-10T08:00'), aMember()).soft).toEqual(['shift.person-on-leave']);
  expect(codes(away('unavailable', '2026-06-10T17:00'), aMember()).soft).toEqual(['shift.person-unavailable']);
  expect(codes(away('leave', '2026-06-10T06:00'), aMember()).soft).toEqual([]);
  expect(codes(away('leave', '2026-06-10T08:00', true), aMember()).soft).toEqual([]);
  expect(codes(away('preferred', '2026-06-10T08:00'), aMember()).soft).toEqual([]);
});

test('between two working days people rest eleven hours; a split day is no rest', () => {
  const before = (endHour: number) => new Stage().put('shift', work('2026-06-09T14:00', endHour - 14));
  expect(codes(before(23), aMember()).soft).toEqual([]);
  expect(codes(before(23), aMember(), { period: berlin('2026-06-10T09:00', 8) }).soft).toEqual(['shift.rest-too-short']);
  expect(codes(new Stage().put('shift', work('2026-06-11T04:00', 4)), aMember()).soft).toEqual(['shift.rest-too-short']);
  expect(codes(new Stage().put('shift', work('2026-06-10T06:00', 2)), aMember()).soft).toEqual([]);
});

test('a day, a week and a row of days have limits, a person’s own week limit first', () => {
  expect(codes(new Stage().put('shift', work('2026-06-10T05:00', 4)), aMember()).soft).toEqual([]);
  expect(codes(new Stage().put('shift', work('2026-06-10T04:00', 4.5)), aMember()).soft).toEqual(['shift.day-too-long']);
  // Monday 8 June to Sunday 14 June
  const week = ['2026-06-08T10:00', '2026-06-09T10:00', '2026-06-11T10:00', '2026-06-12T10:00'];
  const busyWeek = new Stage().put('shift', ...week.map((day) => work(day, 9)));
  expect(codes(busyWeek, aMember())).toEqual({ hard: [], soft: [], notes: ['shift.week-nearly-full'] });
  expect(codes(busyWeek, aMember({ maxMinutesPerWeek: 43 * 60 })).soft).toEqual(['shift.week-too-long']);
  expect(codes(busyWeek, aMember(), { period: berlin('2026-06-14T10:00', 8) }).notes).toEqual(['shift.week-nearly-full']);
  expect(codes(busyWeek, aMember(), { period: berlin('2026-06-15T10:00', 8) })).toEqual(nothing);
});

test('days in a row are counted on both sides of the new one', () => {
  const around = ['2026-06-07', '2026-06-08', '2026-06-09', '2026-06-11', '2026-06-12', '2026-06-13'];
  const stage = new Stage().put('shift', ...around.map((day) => work(`${day}T10:00`, 2)));
  expect(codes(stage, aMember()).soft).toEqual(['shift.too-many-days']);
  expect(codes(new Stage().put('shift', ...around.slice(1).map((day) => work(`${day}T10:00`, 2))), aMember()).soft).toEqual([]);
});

test('the day of a shift is the one on the wall of the place, wherever the reader is', () => {
  // 00:30 in Berlin is still the day before in UTC
  const stage = new Stage().put('shift', work('2026-06-10T12:00', 8));
  const early = { period: berlin('2026-06-10T00:30', 6) };
  expect(early.period.start.slice(0, 10)).toBe('2026-06-09');
  expect(codes(stage, aMember(), early).soft).toEqual(['shift.day-too-long']);
});
