import { expect, test } from 'vitest';
import { aBooking, aLocation, aMember, anAllocation, LATER, PERIOD } from '../testing/fixtures.ts';
import { actorOf, testId } from '../testing/memory-reader.ts';
import { aKit, anOrganization, berlin } from '../testing/nouns.ts';
import { Stage } from '../testing/stage.ts';
import { chooseKit, freeKits } from './choose.ts';
import { ALLOCATION_CODES } from './codes.ts';
import { planningPeriod } from './planning-period.ts';
import { allocationStateSchema, type AllocationState } from './schema.ts';

const ALLOCATION = testId('allocation');
const KIT = testId('kit');
const CUPS = testId('cups');
const BOOKING = testId('booking');
const warehouse = actorOf('warehouse');
const ana = actorOf('staff', 'member');

const stage = (over: Partial<AllocationState> | null = {}): Stage => {
  const on = new Stage()
    .put('organization', anOrganization())
    .put('location', aLocation())
    .put('member', aMember(), aMember({ id: testId('manager'), name: 'Mia', role: 'manager' }))
    .put('kit', aKit())
    .put('booking', aBooking({ status: 'pending_approval', staffNeeds: [] }));
  return over === null ? on : on.put('allocation', anAllocation(over));
};
const kitPlan = (on: Stage): AllocationState => allocationStateSchema.parse(on.state('allocation', ALLOCATION));
const codeOf = (result: ReturnType<Stage['run']>): string => (result.ok ? 'accepted' : result.error.code);
const ofBooking = (on: Stage): readonly AllocationState[] => on.all('allocation', `booking:${BOOKING}`);
const approve = (on: Stage): string => codeOf(on.run('booking.approve', { bookingId: BOOKING }));

test('a kit is blocked for delivery before and for return and cleaning after its use', () => {
  expect(planningPeriod(PERIOD, { deliveryMinutes: 240, returnMinutes: 240, cleaningMinutes: 120 })).toEqual({
    start: '2026-06-10T04:00:00.000Z',
    end: '2026-06-10T22:00:00.000Z',
    zone: 'Europe/Berlin',
    startLocal: '2026-06-10T06:00',
    endLocal: '2026-06-11T00:00',
  });
});

test('a kit is asked for with its blocked time, and a taken one is refused by name', () => {
  const on = stage(null);
  const request = (name: string, usage = PERIOD) =>
    on.run('allocation.request', {
      allocationId: testId(name),
      bookingId: BOOKING,
      needId: null,
      kitKind: 'Sampling bar',
      kitId: KIT,
      usage,
    });
  expect(codeOf(request('first'))).toBe('accepted');
  expect(on.state('allocation', testId('first'))).toMatchObject({
    status: 'assigned',
    kitId: KIT,
    period: { startLocal: '2026-06-10T06:00' },
    usage: PERIOD,
  });
  // the next morning overlaps only by its delivery
  expect(request('second', berlin('2026-06-11T03:00', 2))).toMatchObject({
    ok: false,
    error: { kind: 'clash', code: 'allocation.kit-busy', field: 'kitId', params: { kit: 'Bar 1', place: 'Summer tasting' } },
  });
  expect(codeOf(request('third', berlin('2026-06-11T04:00', 2)))).toBe('accepted');
});

test('a kit of another kind or out of service is not planned', () => {
  const on = stage({ status: 'requested', kitId: null });
  on.put('kit', aKit({ id: testId('tent'), name: 'Tent', kitKind: 'Tent' }), aKit({ id: testId('broken'), status: 'quarantined' }));
  const assign = (kit: string) => codeOf(on.run('allocation.assign', { allocationId: ALLOCATION, kitId: testId(kit) }, warehouse));
  expect(assign('tent')).toBe('allocation.kit-wrong-kind');
  expect(assign('broken')).toBe('allocation.kit-not-in-service');
  expect(assign('nowhere')).toBe('allocation.kit-missing');
  expect(assign('kit')).toBe('accepted');
  expect(assign('kit')).toBe('allocation.already-assigned');
});

test('a kit goes out and comes back, every step with who and when', () => {
  const on = stage();
  on.run('allocation.pack', { allocationId: ALLOCATION, lines: [{ lineId: CUPS, packed: 90 }] }, warehouse);
  on.run('allocation.dispatch', { allocationId: ALLOCATION, note: 'Van 2' }, warehouse);
  on.run('allocation.deliver', { allocationId: ALLOCATION, note: '' }, ana);
  on.run('allocation.start_return', { allocationId: ALLOCATION }, ana);
  on.run('allocation.return', { allocationId: ALLOCATION, lines: [{ lineId: CUPS, ok: 20, used: 70, lost: 0, damaged: 0 }] }, warehouse);
  on.run('allocation.inspect', { allocationId: ALLOCATION, result: 'ok', note: '' }, warehouse);
  expect(kitPlan(on)).toMatchObject({
    status: 'closed',
    packedLines: [{ lineId: CUPS, name: 'Cups', expected: 100, packed: 90 }],
    returnedLines: [{ lineId: CUPS, name: 'Cups', ok: 20, used: 70 }],
  });
  expect(kitPlan(on).custody.map(({ step, memberId }) => `${step} ${memberId === ana.memberId ? 'Ana' : 'depot'}`)).toEqual([
    'packed depot',
    'in_transit depot',
    'delivered Ana',
    'returning Ana',
    'returned depot',
    'closed depot',
  ]);
});

test('returns made in parts add up, and one piece counted twice is one', () => {
  const on = stage({ status: 'delivered', packedLines: [{ lineId: CUPS, name: 'Cups', expected: 100, packed: 90 }] });
  const back = (ok: number, used: number) =>
    on.run('allocation.return', { allocationId: ALLOCATION, lines: [{ lineId: CUPS, ok, used, lost: 0, damaged: 0 }] }, warehouse);
  back(10, 30);
  back(10, 40);
  expect(kitPlan(on).returnedLines).toMatchObject([{ ok: 20, used: 70 }]);
  back(20, 70);
  expect(kitPlan(on)).toMatchObject({ status: 'returned', returnedLines: [{ ok: 20, used: 70 }] });
});

test('a step heard late joins the custody in its place and moves nothing', () => {
  const on = stage();
  on.now = '2026-06-10T06:00:00.000Z';
  const late = on.decide('allocation.dispatch', { allocationId: ALLOCATION, note: 'Van 2' }, warehouse);
  on.now = '2026-06-10T07:30:00.000Z';
  on.run('allocation.deliver', { allocationId: ALLOCATION, note: '' }, ana);
  if (!late.ok) throw new Error('a fact');
  const result = on.submit(late.value, warehouse, { occurredAt: '2026-06-10T06:00:00.000Z' });
  expect(result.entries[0]?.anomalies).toEqual([]);
  expect(kitPlan(on)).toMatchObject({ status: 'delivered', custody: [{ step: 'in_transit' }, { step: 'delivered' }] });
});

test('packing a released kit is kept and flagged, and the kit stays released', () => {
  const on = stage({ status: 'released' });
  const result = on.run('allocation.pack', { allocationId: ALLOCATION, lines: [{ lineId: CUPS, packed: 1 }] }, warehouse);
  expect(result.ok && result.value.entries[0]?.anomalies[0]?.code).toBe('allocation.packed-when-released');
  expect(kitPlan(on)).toMatchObject({ status: 'released', custody: [{ step: 'packed' }], packedLines: [{ packed: 1 }] });
});

test('a kit that left cannot be released on paper', () => {
  const on = stage({ status: 'in_transit' });
  expect(codeOf(on.run('allocation.release', { allocationId: ALLOCATION, reason: 'Not needed' }))).toBe('allocation.kit-is-out');
});

test('a fact about a kit plan nobody knows is kept on a stand-in', () => {
  const on = stage(null);
  const draft = { type: 'kit.delivered', aggregateType: 'allocation', aggregateId: ALLOCATION, data: { note: 'Gate 3' } } as const;
  expect(on.submit([draft], ana).outcome).toBe('accepted');
  expect(kitPlan(on)).toMatchObject({ status: 'released', kitId: null, custody: [{ step: 'delivered', note: 'Gate 3' }] });
});

test('what is found out about a kit takes it out of service and back', () => {
  const on = stage({ status: 'returned' });
  on.run('allocation.inspect', { allocationId: ALLOCATION, result: 'maintenance', note: 'Pump leaks' }, warehouse);
  expect(on.state('kit', KIT)).toMatchObject({ status: 'in_maintenance', statusReason: 'Pump leaks' });
  const lost = stage({ status: 'delivered' });
  lost.run('allocation.report_lost', { allocationId: ALLOCATION, note: '' }, warehouse);
  expect(lost.state('kit', KIT)).toMatchObject({ status: 'quarantined', statusReason: 'Reported lost.' });
  lost.run('allocation.mark_found', { allocationId: ALLOCATION, note: '' }, warehouse);
  expect(lost.state('kit', KIT).status).toBe('available');
  expect(kitPlan(lost).status).toBe('returned');
});

test('a kit is chosen: home depot, nothing missing, least used, next needed latest, lower id', () => {
  const kit = (name: string, over = {}) => aKit({ id: testId(name), name, ...over });
  const [low, high] = [testId('x'), testId('y')].toSorted();
  const slot = { kitKind: 'Sampling bar', period: PERIOD, siteId: aKit().homeSiteId };
  const names = (on: Stage) => freeKits(slot, on.workspace).map(({ state }) => state.name);
  const on = new Stage().put('kit', kit('far', { homeSiteId: testId('elsewhere') }), kit('worn', { usageCount: 5 }), kit('fresh'));
  expect(names(on)).toEqual(['fresh', 'worn', 'far']);
  on.put(
    'allocation',
    anAllocation({
      id: testId('l'),
      kitId: testId('fresh'),
      status: 'closed',
      period: berlin('2026-05-01T10:00', 2),
      returnedLines: [{ lineId: CUPS, name: 'Cups', ok: 1, used: 0, lost: 1, damaged: 0 }],
    }),
  );
  expect(names(on)).toEqual(['worn', 'fresh', 'far']);
  on.put('allocation', anAllocation({ id: testId('now'), kitId: testId('worn') }));
  expect(names(on)).toEqual(['fresh', 'far']);
  const next = new Stage()
    .put('kit', kit('soon'), kit('later'))
    .put(
      'allocation',
      anAllocation({ id: testId('a'), kitId: testId('soon'), period: berlin('2026-06-12T10:00', 2) }),
      anAllocation({ id: testId('b'), kitId: testId('later'), period: berlin('2026-06-20T10:00', 2) }),
    );
  expect(names(next)).toEqual(['later', 'soon']);
  expect(chooseKit(slot, new Stage().put('kit', kit('1', { id: high }), kit('2', { id: low })).workspace)).toBe(low);
  expect(chooseKit(slot, new Stage().workspace)).toBeNull();
});

test('an approved booking gets its kits over the planning period; what is missing is a shortage people hear of', () => {
  const on = stage(null);
  on.put(
    'booking',
    aBooking({ status: 'pending_approval', staffNeeds: [], kitNeeds: [{ id: testId('kit need'), kitKind: 'Sampling bar', count: 2 }] }),
  );
  expect(approve(on)).toBe('accepted');
  expect(
    ofBooking(on)
      .map(({ status, kitId }) => `${status} ${kitId === KIT}`)
      .toSorted(),
  ).toEqual(['assigned true', 'requested false']);
  expect(ofBooking(on)[0]?.period.startLocal).toBe('2026-06-10T06:00');
  const told = on.all('notification', `member:${testId('manager')}`).filter(({ code }) => code === 'notification.kit-missing');
  expect(told).toMatchObject([{ params: { kits: 'Sampling bar' } }]);
});

test('approved again, nothing is doubled and a shortage gets another chance', () => {
  const on = stage(null);
  on.put('kit', aKit({ status: 'in_maintenance' }));
  approve(on);
  expect(ofBooking(on)).toMatchObject([{ status: 'requested' }]);
  on.put('kit', aKit()).put('booking', { ...on.state('booking', BOOKING), status: 'pending_approval' });
  approve(on);
  expect(ofBooking(on)).toMatchObject([{ status: 'assigned', kitId: KIT }]);
});

test('approved again after a move, the kit is released and asked for anew, the same one if it is free', () => {
  const on = stage(null).put('kit', aKit({ id: testId('a better one'), name: 'Bar 2' }));
  on.put('kit', aKit({ usageCount: 9 }));
  approve(on);
  const [first] = ofBooking(on);
  on.put('booking', { ...on.state('booking', BOOKING), status: 'pending_approval', period: LATER });
  approve(on);
  const live = ofBooking(on).filter(({ status }) => status !== 'released');
  expect(ofBooking(on)).toHaveLength(2);
  expect(live).toMatchObject([{ status: 'assigned', kitId: first?.kitId, usage: LATER }]);
});

test('a kit that is packed already is not taken from a booking that is approved again', () => {
  const on = stage(null);
  approve(on);
  const [first] = ofBooking(on);
  if (first === undefined) throw new Error('one kit');
  on.run('allocation.pack', { allocationId: first.id, lines: [] }, warehouse);
  on.put('booking', { ...on.state('booking', BOOKING), status: 'pending_approval', period: LATER });
  approve(on);
  expect(ofBooking(on)).toMatchObject([{ id: first.id, status: 'packed' }]);
});

test('every sentence is one', () => {
  for (const [code, sentence] of Object.entries(ALLOCATION_CODES)) expect(`${code}: ${sentence}`).toMatch(/^allocation\.[a-z-]+: .+\.$/);
});
