import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsMeet, type Claim } from '../kernel/claims.ts';
import { aMember, aShift } from '../testing/fixtures.ts';
import { actorOf, SITE_ID, testId } from '../testing/memory-reader.ts';
import { anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { shiftClaims } from './claims.ts';
import { shiftEvents } from './events.ts';
import { shiftStateSchema, shiftStatusSchema, type ShiftState } from './schema.ts';

const SHIFTS = ['one', 'two', 'three', 'four'].map(testId);
const PEOPLE = ['Ana', 'Bo', 'Cy'].map(testId);
const manager = actorOf('manager');

const shiftId = fc.constantFrom(...SHIFTS);
const memberId = fc.constantFrom(...PEOPLE);
const period = fc
  .record({ hour: fc.integer({ min: 6, max: 20 }), length: fc.integer({ min: 1, max: 6 }) })
  .map(({ hour, length }) => berlin(`2026-06-10T${String(hour).padStart(2, '0')}:00`, length));
const actor = fc.constantFrom(
  manager,
  actorOf('admin'),
  actorOf('site_lead', 'lead'),
  ...['Ana', 'Bo', 'Cy'].map((name) => actorOf('staff', name)),
);
const command = <T>(name: string, input: fc.Arbitrary<T>) => fc.record({ name: fc.constant(name), input });
const reason = fc.constant('because');
const only = fc.record({ shiftId });
const override = fc.constantFrom(null, 'It is fine');

const splitAt = (hour: number) => berlin(`2026-06-10T${String(hour).padStart(2, '0')}:00`, 1);

const creation = command(
  'shift.create',
  fc.record({
    shiftId,
    bookingId: fc.constant(null),
    needId: fc.constant(null),
    locationId: fc.constant(null),
    siteId: fc.constant(SITE_ID),
    role: fc.constant('Demonstrator'),
    skills: fc.constant([]),
    period,
    assigneeId: fc.option(memberId),
    overrideReason: override,
    isDraft: fc.boolean(),
    notes: fc.constant(''),
  }),
);

const planning = fc.oneof(
  // most plans need a shift to be about
  creation,
  creation,
  creation,
  command('shift.publish', only),
  command('shift.assign', fc.record({ shiftId, memberId, overrideReason: override })),
  command('shift.reassign', fc.record({ shiftId, memberId, overrideReason: override })),
  command('shift.unassign', fc.record({ shiftId, reason: fc.constant(null) })),
  command('shift.reschedule', fc.record({ shiftId, period })),
  command('shift.cancel', fc.record({ shiftId, reason })),
  command('shift.move', fc.record({ shiftId, period, memberId: fc.option(memberId), overrideReason: override })),
  command('shift.pencil', fc.record({ shiftId, memberId: fc.option(memberId), overrideReason: override })),
  command(
    'shift.split',
    fc
      .record({ shiftId, newShiftId: shiftId, hour: fc.integer({ min: 7, max: 22 }) })
      .map(({ hour, ...ids }) => ({ ...ids, at: splitAt(hour).start, atLocal: splitAt(hour).startLocal })),
  ),
);
const onSite = fc.oneof(
  command('shift.start_travel', only),
  command('shift.check_in', fc.record({ shiftId, memberId: fc.option(memberId), method: fc.constantFrom('manual', 'lead', 'site_code') })),
  command('shift.start_break', only),
  command('shift.end_break', only),
  command('shift.check_out', only),
  command('shift.report_absence', fc.record({ shiftId, reason })),
);
const settling = fc.oneof(
  command('shift.accept', only),
  command('shift.decline', fc.record({ shiftId, reason })),
  command('shift.record_no_show', only),
  command('shift.withdraw_no_show', only),
  command('shift.approve_time', only),
  command('shift.unlock_time', fc.record({ shiftId, reason })),
  command(
    'shift.correct_time',
    fc.record({
      shiftId,
      checkedInAt: fc.constant('2026-06-10T08:00:00.000Z'),
      checkedOutAt: fc.constant('2026-06-10T12:00:00.000Z'),
      reason,
    }),
  ),
);

const stage = (autoAccept: boolean): Stage =>
  new Stage()
    .put('organization', anOrganization({ autoAcceptAssignments: autoAccept }))
    .put('member', ...['Ana', 'Bo', 'Cy'].map((name) => aMember({ id: testId(name), name, hasLogin: false })));

/** Shifts in any status, each on its own day. */
const beginnings = fc.tuple(
  ...SHIFTS.map((id, index) =>
    fc.record({ status: fc.constantFrom(...shiftStatusSchema.options), who: memberId }).map(({ status, who }): ShiftState => {
      const isVacant = status === 'draft' || status === 'open';
      const wasThere = status === 'checked_in' || status === 'completed' || status === 'approved';
      const period = berlin(`2026-06-1${index}T10:00`, 4);
      const checkedOutAt = wasThere && status !== 'checked_in' ? period.end : null;
      const checkIn = {
        memberId: who,
        at: period.start,
        method: 'manual',
        verified: false,
        deviceId: testId('device'),
        checkedOutAt,
      } as const;
      return aShift({
        id,
        bookingId: null,
        needId: null,
        locationId: null,
        status,
        period,
        assigneeId: isVacant ? null : who,
        checkIn: wasThere ? checkIn : null,
        checkedOutAt,
      });
    }),
  ),
);

const claimsOn = (on: Stage): readonly (Claim & { readonly shiftId: string })[] =>
  SHIFTS.flatMap((id) => {
    const shift = on.workspace.get('shift', id)?.state;
    return shift === undefined ? [] : shiftClaims(shift).map((claim) => ({ ...claim, shiftId: id }));
  });

test('plans never put a person in two places, decided here or arriving late from elsewhere', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(fc.record({ step: planning, isLate: fc.boolean() }), { minLength: 5, maxLength: 40 }),
      (autoAccept, steps) => {
        const on = stage(autoAccept);
        const late: (() => void)[] = [];
        for (const { step, isLate } of steps) {
          const decided = on.decide(step.name, step.input, manager);
          if (!decided.ok) continue;
          // what was decided on an older picture arrives at the end
          if (isLate) late.push(() => on.submit(decided.value, manager));
          else on.submit(decided.value, manager);
        }
        for (const arrive of late) arrive();
        const claims = claimsOn(on);
        compared += claims.length;
        for (const [index, a] of claims.entries()) for (const b of claims.slice(index + 1)) expect(claimsMeet(a, b)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});

test('whatever people do in whatever order, facts are kept and every shift stays a shift', () => {
  const step = fc.record({
    step: fc.oneof(planning, onSite, onSite, settling),
    by: actor,
    isLate: fc.boolean(),
    minute: fc.integer({ min: 0, max: 59 }),
  });
  let facts = 0;
  const refused: string[] = [];
  fc.assert(
    fc.property(fc.boolean(), beginnings, fc.array(step, { minLength: 10, maxLength: 60 }), (autoAccept, shifts, steps) => {
      const on = stage(autoAccept).put('shift', ...shifts);
      const arrive = (drafts: Parameters<Stage['submit']>[0], by: typeof manager): void => {
        const { entries, outcome } = on.submit(drafts, by);
        if (drafts.every(({ type }) => shiftEvents[type]?.kind === 'fact')) {
          facts += 1;
          if (outcome !== 'accepted' && outcome !== 'noop') refused.push(drafts[0]?.type ?? '');
        }
        for (const { event } of entries) {
          const shift = on.workspace.get('shift', event.aggregateId)?.state;
          if (event.aggregateType === 'shift' && shift !== undefined) shiftStateSchema.parse(shift);
        }
      };
      const late: (() => void)[] = [];
      for (const {
        step: { name, input },
        by,
        isLate,
        minute,
      } of steps) {
        on.now = `2026-06-10T08:${String(minute).padStart(2, '0')}:00.000Z`;
        const decided = on.decide(name, input, by);
        if (!decided.ok) continue;
        if (isLate) late.push(() => arrive(decided.value, by));
        else arrive(decided.value, by);
      }
      for (const run of late) run();
    }),
    { numRuns: 200 },
  );
  expect(refused).toEqual([]);
  expect(facts).toBeGreaterThan(200);
});

test('nobody’s time on site is lost: every arrival is somewhere on the shift', () => {
  let arrivals = 0;
  fc.assert(
    fc.property(
      beginnings,
      fc.array(fc.record({ step: fc.oneof(planning, onSite), by: actor }), { minLength: 10, maxLength: 50 }),
      (shifts, steps) => {
        const on = stage(true).put('shift', ...shifts);
        const arrived = new Set<string>();
        for (const { step, by } of steps) {
          const decided = on.decide(step.name, step.input, by);
          if (!decided.ok) continue;
          on.submit(decided.value, by);
          for (const { type, aggregateId, data } of decided.value) {
            if (type === 'shift.checked_in') arrived.add(`${aggregateId} ${(data as { memberId: string }).memberId}`);
          }
        }
        arrivals += arrived.size;
        for (const key of arrived) {
          const [id = '', member] = key.split(' ');
          const shift = on.state('shift', id);
          const present = [...(shift.checkIn === null ? [] : [shift.checkIn]), ...shift.unplanned].map(({ memberId: who }) => who);
          expect(present).toContain(member);
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(arrivals).toBeGreaterThan(100);
});

test('a move, a split or a publication leaves nothing half done, and only drafts carry a pencil', () => {
  let changed = 0;
  fc.assert(
    fc.property(fc.boolean(), fc.array(planning, { minLength: 10, maxLength: 50 }), (autoAccept, steps) => {
      const on = stage(autoAccept);
      for (const { name, input } of steps) {
        const before = JSON.stringify(SHIFTS.map((id) => on.workspace.get('shift', id)?.state));
        const result = on.run(name, input, manager);
        const after = SHIFTS.map((id) => on.workspace.get('shift', id)?.state);
        if (!result.ok) expect(JSON.stringify(after)).toBe(before);
        else changed += 1;
        for (const shift of after) {
          if (shift === undefined) continue;
          if (shift.status === 'draft') expect(shift.assigneeId).toBeNull();
          else if (shift.status !== 'cancelled') expect(shift.pencil ?? null).toBeNull();
          expect(shift.period.start < shift.period.end && shift.period.startLocal < shift.period.endLocal).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
  expect(changed).toBeGreaterThan(500);
});
