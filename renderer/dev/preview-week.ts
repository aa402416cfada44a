import type { States } from '../../shared/domain/kernel/states.ts';
import type { Period } from '../../shared/domain/kernel/time.ts';
import { id, KIT_KINDS, KITS, LOCATIONS, ME, ROLES, SITES, STAFF, ZONE } from './preview-people.ts';

/** Development tooling: two weeks of work around today, always the same for the same day. Excluded from both builds. */
export interface PreviewWeek {
  readonly bookings: readonly States['booking'][];
  readonly shifts: readonly States['shift'][];
  readonly allocations: readonly States['allocation'][];
  readonly availability: readonly States['availability'][];
}

const CLIENTS = [
  ['Nordquell', 'Nordquell Still'],
  ['Röstwerk', 'Röstwerk Filter'],
  ['Haferhof', 'Haferhof Drink'],
  ['Velo Nova', 'Nova City 3'],
  ['Kakaowelt', 'Bitter 70'],
] as const;
const KINDS = ['tasting', 'launch', 'weekend promotion', 'product demonstration', 'trade fair stand'] as const;
const STATUSES: readonly States['booking']['status'][] = [
  'approved',
  'pending_approval',
  'approved',
  'draft',
  'approved',
  'in_progress',
  'completed',
  'changes_requested',
  'approved',
  'cancelled',
  'approved',
  'pending_approval',
  'closed',
  'rejected',
  'approved',
];
const MINUTE_MS = 60_000;

export function previewWeek(nowMs: number): PreviewWeek {
  const monday = mondayOf(nowMs);
  const turns = new Map<string, number>();
  /** Nobody twice on one day, as long as there are people. */
  const roundRobin = (day: string): number => {
    const turn = turns.get(day) ?? Number(day.slice(-2)) * 3;
    turns.set(day, turn + 1);
    return turn;
  };
  const bookings = Array.from({ length: 34 }, (_, index) => bookingAt(index, monday, nowMs));
  return {
    bookings,
    shifts: bookings.flatMap((booking, index) => shiftsOf(booking, index, nowMs, roundRobin)),
    allocations: bookings.flatMap((booking, index) => allocationsOf(booking, index)),
    availability: [0, 3, 7, 11].map((person, index) => ({
      id: id('availability', index),
      memberId: STAFF[person]?.id ?? ME.id,
      kind: index % 2 === 0 ? 'leave' : 'unavailable',
      period: period(monday + (index + 1) * 1440 * MINUTE_MS, monday + (index + 2 + (index % 2)) * 1440 * MINUTE_MS),
      note: index === 0 ? 'Family' : '',
      removed: false,
    })),
  };
}

function bookingAt(index: number, monday: number, nowMs: number): States['booking'] {
  const day = index % 14;
  const startMs = monday + (day * 24 + ([8, 9, 11, 14][index % 4] ?? 9)) * 60 * MINUTE_MS;
  const endMs = startMs + ([360, 480, 300, 600][index % 4] ?? 360) * MINUTE_MS;
  const [clientName, brand] = CLIENTS[index % CLIENTS.length] ?? CLIENTS[0];
  const location = LOCATIONS[index % LOCATIONS.length];
  const planned = STATUSES[index % STATUSES.length] ?? 'approved';
  const status =
    planned === 'in_progress' && startMs > nowMs
      ? 'approved'
      : (planned === 'completed' || planned === 'closed') && endMs > nowMs
        ? 'approved'
        : planned;
  const done = status === 'completed' || status === 'closed';
  return {
    id: id('booking', index),
    reference: `B-${(4_217 + index * 331).toString(36).toUpperCase()}`,
    title: `${brand} ${KINDS[index % KINDS.length] ?? 'tasting'}`,
    clientName,
    brand,
    status,
    statusReason:
      status === 'changes_requested'
        ? 'The end is after the shop closes'
        : status === 'cancelled'
          ? 'Client moved the budget to spring'
          : status === 'rejected'
            ? 'No licence for this place'
            : null,
    siteId: SITES[index % SITES.length]?.id ?? SITES[0].id,
    locationId: location?.id ?? null,
    period: period(startMs, endMs),
    staffNeeds: [
      {
        id: id('need', index, 0),
        role: ROLES[index % ROLES.length] ?? 'Demonstrator',
        count: 1 + (index % 3),
        skills: index % 4 === 0 ? ['Food handling'] : [],
      },
      ...(index % 2 === 0 ? [{ id: id('need', index, 1), role: 'Team lead', count: 1, skills: [] }] : []),
    ],
    kitNeeds:
      index % 3 === 2 ? [] : [{ id: id('kit-need', index), kitKind: KIT_KINDS[index % KIT_KINDS.length] ?? 'Sampling bar', count: 1 }],
    contactName: location?.contactName ?? '',
    contactPhone: location?.contactPhone ?? '',
    brief: 'Two flavours, max. 40 ml per guest. Ask for consent before photos. Counter faces the escalator.',
    notes: index % 5 === 0 ? 'Client comes by around noon.' : '',
    noteLog:
      index % 4 === 0
        ? [
            {
              id: id('note', index),
              text: 'Called the store: load-in before eight is fine.',
              authorId: ME.id,
              writtenAt: new Date(startMs - 3 * 1440 * MINUTE_MS).toISOString(),
            },
          ]
        : [],
    tags: index % 3 === 0 ? ['priority'] : [],
    priceMinor: 84_000 + index * 5_500,
    currency: 'EUR',
    actualStart: done || status === 'in_progress' ? new Date(startMs + 4 * MINUTE_MS).toISOString() : null,
    actualEnd: done ? new Date(endMs).toISOString() : null,
    outcome: null,
    workAfterCancel: false,
    report:
      done && index % 2 === 0
        ? {
            status: status === 'closed' ? 'approved' : 'submitted',
            summary: 'Strong interest before noon; second flavour ran out at three.',
            visitors: 420,
            samplesGiven: 310,
            issues: '',
            submittedBy: STAFF[index % STAFF.length]?.id ?? ME.id,
            submittedAt: new Date(endMs + 40 * MINUTE_MS).toISOString(),
            returnReason: null,
          }
        : null,
    createdBy: ME.id,
    submittedBy: status === 'draft' ? null : ME.id,
    approvedBy: ['approved', 'in_progress', 'completed', 'closed'].includes(status) ? ME.id : null,
    copiedFrom: null,
  };
}

function shiftsOf(booking: States['booking'], index: number, nowMs: number, nextPerson: (day: string) => number): States['shift'][] {
  if (!['approved', 'in_progress', 'completed', 'closed'].includes(booking.status)) return [];
  return booking.staffNeeds.flatMap((need, needIndex) =>
    Array.from({ length: need.count }, (_, slot): States['shift'] => {
      const person = STAFF[nextPerson(booking.period.start.slice(0, 10)) % STAFF.length] ?? ME;
      const open = (index + slot) % 7 === 3;
      const started = Date.parse(booking.period.start) < nowMs;
      const ended = Date.parse(booking.period.end) < nowMs;
      const status = open
        ? 'open'
        : ended
          ? slot % 3 === 2
            ? 'no_show'
            : index % 2 === 0
              ? 'approved'
              : 'completed'
          : started
            ? 'checked_in'
            : (index + slot) % 5 === 1
              ? 'offered'
              : 'confirmed';
      const present = status === 'checked_in' || status === 'completed' || status === 'approved';
      return {
        id: id('shift', index, needIndex, slot),
        bookingId: booking.id,
        needId: need.id,
        locationId: booking.locationId,
        siteId: booking.siteId,
        role: need.role,
        skills: need.skills,
        period: booking.period,
        travelMinutes: 30,
        status,
        statusReason: null,
        assigneeId: open ? null : person.id,
        assignedBy: open ? null : ME.id,
        candidates: open
          ? []
          : [person, STAFF[(index + 4) % STAFF.length] ?? ME].map((candidate, rank) => ({
              memberId: candidate.id,
              score: 91 - rank * 14,
              parts: [
                { name: 'skills', points: 40, weight: 40 },
                { name: 'rest', points: 30 - rank * 14, weight: 30 },
                { name: 'distance', points: 21, weight: 30 },
              ],
            })),
        overrideReason: null,
        onMyWayAt: null,
        checkIn: present
          ? {
              memberId: person.id,
              at: booking.period.start,
              method: slot % 2 === 0 ? 'site_code' : 'manual',
              verified: slot % 2 === 0,
              deviceId: id('device', 1),
              checkedOutAt: null,
            }
          : null,
        checkedOutAt: present && ended ? booking.period.end : null,
        breaks: [],
        unplanned: [],
        notes: '',
      };
    }),
  );
}

function allocationsOf(booking: States['booking'], index: number): States['allocation'][] {
  if (!['approved', 'in_progress', 'completed', 'closed'].includes(booking.status)) return [];
  return booking.kitNeeds.map((need, needIndex): States['allocation'] => {
    const fits = KITS.filter((kit) => kit.kitKind === need.kitKind && kit.status === 'available');
    const kit = index % 6 === 4 ? undefined : fits[index % Math.max(fits.length, 1)];
    const steps = ['assigned', 'packed', 'in_transit', 'delivered', 'returning', 'returned'] as const;
    const status =
      kit === undefined
        ? 'requested'
        : booking.status === 'closed'
          ? 'closed'
          : booking.status === 'completed'
            ? index % 2 === 0
              ? 'returned'
              : 'returning'
            : booking.status === 'in_progress'
              ? 'delivered'
              : (steps[index % 3] ?? 'assigned');
    return {
      id: id('allocation', index, needIndex),
      bookingId: booking.id,
      needId: need.id,
      kitKind: need.kitKind,
      kitId: kit?.id ?? null,
      status,
      statusReason: null,
      period: period(Date.parse(booking.period.start) - 240 * MINUTE_MS, Date.parse(booking.period.end) + 360 * MINUTE_MS),
      usage: booking.period,
      packedLines: [],
      returnedLines: [],
      custody: kit === undefined ? [] : [{ step: 'assigned', at: booking.period.start, memberId: ME.id, note: '' }],
    };
  });
}

/** Wall time in the preview's one zone; a development page may take Berlin's winter offset as given. */
export function period(startMs: number, endMs: number): Period {
  const local = (ms: number): string => new Date(ms + 60 * MINUTE_MS).toISOString().slice(0, 16);
  return {
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    zone: ZONE,
    startLocal: local(startMs),
    endLocal: local(endMs),
  };
}

function mondayOf(nowMs: number): number {
  const day = Math.floor(nowMs / (1440 * MINUTE_MS));
  return (day - ((day + 3) % 7)) * 1440 * MINUTE_MS;
}
