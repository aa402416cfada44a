import type { States } from '../../shared/domain/kernel/states.ts';
import { id, KITS, ME, SITES, STAFF } from './preview-people.ts';
import type { PreviewWeek } from './preview-week.ts';

/** Development tooling: what needs a person's decision, and what was said to them. Excluded from both builds. */
export function previewConflicts(week: PreviewWeek, nowMs: number): readonly States['conflict'][] {
  const [first, second, third] = week.bookings.filter((booking) => booking.status === 'approved');
  const shift = week.shifts.find((each) => each.status === 'confirmed');
  if (first === undefined || second === undefined || third === undefined || shift === undefined) return [];
  const person = STAFF.find((member) => member.id === shift.assigneeId) ?? ME;
  const other = STAFF[7] ?? ME;
  const at = (hoursAgo: number): string => new Date(nowMs - hoursAgo * 3_600_000).toISOString();
  const version = (
    name: string,
    actor: States['member'],
    eventType: string,
    values: Record<string, unknown>,
    hoursAgo: number,
    offline: boolean,
  ) => ({
    eventId: id('conflict-event', name),
    eventType,
    actorId: actor.id,
    deviceId: id('device', name),
    siteId: actor.homeSiteId,
    occurredAt: at(hoursAgo),
    offline,
    values,
  });
  const open = { status: 'open', basisSeq: 120, claimedBy: null, resolvedBy: null, resolvedAt: null, choice: null, reason: null } as const;
  return [
    {
      ...open,
      id: id('conflict', 1),
      class: 'C2',
      severity: 'review',
      about: { type: 'booking', id: first.id },
      bookingId: first.id,
      startsAt: first.period.start,
      code: 'conflict.same-field',
      params: { mine: person.name, theirs: ME.name, fields: 'contactPhone', what: `${first.reference} ${first.title}` },
      theirs: version('1t', ME, 'booking.details_changed', { contactPhone: '+49 30 5550 142' }, 5, false),
      mine: version('1m', person, 'booking.details_changed', { contactPhone: '+49 30 5550 199' }, 7, true),
      options: [
        {
          id: 'keep_theirs',
          code: 'option.keep-theirs',
          params: { theirs: ME.name },
          commands: [],
          recommended: true,
          notifies: [person.id],
        },
        {
          id: 'keep_mine',
          code: 'option.keep-mine',
          params: { mine: person.name },
          commands: [{ name: 'booking.edit', input: { bookingId: first.id, changes: { contactPhone: '+49 30 5550 199' } } }],
          recommended: false,
          notifies: [ME.id],
        },
      ],
      detectedAt: at(4),
    },
    {
      ...open,
      id: id('conflict', 2),
      class: 'C4',
      severity: 'blocking',
      about: { type: 'shift', id: shift.id },
      bookingId: second.id,
      startsAt: second.period.start,
      code: 'conflict.person-taken',
      params: {
        person: person.name,
        mine: other.name,
        theirs: ME.name,
        what: `${second.reference} ${second.title}`,
        other: `${first.reference} ${first.title}`,
      },
      theirs: version('2t', ME, 'shift.assigned', { memberId: person.id, period: shift.period }, 9, false),
      mine: version('2m', other, 'shift.assigned', { memberId: person.id, period: second.period }, 10, true),
      options: [
        {
          id: 'assign_other',
          code: 'option.assign-other',
          params: { subject: STAFF[3]?.name ?? '' },
          commands: [{ name: 'shift.assign', input: { shiftId: shift.id, memberId: STAFF[3]?.id ?? ME.id, overrideReason: null } }],
          recommended: true,
          notifies: [STAFF[3]?.id ?? ME.id],
        },
        { id: 'keep_theirs', code: 'option.keep-theirs', params: { theirs: ME.name }, commands: [], recommended: false, notifies: [] },
      ],
      detectedAt: at(8),
    },
    {
      ...open,
      id: id('conflict', 3),
      class: 'C3',
      severity: 'info',
      status: 'resolved',
      about: { type: 'booking', id: third.id },
      bookingId: third.id,
      startsAt: third.period.start,
      code: 'conflict.illegal-state',
      params: { mine: other.name, theirs: ME.name, what: third.title, status: 'approved' },
      theirs: version('3t', ME, 'booking.status_changed', { status: 'approved' }, 30, false),
      mine: version('3m', other, 'booking.status_changed', { status: 'cancelled' }, 31, true),
      options: [
        { id: 'keep_theirs', code: 'option.keep-theirs', params: { theirs: ME.name }, commands: [], recommended: true, notifies: [] },
      ],
      detectedAt: at(29),
      resolvedBy: ME.id,
      resolvedAt: at(20),
      choice: 'keep_theirs',
      reason: 'Spoke to the client',
    },
  ];
}

export function previewNotifications(week: PreviewWeek, nowMs: number): readonly States['notification'][] {
  const booking = week.bookings[1];
  const shift = week.shifts.find((each) => each.status === 'open');
  const kit = KITS[5];
  if (booking === undefined || shift === undefined || kit === undefined) return [];
  const at = (hoursAgo: number): string => new Date(nowMs - hoursAgo * 3_600_000).toISOString();
  return [
    {
      id: id('notification', 1),
      memberId: ME.id,
      code: 'notification.booking-submitted',
      params: { booking: booking.title, by: STAFF[2]?.name ?? '' },
      about: { type: 'booking', id: booking.id },
      severity: 'attention',
      createdAt: at(2),
      readAt: null,
    },
    {
      id: id('notification', 2),
      memberId: ME.id,
      code: 'notification.slot-open',
      params: { role: shift.role, site: SITES[0].name },
      about: { type: 'shift', id: shift.id },
      severity: 'critical',
      createdAt: at(5),
      readAt: null,
    },
    {
      id: id('notification', 3),
      memberId: ME.id,
      code: 'notification.kit-unavailable',
      params: { kit: kit.name },
      about: { type: 'kit', id: kit.id },
      severity: 'info',
      createdAt: at(26),
      readAt: at(20),
    },
  ];
}
