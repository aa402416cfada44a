import { describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/event.ts';
import { aBooking, aLocation } from '../testing/fixtures.ts';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { actorOf, given, type Given, outcomeIn, type Ran, testId, World } from '../testing/memory-reader.ts';
import { locationAggregate } from './aggregate.ts';
import { LOCATION_CODES } from './codes.ts';
import { locationCreatedSchema } from './events.ts';
import type { LocationState } from './schema.ts';
import { LOCATION_TRANSITIONS } from './transitions.ts';

const locationId = testId('location');
const manager = actorOf('manager');
const client = actorOf('client');

const worldWith = (over: Partial<LocationState>, ...others: readonly Given[]): World =>
  new World([locationAggregate], [given('location', aLocation(over), 'all'), ...others]);
const location = (world: World): LocationState => locationAggregate.state.parse(world.state('location', locationId));

const code = outcomeIn(LOCATION_CODES);

test('every status answers every event as domain.md 2.5 says', () => {
  expect(
    cellsThatDiffer(
      LOCATION_TRANSITIONS,
      `
    status            created    updated    material_update   submitted         approved          returned           rejected          suspended     reinstated     archived
    none              →draft     -not-found -not-found        -not-found        -not-found        -not-found         -not-found        -not-found    -not-found     -not-found
    draft             -exists    stay       stay              →pending_approval -not-submitted    -not-submitted     -not-submitted    -not-approved -not-suspended →archived
    pending_approval  -exists    stay       stay              noop              →approved         →changes_requested →rejected         -not-approved -not-suspended →archived
    changes_requested -exists    stay       stay              →pending_approval -not-submitted    noop               -not-submitted    -not-approved -not-suspended →archived
    approved          -exists    stay       →pending_approval noop              stay              -already-approved  -already-approved →suspended    noop           →archived
    rejected          -exists    -rejected  -rejected         -rejected         -rejected         -rejected          noop              -rejected     -rejected      →archived
    suspended         -exists    stay       →pending_approval -suspended        -suspended        -suspended         -suspended        noop          →approved      →archived
    archived          -exists    -archived  -archived         -archived         -archived         -archived          -archived         -archived     -archived      noop
    `,
    ),
  ).toEqual([]);
  for (const name of codesOf(LOCATION_TRANSITIONS)) expect(LOCATION_CODES).toHaveProperty([name]);
});

test('a place is suggested, sent, sent back, changed, sent and approved', () => {
  const world = new World([locationAggregate]);
  const data = locationCreatedSchema.strip().parse(aLocation());
  const steps: readonly [Actor, string, object, LocationState['status']][] = [
    [client, 'create', data, 'draft'],
    [client, 'submit', {}, 'pending_approval'],
    [manager, 'return', { reason: 'Which gate?' }, 'changes_requested'],
    [client, 'edit', { changes: { loadInNotes: 'Gate 3' } }, 'changes_requested'],
    [client, 'submit', {}, 'pending_approval'],
    [manager, 'approve', { validUntil: '2026-12-31', checklist: ['Fire exits'] }, 'approved'],
  ];
  for (const [actor, verb, input, after] of steps) {
    expect([verb, code(world.run(`location.${verb}`, { locationId, ...input }, actor))]).toEqual([verb, 'accepted']);
    expect(location(world).status).toBe(after);
  }
  expect(location(world)).toMatchObject({ approvedUntil: '2026-12-31', loadInNotes: 'Gate 3', statusReason: null });
});

describe('editing an approved place', () => {
  test('its address asks for approval again, also when its author saw it before the approval', () => {
    const edit = { locationId, changes: { address: { ...aLocation().address, line1: 'Kai 2' } } };
    const seen = worldWith({ status: 'approved' });
    expect(code(seen.run('location.edit', edit, manager))).toBe('accepted');
    expect(location(seen)).toMatchObject({ status: 'pending_approval', address: { line1: 'Kai 2' } });
    const late = worldWith({ status: 'pending_approval' });
    const data = { changes: { licenceNumber: { from: null, to: 'L-2' } } };
    late.run('location.approve', { locationId, validUntil: null, checklist: [] }, manager);
    late.submit([{ type: 'location.updated', aggregateType: 'location', aggregateId: locationId, data }], manager, { basisSeq: 0 });
    expect(location(late)).toMatchObject({ status: 'pending_approval', licenceNumber: 'L-2' });
  });

  test('its contact does not', () => {
    const world = worldWith({ status: 'approved' });
    expect(code(world.run('location.edit', { locationId, changes: { contactName: 'Kim', notes: 'Ring twice' } }, manager))).toBe(
      'accepted',
    );
    expect(location(world)).toMatchObject({ status: 'approved', contactName: 'Kim' });
  });

  test('is not for clients', () => {
    const edit = { locationId, changes: { contactName: 'Me' } };
    for (const status of ['approved', 'pending_approval', 'suspended'] as const) {
      expect(code(worldWith({ status }).run('location.edit', edit, client))).toBe('location.client-may-not');
    }
    expect(code(worldWith({ status: 'draft' }).run('location.edit', edit, client))).toBe('accepted');
  });
});

test('who may: clients suggest, planners decide, admins archive', () => {
  const reason = { reason: 'Noise' };
  expect(
    code(worldWith({ status: 'pending_approval' }).run('location.approve', { locationId, validUntil: null, checklist: [] }, client)),
  ).toBe('authority.not-allowed');
  expect(code(worldWith({}).run('location.archive', { locationId, ...reason }, manager))).toBe('authority.not-allowed');
  expect(code(worldWith({}).run('location.submit', { locationId }, actorOf('staff')))).toBe('authority.not-allowed');
});

test('an approval cannot end in the past, and approving again renews it', () => {
  const world = worldWith({ status: 'pending_approval' });
  const approve = (validUntil: string): string => code(world.run('location.approve', { locationId, validUntil, checklist: [] }, manager));
  expect(approve('2026-05-31')).toBe('location.validity-past');
  expect(approve('2026-06-01')).toBe('accepted');
  expect(approve('2027-06-01')).toBe('accepted');
  expect(location(world)).toMatchObject({ status: 'approved', approvedUntil: '2027-06-01' });
});

test('a reason of blanks is no reason', () => {
  for (const verb of ['return', 'reject', 'suspend']) {
    expect(worldWith({}).run(`location.${verb}`, { locationId, reason: ' ' }, manager)).toMatchObject({
      refusal: { kind: 'invalid', field: 'reason' },
    });
  }
});

test('suspending keeps the reason and reinstating clears it', () => {
  const world = worldWith({});
  world.run('location.suspend', { locationId, reason: 'Water damage' }, manager);
  expect(location(world)).toMatchObject({ status: 'suspended', statusReason: 'Water damage' });
  world.run('location.reinstate', { locationId }, manager);
  expect(location(world)).toMatchObject({ status: 'approved', statusReason: null });
});

test('a place with bookings to come is not archived; past and cancelled ones do not hold it', () => {
  const key = `location:${locationId}`;
  const archive = (world: World): Ran => world.run('location.archive', { locationId, reason: 'Sold' }, actorOf('admin'));
  const held = worldWith(
    {},
    given('booking', aBooking({ status: 'approved' }), key),
    given('booking', aBooking({ id: testId('b2') }), key),
  );
  expect(archive(held)).toMatchObject({ refusal: { code: 'location.in-use', params: { count: 2, location: 'Harbour hall' } } });
  const free = worldWith({}, given('booking', aBooking({ status: 'cancelled' }), key));
  expect(code(archive(free))).toBe('accepted');
  const past = worldWith({}, given('booking', aBooking({ status: 'approved' }), key));
  past.now = '2026-06-10T16:00:00.000Z';
  expect(code(archive(past))).toBe('accepted');
});
