import { beforeEach, describe, expect, test } from 'vitest';
import type { ConflictState } from '../domain/conflict/schema.ts';
import { id, type ModelDevice, type SequencerModel } from './testing/sequencer-model.ts';
import { createBooking, smallOrganization } from './testing/small-organization.ts';

// The twenty conflicts of domain.md section 4, each as two people really make it. Cases 4 and 5 are told in `story.test.ts`.

let server: SequencerModel;
let maya: ModelDevice;
let leo: ModelDevice;
let bookingId: string;

beforeEach(() => {
  ({ server, maya, bookingId } = smallOrganization());
  leo = server.device('leo');
});

const shiftOf = (booking = bookingId) => server.state.find('shift', `booking:${booking}`)[0];
const kitsOf = (booking = bookingId) => server.state.find('allocation', `booking:${booking}`);
const bookingNow = (booking = bookingId) => server.state.get('booking', booking)?.state;
const cards = (): ConflictState[] => {
  const ids = new Set(server.log.filter(({ type }) => type === 'conflict.detected').map(({ aggregateId }) => aggregateId));
  return [...ids].flatMap((conflict) => server.state.get('conflict', conflict)?.state ?? []);
};
const card = (code: string): ConflictState | undefined => cards().find((conflict) => conflict.code === code);
const choose = (conflict: ConflictState | undefined, option: string) =>
  maya.run('conflict.resolve', { conflictId: conflict?.id, choice: option, reason: null });

/** The log alone tells the same story. */
function expectFoldEqual(): void {
  const entities = (workspace: SequencerModel['state']) =>
    [...workspace.changed().values()].map(({ entity }) => entity).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(entities(server.refold())).toEqual(entities(server.state));
}

const assigneeName = (): string => ['ana', 'ben', 'cem'].find((name) => id(name) === shiftOf()?.state.assigneeId) ?? '';
const freeNames = (): string[] => ['ana', 'ben', 'cem'].filter((name) => name !== assigneeName());

describe('people', () => {
  test('1: one person on two overlapping shifts stays where the first plan put them, and others are offered', () => {
    maya.run('booking.approve', { bookingId });
    const other = id('Harbor fair');
    createBooking(maya, other, 'Harbor fair');
    maya.run('shift.create', { ...extraShift('extra one', other), assigneeId: null });
    maya.run('shift.create', { ...extraShift('extra two', other), assigneeId: null });
    const [person = ''] = freeNames();
    leo.goOffline();
    leo.run('shift.assign', { shiftId: id('extra one'), memberId: id(person), overrideReason: null });
    maya.run('shift.assign', { shiftId: id('extra two'), memberId: id(person), overrideReason: null });
    leo.goOnline();
    expect(server.state.get('shift', id('extra two'))?.state.assigneeId).toBe(id(person));
    expect(server.state.get('shift', id('extra one'))?.state.assigneeId).toBeNull();
    expect(card('conflict.person-taken')).toMatchObject({ class: 'C4', severity: 'blocking', status: 'open' });
    expectFoldEqual();
  });

  test('6 and 7: two people on one shift are both kept; one person on two devices arrived once, at the earlier time', () => {
    maya.run('booking.approve', { bookingId });
    const [other = ''] = freeNames();
    const shiftId = shiftOf()?.id;
    const phone = server.device(`${assigneeName()} phone`, 'staff', id(assigneeName()));
    const tablet = server.device(`${assigneeName()} tablet`, 'staff', id(assigneeName()));
    const helper = server.device(other, 'staff');
    for (const device of [phone, tablet, helper]) device.goOffline();
    phone.run('shift.check_in', { shiftId, memberId: null, method: 'manual' }, '2026-06-05T08:04:00.000Z');
    tablet.run('shift.check_in', { shiftId, memberId: null, method: 'manual' }, '2026-06-05T08:01:00.000Z');
    helper.run('shift.check_in', { shiftId, memberId: null, method: 'manual' }, '2026-06-05T08:00:00.000Z');
    for (const device of [phone, tablet, helper]) device.goOnline();
    expect(shiftOf()?.state).toMatchObject({
      status: 'checked_in',
      checkIn: { memberId: id(assigneeName()), at: '2026-06-05T08:01:00.000Z' },
      unplanned: [{ memberId: id(other) }],
    });
    expect(cards().map(({ code }) => code)).toEqual(['conflict.unplanned-attendance']);
    expectFoldEqual();
  });

  test('8: a no-show is taken back when the check-in of that person is heard late', () => {
    maya.run('booking.approve', { bookingId });
    const person = server.device('late word', 'staff', shiftOf()?.state.assigneeId ?? '');
    person.goOffline();
    person.run('shift.check_in', { shiftId: shiftOf()?.id, memberId: null, method: 'manual' }, '2026-06-05T08:02:00.000Z');
    maya.run('shift.record_no_show', { shiftId: shiftOf()?.id }, '2026-06-05T08:30:00.000Z');
    expect(shiftOf()?.state.status).toBe('no_show');
    person.goOnline();
    expect(shiftOf()?.state).toMatchObject({ status: 'checked_in', checkIn: { at: '2026-06-05T08:02:00.000Z' } });
    expect(server.state.find('notification', `member:${id('leo')}`).map(({ state }) => state.code)).toContain(
      'notification.shift-came-after-all',
    );
    expectFoldEqual();
  });

  test('14: plans of somebody who lost the role are refused; what they recorded waits until a supervisor takes it over', () => {
    maya.run('booking.approve', { bookingId });
    const name = assigneeName();
    const worker = server.device(name, 'staff');
    worker.goOffline();
    worker.run('shift.check_in', { shiftId: shiftOf()?.id, memberId: null, method: 'manual' }, '2026-06-05T08:00:00.000Z');
    server.device('owner', 'owner').run('member.suspend', { memberId: id(name), reason: 'Contract ended' });
    const [outcome] = worker.goOnline({ role: 'auditor' });
    expect(outcome?.outcome).toBe('parked');
    expect(shiftOf()?.state.checkIn).toBeNull();
    const waiting = card('conflict.needs-approval');
    expect(waiting).toMatchObject({ class: 'C6', status: 'open' });
    choose(waiting, 'accept');
    const recorded = [shiftOf()?.state.checkIn, ...(shiftOf()?.state.unplanned ?? [])];
    expect(recorded).toContainEqual(expect.objectContaining({ memberId: id(name), at: '2026-06-05T08:00:00.000Z' }));
    expectFoldEqual();
  });

  test('15: the second of two managers to fill a shift is offered another open one, not an error', () => {
    const other = id('Two heads');
    createBooking(maya, other, 'Two heads');
    maya.run('shift.create', { ...extraShift('head one', other), assigneeId: null });
    maya.run('shift.create', { ...extraShift('head two', other), assigneeId: null });
    maya.run('shift.publish', { shiftId: id('head two') });
    leo.goOffline();
    leo.run('shift.assign', { shiftId: id('head one'), memberId: id('ben'), overrideReason: null });
    maya.run('shift.assign', { shiftId: id('head one'), memberId: id('ana'), overrideReason: null });
    expect(leo.goOnline()[0]?.outcome).toBe('rejected');
    const race = card('conflict.illegal-state');
    expect(race?.options.map(({ code }) => code)).toEqual(['option.assign-elsewhere', 'option.keep-theirs', 'option.swap-person']);
    choose(race, 'assign_other');
    expect(server.state.get('shift', id('head two'))?.state.assigneeId).toBe(id('ben'));
    expectFoldEqual();
  });

  test('19: publishing a roster from an old view publishes what is still there and leaves the rest with its reason', () => {
    const other = id('Roster');
    createBooking(maya, other, 'Roster');
    for (const name of ['first', 'second']) maya.run('shift.create', { ...extraShift(name, other), assigneeId: null });
    leo.goOffline();
    for (const name of ['first', 'second']) leo.run('shift.publish', { shiftId: id(name) });
    maya.run('shift.cancel', { shiftId: id('first'), reason: 'Not needed' });
    expect(leo.goOnline().map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
    expect(server.state.get('shift', id('second'))?.state.status).toBe('open');
    expect(cards()).toHaveLength(1);
  });
});

describe('kits and stock', () => {
  test('2: of two bookings that took one kit apart, the one that has it in hand keeps it and the other gets a free one', () => {
    const other = id('Harbor fair');
    createBooking(maya, other, 'Harbor fair');
    for (const [name, booking] of [
      ['mine', bookingId],
      ['theirs', other],
    ] as const) {
      maya.run('allocation.request', { ...kitPlan(name, booking), kitId: null });
    }
    leo.goOffline();
    leo.run('allocation.assign', { allocationId: id('mine'), kitId: id('kit-1') });
    leo.run('allocation.pack', { allocationId: id('mine'), lines: [] });
    maya.run('allocation.assign', { allocationId: id('theirs'), kitId: id('kit-1') });
    expect(leo.goOnline().map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
    expect(server.state.get('allocation', id('mine'))?.state).toMatchObject({ status: 'packed', kitId: id('kit-1') });
    expect(server.state.get('allocation', id('theirs'))?.state.status).toBe('released');
    const replaced = kitsOf(other).find(({ state }) => state.status === 'assigned');
    expect(replaced?.state.kitId).toBe(id('kit-2'));
    expect(card('conflict.kit-in-hand')).toMatchObject({ about: { type: 'allocation', id: id('theirs') }, severity: 'blocking' });
    expectFoldEqual();
  });

  test('9: more left the shelf than was on it: the movements stand and one card per item asks for a count', () => {
    maya.run('item.create', item('cups'));
    maya.run('item.receive', { itemId: id('cups'), quantity: 10, note: '' });
    leo.goOffline();
    leo.run('item.issue', { itemId: id('cups'), quantity: 8, bookingId: null, note: '' });
    maya.run('item.issue', { itemId: id('cups'), quantity: 6, bookingId: null, note: '' });
    leo.goOnline();
    leo.run('item.issue', { itemId: id('cups'), quantity: 1, bookingId: null, note: '' });
    expect(server.state.get('item', id('cups'))?.state.onHand).toBe(-5);
    const short = cards().filter(({ code }) => code === 'conflict.stock-below-zero');
    expect(short).toHaveLength(1);
    choose(short[0], 'accept');
    expect(server.state.get('item', id('cups'))?.state.onHand).toBe(0);
    leo.run('item.issue', { itemId: id('cups'), quantity: 2, bookingId: null, note: '' });
    expect(cards().filter(({ code, status }) => code === 'conflict.stock-below-zero' && status === 'open')).toHaveLength(1);
    expectFoldEqual();
  });

  test('10: a return made in two parts adds up; the same part counted on two devices counts once', () => {
    maya.run('booking.approve', { bookingId });
    const allocationId = kitsOf()[0]?.id;
    const lineId = server.state.get('kit', kitsOf()[0]?.state.kitId ?? '')?.state.contents[0]?.id;
    const returned = (ok: number) => ({ allocationId, lines: [{ lineId, ok, used: 0, lost: 0, damaged: 0 }] });
    maya.run('allocation.pack', { allocationId, lines: [{ lineId, packed: 2 }] });
    maya.run('allocation.deliver', { allocationId, note: '' });
    leo.goOffline();
    leo.run('allocation.return', returned(1));
    maya.run('allocation.return', returned(1));
    leo.goOnline();
    expect(kitsOf()[0]?.state.returnedLines).toMatchObject([{ ok: 2 }]);
    leo.run('allocation.return', returned(2));
    expect(kitsOf()[0]?.state.returnedLines).toMatchObject([{ ok: 2 }]);
    expectFoldEqual();
  });
});

describe('one thing in two cases', () => {
  const caseNow = (name: string) => server.state.get('kit', id(name))?.state.contents.map((line) => line.name);

  beforeEach(() => {
    const other = id('Harbor fair');
    createBooking(maya, other, 'Harbor fair');
    for (const [name, booking] of [
      ['one', bookingId],
      ['two', other],
    ] as const) {
      const kitId = id(name === 'one' ? 'kit-1' : 'kit-2');
      const line = { id: id(`${name} tablet`), itemId: null, name: 'Tablet', code: 'TAB-7', quantity: 1 };
      const contents = server.state.get('kit', kitId)?.state.contents ?? [];
      maya.run('kit.change_contents', { kitId, contents: [...contents, line] });
      maya.run('allocation.request', { ...kitPlan(name, booking), kitId });
    }
  });
  const pack = (device: ModelDevice, name: string, packed = 1) =>
    device.run('allocation.pack', { allocationId: id(name), lines: [{ lineId: id(`${name} tablet`), packed }] });
  const twice = () => cards().filter(({ code }) => code === 'conflict.item-in-two-kits');

  test('11: both scans stand, the other case is to be counted again, and the list that was wrong can be put right', () => {
    leo.goOffline();
    pack(leo, 'one');
    pack(maya, 'two');
    leo.goOnline();
    expect(kitsOf()[0]?.state.status).toBe('packed');
    expect(twice()).toMatchObject([
      { class: 'C3', about: { type: 'allocation', id: id('two') }, params: { item: 'Tablet', kit: 'kit-1', other: 'kit-2' } },
    ]);
    expect(twice()[0]?.options.map(({ code }) => code)).toEqual(['option.recount-kit', 'option.item-is-here', 'option.item-is-there']);
    pack(maya, 'two');
    expect(twice()).toHaveLength(1);
    choose(twice()[0], 'accept');
    expect(caseNow('kit-1')).toContain('Tablet');
    expect(caseNow('kit-2')).not.toContain('Tablet');
    expectFoldEqual();
  });

  test('11: two numbers are two things, though the same is written on them', () => {
    for (const [name, kit] of [
      ['one', 'kit-1'],
      ['two', 'kit-2'],
    ] as const) {
      maya.run('item.create', { ...item(`${name} number`), tracking: 'serial', serialNumber: name });
      const contents = server.state.get('kit', id(kit))?.state.contents ?? [];
      const numbered = contents.map((line) => (line.name === 'Tablet' ? { ...line, itemId: id(`${name} number`) } : line));
      maya.run('kit.change_contents', { kitId: id(kit), contents: numbered });
    }
    pack(maya, 'one');
    pack(maya, 'two');
    expect(twice()).toEqual([]);
  });

  test('11: nothing is asked while one of them is not packed, or is back already', () => {
    pack(maya, 'one', 0);
    pack(maya, 'two');
    expect(twice()).toEqual([]);
    maya.run('allocation.deliver', { allocationId: id('two'), note: '' });
    maya.run('allocation.return', {
      allocationId: id('two'),
      lines: [{ lineId: id('two tablet'), ok: 1, used: 0, lost: 0, damaged: 0 }],
    });
    pack(maya, 'one');
    expect(twice()).toEqual([]);
  });
});

describe('what was settled', () => {
  test('a decision can be taken up, given back, dismissed and opened again for thirty days', () => {
    maya.run('booking.approve', { bookingId });
    maya.run('location.suspend', { locationId: id('harbor'), reason: 'Storm damage' });
    const of = () => card('conflict.place-blocked');
    const conflictId = of()?.id;
    maya.run('conflict.claim', { conflictId });
    expect(of()).toMatchObject({ status: 'claimed', claimedBy: id('maya') });
    maya.run('conflict.reopen', { conflictId });
    expect(of()).toMatchObject({ status: 'open', claimedBy: null });
    maya.run('conflict.dismiss', { conflictId, reason: 'It dries by then' }, '2026-06-01T10:00:00.000Z');
    leo.run('conflict.reopen', { conflictId }, '2026-07-01T10:00:00.000Z');
    expect(of()).toMatchObject({ status: 'open', reason: null, resolvedAt: null });
    maya.run('conflict.dismiss', { conflictId, reason: 'It is dry' }, '2026-06-01T10:00:00.000Z');
    expect(() => leo.run('conflict.reopen', { conflictId }, '2026-07-01T10:01:00.000Z')).toThrow('conflict.too-old');
    expect(of()?.status).toBe('dismissed');
    expectFoldEqual();
  });
});

describe('wall time', () => {
  const night = (start: string, startLocal: string) => ({
    start,
    startLocal,
    end: `${start.slice(0, 10)}T08:00:00.000Z`,
    endLocal: `${start.slice(0, 10)}T${start < '2026-10' ? '10' : '09'}:00`,
    zone: 'Europe/Berlin',
  });

  test('13: a time that comes twice in a night shows both instants, and is asked once', () => {
    const first = night('2026-10-25T00:30:00.000Z', '2026-10-25T02:30');
    maya.run('booking.reschedule', { bookingId, period: first });
    const twice = card('conflict.time-comes-twice');
    expect(twice).toMatchObject({ class: 'C8', params: { time: '2026-10-25 02:30', zone: 'Europe/Berlin' } });
    expect(twice?.options.map(({ params }) => params['time'])).toEqual(['2026-10-25 02:30 (UTC+02:00)', '2026-10-25 02:30 (UTC+01:00)']);
    choose(twice, 'accept:1');
    expect(bookingNow()?.period).toEqual({ ...first, start: '2026-10-25T01:30:00.000Z' });
    expect(cards().filter(({ status }) => status === 'open')).toEqual([]);
    expectFoldEqual();
  });

  test('13: a time that the clocks skip shows what it would be by either clock, and takes the wall time of the one chosen', () => {
    maya.run('booking.reschedule', { bookingId, period: night('2026-03-29T01:30:00.000Z', '2026-03-29T02:30') });
    const never = card('conflict.time-never-comes');
    expect(never?.options.map(({ params, recommended }) => [params['time'], recommended])).toEqual([
      ['2026-03-29 01:30 (UTC+01:00)', false],
      ['2026-03-29 03:30 (UTC+02:00)', true],
    ]);
    choose(never, 'accept:1');
    expect(bookingNow()?.period).toMatchObject({ start: '2026-03-29T01:30:00.000Z', startLocal: '2026-03-29T03:30' });
    expectFoldEqual();
  });

  test('13: a place whose zone was corrected asks each booking there whether the clock or the moment was meant', () => {
    maya.run('booking.approve', { bookingId });
    const planned = bookingNow()?.period;
    maya.run('location.edit', { locationId: id('harbor'), changes: { zone: 'Europe/Lisbon' } });
    const corrected = card('conflict.zone-corrected');
    expect(corrected).toMatchObject({
      about: { type: 'booking', id: bookingId },
      params: { former: 'Europe/Berlin', zone: 'Europe/Lisbon' },
    });
    expect(corrected?.options[0]?.notifies).toContain(id(assigneeName()));
    expect(bookingNow()?.period).toEqual(planned);
    choose(corrected, 'accept:0');
    expect(bookingNow()).toMatchObject({
      status: 'pending_approval',
      period: { startLocal: planned?.startLocal, start: '2026-06-05T09:00:00.000Z', zone: 'Europe/Lisbon' },
    });
    expectFoldEqual();
  });

  test('13: another name for the same clock asks nobody, nor does work that is over', () => {
    maya.run('location.edit', { locationId: id('harbor'), changes: { zone: 'Europe/Paris' } });
    maya.run('booking.cancel', { bookingId, reason: 'Rain' });
    maya.run('location.edit', { locationId: id('harbor'), changes: { zone: 'Asia/Tokyo' } });
    expect(cards()).toEqual([]);
  });
});

describe('bookings and places', () => {
  test('3: an edit made before the approval was known joins it when small and re-opens it when not', () => {
    leo.goOffline();
    leo.run('booking.edit', { bookingId, changes: { brand: 'Fjord Zero' } });
    leo.run('booking.change_needs', { bookingId, staffNeeds: [{ id: id('more'), role: 'Demonstrator', count: 2, skills: [] }] });
    maya.run('booking.approve', { bookingId });
    expect(leo.goOnline().map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(bookingNow()).toMatchObject({ brand: 'Fjord Zero', status: 'pending_approval' });
    expectFoldEqual();
  });

  test('12: a place that closes marks every booking still planned there and offers ways out', () => {
    maya.run('booking.approve', { bookingId });
    maya.run('location.suspend', { locationId: id('harbor'), reason: 'Storm damage' });
    const blocked = card('conflict.place-blocked');
    expect(blocked).toMatchObject({ class: 'C5', about: { type: 'booking', id: bookingId }, params: { place: 'Harbor' } });
    expect(blocked?.options.map(({ code }) => code)).toEqual(['option.plan-elsewhere', 'option.reinstate-place', 'option.cancel-booking']);
    choose(blocked, 'accept');
    expect(server.state.get('location', id('harbor'))?.state.status).toBe('approved');
    maya.run('location.suspend', { locationId: id('harbor'), reason: 'Storm again' });
    expect(cards().filter(({ code, status }) => code === 'conflict.place-blocked' && status === 'open')).toHaveLength(1);
    expectFoldEqual();
  });

  test('12: whose clock is wrong by months changes nothing about which bookings a closed place marks', () => {
    maya.run('booking.approve', { bookingId });
    maya.run('location.suspend', { locationId: id('harbor'), reason: 'Storm damage' }, '2031-01-01T08:00:00.000Z');
    expect(card('conflict.place-blocked')).toMatchObject({ about: { type: 'booking', id: bookingId } });
    expectFoldEqual();
  });

  test('12: a place archived while somebody planned there unseen is archived, and the booking is marked', () => {
    const owner = server.device('owner', 'owner');
    owner.goOffline();
    maya.run('booking.cancel', { bookingId, reason: 'Rain' });
    const late = id('late fair');
    createBooking(maya, late, 'Late fair');
    owner.run('location.archive', { locationId: id('harbor'), reason: 'Sold' }, '2026-06-09T08:00:00.000Z');
    expect(owner.goOnline().map(({ outcome }) => outcome)).toEqual(['accepted']);
    expect(server.state.get('location', id('harbor'))?.state.status).toBe('archived');
    expect(card('conflict.place-blocked')).toMatchObject({ about: { type: 'booking', id: late } });
    expectFoldEqual();
  });

  test('16: one job entered at two sites stays twice until somebody merges it; a copy made knowingly asks nothing', () => {
    leo.goOffline();
    createBooking(leo, id('twin'), 'Spring tasting again');
    createBooking(maya, id('known'), 'Made with open eyes');
    maya.run('booking.cancel', { bookingId: id('known'), reason: 'Test' });
    expect(card('conflict.duplicate')).toBeUndefined();
    createBooking(maya, id('unseen'), 'Spring tasting once more');
    leo.goOnline();
    const twin = card('conflict.duplicate');
    expect(twin).toMatchObject({ class: 'C7', params: { other: 'Spring tasting once more' } });
    choose(twin, 'keep_theirs');
    expect(bookingNow(id('twin'))?.status).toBe('cancelled');
    expect(bookingNow(id('unseen'))?.status).toBe('draft');
    expectFoldEqual();
  });

  test('17: notes written apart are both kept, each line once', () => {
    maya.run('booking.edit', { bookingId, changes: { notes: 'Gate 3' } });
    leo.goOffline();
    leo.run('booking.edit', { bookingId, changes: { notes: 'Gate 3\nAsk for Ida' } });
    maya.run('booking.edit', { bookingId, changes: { notes: 'Gate 4 after noon\nGate 3' } });
    expect(leo.goOnline()[0]).toMatchObject({ outcome: 'amended', reason: { code: 'event.texts-joined' } });
    expect(bookingNow()?.notes).toBe('Gate 4 after noon\nGate 3\nAsk for Ida');
    expect(cards()).toEqual([]);
    expectFoldEqual();
  });

  test('17: texts that together are too long for the field keep the later one, and the history the other', () => {
    leo.goOffline();
    leo.run('booking.edit', { bookingId, changes: { notes: 'l'.repeat(5000) } });
    maya.run('booking.edit', { bookingId, changes: { notes: 'm'.repeat(5000) } });
    leo.goOnline();
    expect(bookingNow()?.notes).toBe('l'.repeat(5000));
    expectFoldEqual();
  });

  test('20: a fact from a newer app is kept with what this one cannot read; a plan is refused with the field', () => {
    maya.run('booking.approve', { bookingId });
    const worker = server.device(assigneeName(), 'staff');
    const shiftId = shiftOf()?.id ?? '';
    const newer = { memberId: id(assigneeName()), method: 'manual', at: '2026-06-05T08:00:00.000Z', verified: false, heartRate: 71 };
    const [fact] = worker.send([{ type: 'shift.checked_in', aggregateType: 'shift', aggregateId: shiftId, data: newer }]);
    expect(fact?.outcome).toBe('amended');
    expect(shiftOf()?.state.status).toBe('checked_in');
    expect(server.log.find(({ type }) => type === 'shift.checked_in')?.submittedData).toMatchObject({ heartRate: 71 });
    const [plan] = leo.send([
      { type: 'booking.note_added', aggregateType: 'booking', aggregateId: bookingId, data: { noteId: id('n'), text: 'x', colour: 'red' } },
    ]);
    expect(plan).toMatchObject({ outcome: 'rejected', reason: { code: 'event.invalid-data' } });
    expectFoldEqual();
  });
});

const period = {
  start: '2026-06-08T08:00:00.000Z',
  end: '2026-06-08T16:00:00.000Z',
  zone: 'Europe/Berlin',
  startLocal: '2026-06-08T10:00',
  endLocal: '2026-06-08T18:00',
};

const extraShift = (name: string, booking: string) => ({
  shiftId: id(name),
  bookingId: booking,
  needId: null,
  locationId: id('harbor'),
  siteId: id('site'),
  role: 'Demonstrator',
  skills: ['sampling'],
  period,
  overrideReason: null,
  notes: '',
});

const kitPlan = (name: string, booking: string) => ({
  allocationId: id(name),
  bookingId: booking,
  needId: null,
  kitKind: 'Sampling bar',
  usage: period,
});

const item = (name: string) => ({
  itemId: id(name),
  name,
  sku: name,
  tracking: 'bulk',
  serialNumber: null,
  code: null,
  siteId: id('site'),
  unit: 'piece',
  reorderPoint: null,
});
