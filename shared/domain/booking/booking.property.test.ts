import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../kernel/transitions.ts';
import type { ActingRole } from '../kernel/roles.ts';
import { locationAggregate } from '../location/aggregate.ts';
import { aLocation, LATER, PERIOD } from '../testing/fixtures.ts';
import { actorOf, given, testId, World } from '../testing/memory-reader.ts';
import { bookingAggregate } from './aggregate.ts';
import { bookingStatusSchema, type BookingState } from './schema.ts';
import { statusChangedSchema } from './fields.ts';
import { BOOKING_MOVES, BOOKING_TRANSITIONS, moveOf } from './transitions.ts';

const bookingId = testId('booking');
const ROLES = [
  'owner',
  'admin',
  'manager',
  'site_lead',
  'warehouse',
  'staff',
  'client',
  'auditor',
  'policy',
] as const satisfies readonly ActingRole[];
const need = (count: number) => [{ id: testId('need'), role: 'Host', count, skills: [] }];

const NEW = {
  bookingId,
  title: 'Tasting',
  clientName: '',
  brand: '',
  siteId: testId('site'),
  locationId: testId('location'),
  period: PERIOD,
  staffNeeds: need(1),
  kitNeeds: [],
  contactName: '',
  contactPhone: '',
  brief: '',
  notes: '',
  tags: [],
  priceMinor: null,
  currency: 'EUR',
  copiedFrom: null,
};
const report = { summary: 'Busy', visitors: 5, samplesGiven: 9, issues: '' };

/** Every command of bookings with inputs that make sense. */
const commandArb = fc.oneof(
  fc
    .constantFrom('submit', 'approve', 'withdraw', 'start', 'finish', 'close', 'record_work', 'approve_report')
    .map((verb) => [verb, {}] as const),
  fc.constantFrom('return', 'reject', 'cancel', 'abort', 'reopen', 'return_report').map((verb) => [verb, { reason: 'Because' }] as const),
  fc.constantFrom(PERIOD, LATER).map((period) => ['reschedule', { period }] as const),
  fc.constantFrom(testId('location'), null).map((locationId) => ['change_location', { locationId }] as const),
  fc.integer({ min: 1, max: 3 }).map((count) => ['change_needs', { staffNeeds: need(count) }] as const),
  fc.constantFrom('a', 'b').map((title) => ['edit', { changes: { title } }] as const),
  fc.integer({ min: 0, max: 5 }).map((number) => ['add_note', { noteId: testId(`note ${number}`), text: 'note' }] as const),
  fc.constant(['submit_report', report] as const),
);

/** Events as they come from devices that looked at an older picture: any move at all. */
const lateArb = fc.record({
  from: fc.constantFrom(...bookingStatusSchema.options),
  to: fc.constantFrom(...bookingStatusSchema.options),
  reason: fc.constantFrom(null, 'Because', 'work_recorded'),
});

const stepArb = fc.record({
  // a run of refusals teaches nothing, so those who may do most come up most
  role: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('owner', 'site_lead') }, { weight: 1, arbitrary: fc.constantFrom(...ROLES) }),
  act: fc.oneof({ weight: 4, arbitrary: commandArb }, { weight: 1, arbitrary: lateArb }),
});

/** The way of a booking where nothing goes wrong, up to some point, so that what follows begins anywhere along it. */
const HAPPY: readonly Step[] = [
  { role: 'owner', act: ['submit', {}] },
  { role: 'owner', act: ['approve', {}] },
  { role: 'site_lead', act: ['start', {}] },
  { role: 'site_lead', act: ['submit_report', report] },
  { role: 'site_lead', act: ['finish', {}] },
  { role: 'owner', act: ['approve_report', {}] },
  { role: 'owner', act: ['close', {}] },
];
const storyArb = fc
  .tuple(fc.integer({ min: 0, max: HAPPY.length }), fc.array(stepArb, { minLength: 10, maxLength: 40 }))
  .map(([length, steps]) => [...HAPPY.slice(0, length), ...steps]);

type Step = typeof stepArb extends fc.Arbitrary<infer S> ? S : never;

function play(steps: readonly Step[]): readonly BookingState[] {
  const world = new World([bookingAggregate, locationAggregate], [given('location', aLocation())]);
  world.run('booking.create', NEW, actorOf('manager'));
  const states: BookingState[] = [];
  for (const { role, act } of steps) {
    const before = world.state('booking', bookingId);
    const ran =
      'from' in act
        ? world.submit([{ type: 'booking.status_changed', aggregateType: 'booking', aggregateId: bookingId, data: act }], actorOf(role))
        : world.run(`booking.${act[0]}`, { bookingId, ...act[1] }, actorOf(role));
    const after = world.state('booking', bookingId);
    expect(after).toBeDefined();
    if (after !== undefined) states.push(after);
    if (!ran.ok && after !== before) throw new Error(`refused with ${ran.refusal.code}, but the booking changed`);
  }
  return states;
}

/** Every step from one status to another that the tables allow. */
const ALLOWED: ReadonlySet<string> = new Set(
  [BOOKING_MOVES, BOOKING_TRANSITIONS].flatMap((table: Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>) =>
    Object.entries(table).flatMap(([from, row]) =>
      Object.values(row).flatMap((cell) => (cell.kind === 'to' ? [`${from} ${cell.status}`] : [])),
    ),
  ),
);

test('whoever does what in whatever order, a booking stays valid and moves along the table', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(storyArb, (steps) => {
      let status = 'draft';
      for (const state of play(steps)) {
        reached.add(state.status);
        expect(bookingAggregate.state.parse(state)).toEqual(state);
        expect(state.status === status || ALLOWED.has(`${status} ${state.status}`), `${status} became ${state.status}`).toBe(true);
        status = state.status;
      }
    }),
    { numRuns: 200 },
  );
  // otherwise the steps above would prove little
  expect([...reached]).toEqual(expect.arrayContaining(['pending_approval', 'approved', 'in_progress', 'completed', 'closed', 'cancelled']));
});

test('the same steps give the same booking', () => {
  fc.assert(
    fc.property(storyArb, (steps) => {
      expect(play(steps)).toEqual(play(steps));
    }),
    { numRuns: 50 },
  );
});

test('approved work is never approved without a place that is approved', () => {
  fc.assert(
    fc.property(storyArb, (steps) => {
      const approved = play(steps).filter(({ status }) => status === 'approved');
      expect(approved.filter(({ locationId }) => locationId === null)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('evolve takes any status change in any status, and in none, to a valid booking', () => {
  const { evolve } = bookingAggregate.events['booking.status_changed'] ?? {};
  const world = new World([bookingAggregate, locationAggregate], [given('location', aLocation())]);
  const ran = world.run('booking.create', NEW, actorOf('manager'));
  const event = ran.ok ? ran.events[0] : undefined;
  const draft = world.state('booking', bookingId);
  fc.assert(
    fc.property(fc.constantFrom(undefined, ...bookingStatusSchema.options), lateArb, (status, data) => {
      expect(event !== undefined && draft !== undefined && evolve !== undefined).toBe(true);
      if (event === undefined || draft === undefined || evolve === undefined) return;
      const next = evolve(status === undefined ? undefined : { ...draft, status }, data as never, event, null);
      expect(bookingAggregate.state.parse(next)).toEqual(next);
    }),
  );
});

test('a fact is never illegal, in any status', () => {
  for (const definition of Object.values(bookingAggregate.events)) {
    if (definition.kind !== 'fact') continue;
    for (const status of [undefined, ...bookingStatusSchema.options]) {
      const world = new World([bookingAggregate, locationAggregate], [given('location', aLocation())]);
      world.run('booking.create', NEW, actorOf('manager'));
      const draft = world.state('booking', bookingId);
      const state = status === undefined || draft === undefined ? undefined : { ...draft, status };
      expect(definition.cell?.(state, report as never).kind).not.toBe('illegal');
    }
  }
});

test('a start and a finish are kept whatever the status of a booking that exists', () => {
  for (const status of bookingStatusSchema.options) {
    for (const to of ['in_progress', 'completed'] as const) {
      const move = moveOf(statusChangedSchema.parse({ from: 'approved', to, reason: null }));
      expect(BOOKING_MOVES[status][move].kind).not.toBe('illegal');
    }
  }
});
