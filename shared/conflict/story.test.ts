import { beforeEach, describe, expect, test } from 'vitest';
import { id, type ModelDevice, type SequencerModel } from './testing/sequencer-model.ts';
import { smallOrganization } from './testing/small-organization.ts';

let server: SequencerModel;
let maya: ModelDevice;
let bookingId: string;

beforeEach(() => {
  ({ server, maya, bookingId } = smallOrganization());
});

const shiftOf = (booking = bookingId) => server.state.find('shift', `booking:${booking}`)[0];
const kitOf = (booking = bookingId) => server.state.find('allocation', `booking:${booking}`)[0];
const booking = () => server.state.get('booking', bookingId)?.state;
const conflicts = () => server.state.find('conflict', `booking:${bookingId}`).map(({ state }) => state);
const staff = (name: string) => server.device(name, 'staff');

/** Two logs are the same story when they fold to the same objects. */
function expectFoldEqual(): void {
  const folded = server.refold();
  expect([...folded.changed().values()].map(({ entity }) => entity).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    [...server.state.changed().values()].map(({ entity }) => entity).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

describe('approving a booking', () => {
  test('creates its shifts, plans the best person, allocates a kit and tells people', () => {
    const result = maya.run('booking.approve', { bookingId });
    expect(result?.outcome).toBe('accepted');
    expect(shiftOf()?.state).toMatchObject({ status: 'confirmed', role: 'Demonstrator', period: { start: '2026-06-05T08:00:00.000Z' } });
    expect(shiftOf()?.state.candidates).toHaveLength(3);
    expect(kitOf()?.state.status).toBe('assigned');
    const assignee = shiftOf()?.state.assigneeId ?? '';
    expect(server.state.find('notification', `member:${assignee}`)).not.toHaveLength(0);
    expectFoldEqual();
  });

  test('twice gives the same shifts, never a second set', () => {
    maya.run('booking.approve', { bookingId });
    const again = server.device('leo').run('booking.approve', { bookingId });
    expect(again?.outcome).toBe('noop');
    expect(server.state.find('shift', `booking:${bookingId}`)).toHaveLength(1);
  });

  test('is predicted offline with the very ids the server gives', () => {
    maya.goOffline();
    maya.run('booking.approve', { bookingId });
    maya.goOnline();
    const [shift] = server.state.find('shift', `booking:${bookingId}`);
    expect(server.log.filter((event) => event.type === 'shift.created').map((event) => event.aggregateId)).toEqual([shift?.id]);
  });
});

describe('C2: two people edit the same field', () => {
  test('the first accepted contact stays, the second becomes a conflict that can still win', () => {
    const leo = server.device('leo');
    leo.goOffline();
    leo.run('booking.edit', { bookingId, changes: { contactName: 'Leo’s contact', notes: 'from Leo' } });
    maya.run('booking.edit', { bookingId, changes: { contactName: 'Maya’s contact', notes: 'from Maya' } });
    const [result] = leo.goOnline();
    expect(result?.outcome).toBe('amended');
    expect(booking()).toMatchObject({ contactName: 'Maya’s contact', notes: 'from Maya\nfrom Leo' });
    const [conflict] = conflicts();
    expect(conflict).toMatchObject({
      class: 'C2',
      status: 'open',
      theirs: { values: { contactName: 'Maya’s contact' } },
      mine: { values: { contactName: 'Leo’s contact' } },
    });
    maya.run('conflict.resolve', { conflictId: conflict?.id, choice: 'keep_mine', reason: null });
    expect(booking()?.contactName).toBe('Leo’s contact');
    expect(conflicts()[0]?.status).toBe('resolved');
    expectFoldEqual();
  });

  test('different fields merge without a word (C1)', () => {
    const leo = server.device('leo');
    leo.goOffline();
    leo.run('booking.edit', { bookingId, changes: { contactPhone: '2' } });
    maya.run('booking.edit', { bookingId, changes: { contactName: 'Maya’s contact' } });
    expect(leo.goOnline()[0]?.outcome).toBe('accepted');
    expect(booking()).toMatchObject({ contactName: 'Maya’s contact', contactPhone: '2' });
    expect(conflicts()).toEqual([]);
  });
});

describe('C4: one person, two bookings', () => {
  test('the earlier claim stays, the other slot stays open and free people are offered', () => {
    maya.run('booking.approve', { bookingId });
    const assignee = shiftOf()?.state.assigneeId ?? '';
    const free = ['ana', 'ben', 'cem'].map(id).filter((member) => member !== assignee);
    const leo = server.device('leo');
    leo.run('shift.create', { ...slot('one'), assigneeId: null });
    leo.run('shift.create', { ...slot('two'), assigneeId: null });
    leo.goOffline();
    leo.run('shift.assign', { shiftId: id('one'), memberId: free[0], overrideReason: null });
    maya.run('shift.assign', { shiftId: id('two'), memberId: free[0], overrideReason: null });
    expect(leo.goOnline()[0]?.outcome).toBe('rejected');
    expect(server.state.get('shift', id('one'))?.state.assigneeId).toBeNull();
    const [conflict] = server.state.find('conflict', `about:${id('one')}`).map(({ state }) => state);
    expect(conflict).toMatchObject({ class: 'C4', code: 'conflict.person-taken', status: 'open' });
    expect(conflict?.options.map((option) => option.id)).toEqual(['assign_other', 'assign_other', 'keep_theirs', 'keep_mine']);
    leo.run('conflict.resolve', { conflictId: conflict?.id, choice: 'keep_mine', reason: null });
    expect(server.state.get('shift', id('one'))?.state.assigneeId).toBe(free[0]);
    expect(server.state.get('shift', id('two'))?.state.assigneeId).toBeNull();
    expectFoldEqual();
  });
});

describe('facts against the plan (domain.md section 4, cases 4 and 5)', () => {
  test('work recorded offline on a booking that was cancelled and a shift that was moved stands, with a card for each', () => {
    maya.run('booking.approve', { bookingId });
    const assignee = shiftOf()?.state.assigneeId ?? '';
    const name = ['ana', 'ben', 'cem'].find((candidate) => id(candidate) === assignee) ?? '';
    const other = ['ana', 'ben', 'cem'].map(id).find((member) => member !== assignee);
    const worker = staff(name);
    worker.goOffline();
    const shiftId = shiftOf()?.id;
    const allocationId = kitOf()?.id;
    const lineId = server.state.get('kit', kitOf()?.state.kitId ?? '')?.state.contents[0]?.id;
    worker.run('shift.start_travel', { shiftId });
    worker.run('shift.check_in', { shiftId, memberId: null, method: 'manual' });
    worker.run('allocation.pack', { allocationId, lines: [{ lineId, packed: 2 }] });
    worker.run('allocation.deliver', { allocationId, note: '' });
    worker.run('shift.check_out', { shiftId });
    worker.run('booking.submit_report', { bookingId, summary: 'Went well', visitors: 40, samplesGiven: 30, issues: '' });
    maya.run('shift.reassign', { shiftId, memberId: other, overrideReason: null });
    maya.run('booking.cancel', { bookingId, reason: 'Client called it off' });
    expect(shiftOf()?.state.status).toBe('cancelled');
    for (const result of worker.goOnline()) expect(['accepted', 'amended']).toContain(result.outcome);
    expect(booking()).toMatchObject({ status: 'completed', workAfterCancel: true, report: { summary: 'Went well' } });
    expect(shiftOf()?.state.unplanned).toMatchObject([{ memberId: assignee, checkedOutAt: expect.any(String) }]);
    expect(kitOf()?.state.custody.map((step) => step.step)).toEqual(expect.arrayContaining(['packed', 'delivered']));
    expect(
      conflicts()
        .map((conflict) => conflict.code)
        .toSorted(),
    ).toEqual(['conflict.unplanned-attendance', 'conflict.work-after-cancel']);
    expect(server.log.filter((event) => event.kind === 'fact' && event.outcome === 'rejected')).toEqual([]);
    expectFoldEqual();
  });
});

describe('C3: the state machine', () => {
  test('a plan that no longer fits is refused with its reason and leaves a card', () => {
    maya.run('booking.approve', { bookingId });
    const leo = server.device('leo');
    leo.goOffline();
    leo.run('booking.cancel', { bookingId, reason: 'No venue' });
    const lead = server.device('worker', 'staff', shiftOf()?.state.assigneeId ?? '');
    lead.run('shift.check_in', { shiftId: shiftOf()?.id, memberId: null, method: 'manual' });
    maya.run('booking.finish', { bookingId });
    expect(leo.goOnline()[0]).toMatchObject({ outcome: 'rejected' });
    expect(conflicts().some((conflict) => conflict.code === 'conflict.illegal-state')).toBe(true);
    expect(booking()?.status).toBe('completed');
  });
});

const slot = (name: string) => ({
  shiftId: id(name),
  bookingId: null,
  needId: null,
  locationId: id('harbor'),
  siteId: id('site'),
  role: 'Demonstrator',
  skills: ['sampling'],
  period: {
    start: '2026-06-08T08:00:00.000Z',
    end: '2026-06-08T16:00:00.000Z',
    zone: 'Europe/Berlin',
    startLocal: '2026-06-08T10:00',
    endLocal: '2026-06-08T18:00',
  },
  overrideReason: null,
  notes: '',
});
