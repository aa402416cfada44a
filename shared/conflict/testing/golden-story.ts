import type { RecordedEvent } from '../../domain/kernel/event.ts';
import { createBooking, smallOrganization } from './small-organization.ts';
import { id, SITE, type ModelDevice, type SequencerModel } from './sequencer-model.ts';

/**
 * A story in which everything happens at least once: every event type of the rulebook, decided and admitted by the real
 * rules. What it writes down becomes a golden log (`write-golden.ts`). A new event type needs a line here.
 */
export function goldenStory(): readonly RecordedEvent[] {
  const { server, maya, bookingId } = smallOrganization();
  const owner = server.device('owner', 'owner');
  const clock = server.device('clock', 'policy');
  organization(owner, clock);
  places(maya, owner);
  stock(maya);
  bookings(server, maya, bookingId);
  roster(server, maya, owner, clock);
  kits(maya);
  disagreements(server, maya);
  return server.log;
}

const day = (date: string, from = '08', to = '16') => ({
  start: `${date}T${from}:00:00.000Z`,
  end: `${date}T${to}:00:00.000Z`,
  zone: 'Europe/Berlin',
  startLocal: `${date}T${String(Number(from) + 2).padStart(2, '0')}:00`,
  endLocal: `${date}T${String(Number(to) + 2).padStart(2, '0')}:00`,
});

function organization(owner: ModelDevice, clock: ModelDevice): void {
  owner.run('organization.edit', { changes: { name: 'Northlight Events' } });
  owner.run('organization.change_settings', { changes: { travelMinutes: 20, lateGraceMinutes: 15 } });
  owner.run('organization.add_site', { site: { id: id('second site'), name: 'Hamburg depot', zone: 'Europe/Berlin' } });
  owner.run('member.edit', { memberId: id('ana'), changes: { phone: '+49 40 7', skills: ['sampling', 'barista'] } });
  owner.run('member.change_role', { memberId: id('ben'), role: 'site_lead' });
  owner.run('member.suspend', { memberId: id('cem'), reason: 'Papers missing' });
  owner.run('member.reinstate', { memberId: id('cem') });
  person(owner, 'dora');
  owner.run('member.remove', { memberId: id('dora'), reason: 'Moved away' });
  owner.run('availability.record', {
    availabilityId: id('leave'),
    memberId: id('ben'),
    kind: 'leave',
    period: day('2026-07-01'),
    note: 'Summer',
  });
  owner.run('availability.remove', { availabilityId: id('leave') });
  for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) {
    owner.run('invitation.invite', {
      invitationId: id(`${name} invitation`),
      email: name === 'second' ? 'first@northlight.example' : `${name}@northlight.example`,
      name,
      role: 'staff',
      homeSiteId: SITE,
      expiresAt: '2026-06-08T10:00:00.000Z',
    });
  }
  owner.run('invitation.resend', { invitationId: id('second invitation'), expiresAt: '2026-06-10T10:00:00.000Z' });
  const answer = (invitation: string, type: string, data: unknown) =>
    clock.send([{ type: `organization.${type}`, aggregateType: 'invitation', aggregateId: id(`${invitation} invitation`), data }]);
  clock.send([
    {
      type: 'organization.user_joined',
      aggregateType: 'member',
      aggregateId: id('eva'),
      data: {
        name: 'Eva',
        email: 'first@northlight.example',
        phone: null,
        role: 'staff',
        hasLogin: true,
        homeSiteId: SITE,
        skills: [],
        certificates: [{ name: 'Food safety', validUntil: '2027-01-31' }],
        maxMinutesPerWeek: 1200,
        notes: '',
      },
    },
  ]);
  answer('second', 'invitation_accepted', { memberId: id('eva') });
  answer('third', 'invitation_declined', {});
  answer('fourth', 'invitation_expired', {});
  owner.run('invitation.revoke', { invitationId: id('fifth invitation') });
}

function person(owner: ModelDevice, name: string): void {
  owner.run('member.create', {
    memberId: id(name),
    name,
    email: null,
    phone: null,
    role: 'staff',
    hasLogin: false,
    homeSiteId: SITE,
    skills: [],
    certificates: [],
    maxMinutesPerWeek: null,
    notes: '',
  });
}

function places(maya: ModelDevice, owner: ModelDevice): void {
  const make = (name: string) => {
    const locationId = id(name);
    maya.run('location.create', {
      locationId,
      name,
      zone: 'Europe/Berlin',
      latitude: 53.55,
      longitude: 9.99,
      contactName: 'Kim',
      contactPhone: '2',
      loadInNotes: 'Ring twice',
      address: { line1: 'Markt 1', line2: '', city: 'Hamburg', region: '', postalCode: '20095', country: 'DE' },
      hours: [{ weekday: 1, opens: '08:00', closes: '20:00' }],
      licenceNumber: 'L-1',
      licenceValidUntil: '2027-01-31',
      notes: '',
    });
    return { locationId };
  };
  const cellar = make('cellar');
  maya.run('location.submit', cellar);
  maya.run('location.reject', { ...cellar, reason: 'Too small' });
  const market = make('market');
  maya.run('location.edit', { ...market, changes: { loadInNotes: 'Ring three times' } });
  maya.run('location.submit', market);
  maya.run('location.return', { ...market, reason: 'No licence attached' });
  maya.run('location.submit', market);
  maya.run('location.approve', { ...market, validUntil: '2027-01-31', checklist: ['Power', 'Water'] });
  maya.run('location.suspend', { ...market, reason: 'Works in the street' });
  maya.run('location.reinstate', market);
  owner.run('location.archive', { ...market, reason: 'Closed for good' });
}

function stock(maya: ModelDevice): void {
  const itemId = id('cups');
  maya.run('item.create', {
    itemId,
    name: 'Paper cups',
    sku: 'CUP-1',
    tracking: 'bulk',
    serialNumber: null,
    code: 'CUP',
    siteId: SITE,
    unit: 'pcs',
    reorderPoint: 100,
  });
  maya.run('item.edit', { itemId, changes: { reorderPoint: 150 } });
  const move = (name: string, quantity: number) => maya.run(`item.${name}`, { itemId, quantity, note: '' });
  move('receive', 500);
  move('issue', 50);
  move('consume', 200);
  move('return', 10);
  move('report_damaged', 5);
  move('repair', 2);
  move('report_lost', 120);
  move('transfer', 10);
  maya.run('item.adjust', { itemId, delta: -3, note: 'Miscounted' });
  maya.run('item.count', { itemId, counted: 120, note: '' });
  maya.run('item.adjust', { itemId, delta: -125, note: 'Gone' });
  maya.run('item.write_off', { itemId, note: 'Difference accepted' });
  maya.run('item.retire', { itemId });
}

function bookings(server: SequencerModel, maya: ModelDevice, bookingId: string): void {
  const owner = server.device('owner', 'owner');
  maya.run('booking.edit', { bookingId, changes: { contactName: 'Ida Berg', tags: ['spring'] } });
  maya.run('booking.reschedule', { bookingId, period: day('2026-06-12') });
  maya.run('booking.change_location', { bookingId, locationId: null });
  maya.run('booking.change_location', { bookingId, locationId: id('harbor') });
  maya.run('booking.change_needs', { bookingId, kitNeeds: [{ id: id('one bar'), kitKind: 'Sampling bar', count: 1 }] });
  maya.run('booking.add_note', { bookingId, noteId: id('note'), text: 'Bring ice' });
  maya.run('booking.return', { bookingId, reason: 'Which entrance?' });
  maya.run('booking.submit', { bookingId });
  maya.run('booking.approve', { bookingId });
  maya.run('booking.start', { bookingId });
  maya.run('booking.finish', { bookingId });
  const report = { bookingId, summary: 'Went well', visitors: 120, samplesGiven: 90, issues: '' };
  maya.run('booking.submit_report', report);
  maya.run('booking.return_report', { bookingId, reason: 'How many cups?' });
  maya.run('booking.submit_report', { ...report, issues: '90 cups' });
  maya.run('booking.approve_report', { bookingId });
  maya.run('booking.close', { bookingId });
  owner.run('booking.reopen', { bookingId, reason: 'Wrong price' });
}

function roster(server: SequencerModel, maya: ModelDevice, owner: ModelDevice, clock: ModelDevice): void {
  const shift = (name: string, date: string, more: object = {}) => {
    const shiftId = id(name);
    maya.run('shift.create', {
      shiftId,
      bookingId: null,
      needId: null,
      locationId: null,
      siteId: SITE,
      role: 'Demonstrator',
      skills: [],
      period: day(date),
      assigneeId: null,
      overrideReason: null,
      notes: '',
      ...more,
    });
    return shiftId;
  };
  const ana = server.device('ana', 'staff');
  const assign = (shiftId: string, memberId: string, overrideReason: string | null = null) =>
    maya.run('shift.assign', { shiftId, memberId, overrideReason });

  const pencilled = shift('pencilled', '2026-08-03', { isDraft: true });
  maya.run('shift.edit', { shiftId: pencilled, changes: { notes: 'Side door' } });
  maya.run('shift.pencil', { shiftId: pencilled, memberId: id('ana'), overrideReason: null });
  maya.run('shift.publish', { shiftId: pencilled });
  maya.run('shift.reschedule', { shiftId: pencilled, period: day('2026-08-04') });
  maya.run('shift.reassign', { shiftId: pencilled, memberId: id('ben'), overrideReason: null });
  maya.run('shift.unassign', { shiftId: pencilled, reason: 'Not needed' });
  maya.run('shift.cancel', { shiftId: pencilled, reason: 'Rain' });

  owner.run('organization.change_settings', { changes: { autoAcceptAssignments: false } });
  for (const [name, date] of [
    ['accepted', '2026-08-10'],
    ['declined', '2026-08-11'],
    ['expired', '2026-08-12'],
  ] as const) {
    assign(shift(name, date), id('ana'));
  }
  ana.run('shift.accept', { shiftId: id('accepted') });
  ana.run('shift.decline', { shiftId: id('declined'), reason: 'Exam' });
  clock.run('shift.expire_offer', { shiftId: id('expired') });
  maya.run('availability.record', {
    availabilityId: id('away'),
    memberId: id('ana'),
    kind: 'unavailable',
    period: day('2026-08-19', '07', '18'),
    note: '',
  });
  assign(shift('excepted', '2026-08-17'), id('ana'));
  maya.run('shift.move', {
    shiftId: id('excepted'),
    period: day('2026-08-19'),
    memberId: id('ana'),
    overrideReason: 'Agreed by phone',
  });
  owner.run('organization.change_settings', { changes: { autoAcceptAssignments: true } });

  const worked = shift('worked', '2026-08-24');
  assign(worked, id('ana'));
  ana.run('shift.start_travel', { shiftId: worked });
  ana.run('shift.check_in', { shiftId: worked, memberId: null, method: 'site_code' }, '2026-08-24T08:05:00.000Z');
  ana.run('shift.start_break', { shiftId: worked }, '2026-08-24T11:00:00.000Z');
  ana.run('shift.end_break', { shiftId: worked }, '2026-08-24T11:30:00.000Z');
  ana.run('shift.check_out', { shiftId: worked }, '2026-08-24T16:00:00.000Z');
  const times = { checkedInAt: '2026-08-24T08:00:00.000Z', checkedOutAt: '2026-08-24T16:10:00.000Z' };
  ana.run('shift.correct_time', { shiftId: worked, ...times, reason: 'Phone was flat' }, '2026-08-24T17:00:00.000Z');
  maya.run('shift.approve_time', { shiftId: worked });
  owner.run('shift.unlock_time', { shiftId: worked, reason: 'Break is missing' });

  const missed = shift('missed', '2026-08-31');
  assign(missed, id('ana'));
  maya.run('shift.record_no_show', { shiftId: missed }, '2026-08-31T08:30:00.000Z');
  maya.run('shift.withdraw_no_show', { shiftId: missed });
  ana.run('shift.report_absence', { shiftId: missed, reason: 'Ill' });

  // Somebody comes who was not planned, and is named by the lead.
  const swapped = shift('swapped', '2026-09-07');
  assign(swapped, id('ben'));
  const ben = server.device('ben', 'site_lead');
  const cem = { memberId: id('cem'), method: 'lead', at: '2026-09-07T08:00:00.000Z', verified: true };
  ben.send(
    [{ type: 'shift.unplanned_attendance_recorded', aggregateType: 'shift', aggregateId: swapped, data: cem }],
    '2026-09-07T08:00:00.000Z',
  );
}

function kits(maya: ModelDevice): void {
  const kitId = id('case');
  const lineId = id('case-line');
  maya.run('kit.create', {
    kitId,
    name: 'Case',
    code: 'CASE',
    kitKind: 'Case',
    homeSiteId: SITE,
    notes: '',
    contents: [{ id: lineId, itemId: null, name: 'Lamp', code: null, quantity: 2 }],
  });
  maya.run('kit.edit', { kitId, changes: { name: 'Light case' } });
  maya.run('kit.change_contents', { kitId, contents: [{ id: lineId, itemId: null, name: 'Lamp', code: null, quantity: 3 }] });
  maya.run('kit.send_to_maintenance', { kitId, reason: 'Hinge' });
  maya.run('kit.restore', { kitId });
  maya.run('kit.quarantine', { kitId, reason: 'Wet' });
  maya.run('kit.restore', { kitId });
  const request = (name: string, date: string) => {
    const allocationId = id(name);
    const usage = day(date);
    maya.run('allocation.request', { allocationId, bookingId: null, needId: null, kitKind: 'Case', kitId: null, usage });
    maya.run('allocation.assign', { allocationId, kitId });
    return allocationId;
  };
  const released = request('released', '2026-09-01');
  maya.run('allocation.release', { allocationId: released, reason: 'Not needed' });
  const used = request('used', '2026-09-02');
  const on = (allocationId: string, name: string, more: object) => maya.run(`allocation.${name}`, { allocationId, ...more });
  on(used, 'pack', { lines: [{ lineId, packed: 3 }] });
  on(used, 'dispatch', { note: '' });
  on(used, 'deliver', { note: 'Left at the door' });
  on(used, 'transfer', { toAllocationId: null, note: 'To the next hall' });
  on(used, 'start_return', {});
  on(used, 'return', { lines: [{ lineId, ok: 2, used: 0, lost: 0, damaged: 1 }] });
  on(used, 'inspect', { result: 'maintenance', note: 'One lamp broken' });
  maya.run('kit.restore', { kitId });
  const lost = request('lost', '2026-09-20');
  on(lost, 'pack', { lines: [{ lineId, packed: 3 }] });
  on(lost, 'dispatch', { note: '' });
  on(lost, 'report_lost', { note: 'Not on the truck' });
  on(lost, 'mark_found', { note: 'Behind the seat' });
  on(lost, 'return', { lines: [{ lineId, ok: 3, used: 0, lost: 0, damaged: 0 }] });
  on(lost, 'inspect', { result: 'ok', note: '' });
  maya.run('kit.retire', { kitId: id('kit-2'), reason: 'Worn out' });
}

/** Two edits of one field, so that a conflict is claimed, settled, reopened and dismissed; and a notification that is read. */
function disagreements(server: SequencerModel, maya: ModelDevice): void {
  const bookingId = id('contested');
  createBooking(maya, bookingId, 'Contested');
  const leo = server.device('leo');
  leo.goOffline();
  leo.run('booking.edit', { bookingId, changes: { contactName: 'Lea', brief: 'Smile' } });
  maya.run('booking.edit', { bookingId, changes: { contactName: 'Mia' } });
  leo.goOnline();
  const conflictId = server.state.find('conflict', `booking:${bookingId}`)[0]?.id;
  maya.run('conflict.claim', { conflictId });
  maya.run('conflict.resolve', { conflictId, choice: 'keep_theirs', reason: 'Called them' });
  maya.run('conflict.reopen', { conflictId });
  maya.run('conflict.dismiss', { conflictId, reason: 'Either will do' });
  const notification = server.state.find('notification', `member:${id('ana')}`)[0];
  server.device('ana', 'staff').run('notification.mark_read', { notificationId: notification?.id });
  // Refused and empty work stands in the log too, and is folded by nobody.
  leo.goOffline();
  leo.run('booking.reschedule', { bookingId, period: day('2026-06-20') });
  maya.run('booking.cancel', { bookingId, reason: 'Client called it off' });
  leo.goOnline();
  leo.goOffline();
  createBooking(maya, id('withdrawn'), 'Withdrawn');
  leo.goOnline();
  maya.run('booking.submit', { bookingId: id('withdrawn') });
  maya.run('booking.withdraw', { bookingId: id('withdrawn') });
}
