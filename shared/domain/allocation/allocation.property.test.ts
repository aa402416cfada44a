import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsMeet } from '../kernel/claims.ts';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { aKit, anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { allocationClaims } from './claims.ts';
import { allocationEvents } from './events.ts';
import { allocationStateSchema } from './schema.ts';

const PLANS = ['one', 'two', 'three'].map(testId);
const KITS = ['bar 1', 'bar 2'].map(testId);
const CUPS = testId('cups');
const manager = actorOf('manager');
const staff = actorOf('staff');

const allocationId = fc.constantFrom(...PLANS);
const kitId = fc.constantFrom(...KITS);
const usage = fc.integer({ min: 1, max: 28 }).map((day) => berlin(`2026-06-${String(day).padStart(2, '0')}T10:00`, 8));
const command = <T>(name: string, input: fc.Arbitrary<T>) => fc.record({ name: fc.constant(name), input });
const noted = fc.record({ allocationId, note: fc.constant('') });
const count = fc.integer({ min: 0, max: 100 });

const planning = fc.oneof(
  command(
    'allocation.request',
    fc.record({
      allocationId,
      bookingId: fc.constant(null),
      needId: fc.constant(null),
      kitKind: fc.constant('Sampling bar'),
      kitId: fc.option(kitId),
      usage,
    }),
  ),
  command('allocation.assign', fc.record({ allocationId, kitId })),
  command('allocation.release', fc.record({ allocationId, reason: fc.constant('because') })),
);
const handling = fc.oneof(
  command(
    'allocation.pack',
    fc.record({ allocationId, lines: fc.array(fc.record({ lineId: fc.constant(CUPS), packed: count }), { maxLength: 2 }) }),
  ),
  command('allocation.dispatch', noted),
  command('allocation.deliver', noted),
  command('allocation.transfer', fc.record({ allocationId, toAllocationId: fc.constant(null), note: fc.constant('') })),
  command('allocation.start_return', fc.record({ allocationId })),
  command(
    'allocation.return',
    fc.record({
      allocationId,
      lines: fc.array(fc.record({ lineId: fc.constant(CUPS), ok: count, used: count, lost: count, damaged: count }), { maxLength: 2 }),
    }),
  ),
  command(
    'allocation.inspect',
    fc.record({ allocationId, result: fc.constantFrom('ok', 'maintenance', 'quarantine'), note: fc.constant('') }),
  ),
  command('allocation.report_lost', noted),
  command('allocation.mark_found', noted),
);

const stage = (): Stage =>
  new Stage().put('organization', anOrganization()).put('kit', ...KITS.map((id, index) => aKit({ id, name: `Bar ${index}` })));

test('a kit is never planned twice at one time, decided here or arriving late from elsewhere', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ step: planning, isLate: fc.boolean() }), { minLength: 5, maxLength: 30 }), (steps) => {
      const on = stage();
      const late: (() => void)[] = [];
      for (const { step, isLate } of steps) {
        const decided = on.decide(step.name, step.input, manager);
        if (!decided.ok) continue;
        if (isLate) late.push(() => on.submit(decided.value, manager));
        else on.submit(decided.value, manager);
      }
      for (const arrive of late) arrive();
      const claims = on.all('allocation', 'all').flatMap(allocationClaims);
      for (const [index, a] of claims.entries()) for (const b of claims.slice(index + 1)) expect(claimsMeet(a, b)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('whatever happens to kits in whatever order, facts are kept, in order, and never refused', () => {
  const step = fc.record({ step: fc.oneof(planning, handling, handling), isLate: fc.boolean(), minute: fc.integer({ min: 0, max: 59 }) });
  let facts = 0;
  const refused: string[] = [];
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 50 }), (steps) => {
      const on = stage();
      const arrive = (drafts: Parameters<Stage['submit']>[0], occurredAt: string): void => {
        const { outcome } = on.submit(drafts, staff, { occurredAt });
        if (drafts.every(({ type }) => allocationEvents[type]?.kind === 'fact')) {
          facts += 1;
          if (outcome !== 'accepted' && outcome !== 'noop') refused.push(drafts[0]?.type ?? '');
        }
      };
      const late: (() => void)[] = [];
      for (const {
        step: { name, input },
        isLate,
        minute,
      } of steps) {
        const at = `2026-06-10T08:${String(minute).padStart(2, '0')}:00.000Z`;
        const isFact = !['allocation.request', 'allocation.assign', 'allocation.release'].includes(name);
        const decided = on.decide(name, input, isFact ? staff : manager);
        if (!decided.ok) continue;
        if (isFact && isLate) late.push(() => arrive(decided.value, at));
        else if (isFact) arrive(decided.value, at);
        else on.submit(decided.value, manager);
      }
      for (const run of late) run();
      for (const state of on.all('allocation', 'all')) {
        const { custody } = allocationStateSchema.parse(state);
        const times = custody.map(({ at }) => at);
        expect(times).toEqual(times.toSorted());
      }
    }),
    { numRuns: 200 },
  );
  expect(refused).toEqual([]);
  expect(facts).toBeGreaterThan(200);
});
