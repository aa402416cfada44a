import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import { startServer } from '../../../sync-server/server.ts';
import { toPeriod } from '../story/wall-clock.ts';

export const id = (name: string): string => derivedId('staff-day', name);
export const PASSWORD = 'a long enough password';
export const ZONE = 'Europe/Berlin';
export const BERLIN = id('berlin');
export const LONG_NAME = 'Maximiliane Freifrau von Wolkenstein-Hohenlohe-Schillingsfürst';
export const LONG_TITLE = 'Donaudampfschifffahrtsgesellschaftskapitänsmützen im Vorweihnachtsverkauf 2026';
export const LONG_PLACE = 'Einkaufszentrum Gesundbrunnen-Nordkreuz, Untergeschoss, Anlieferung Behmstraße';

/** People of the staff's stories, each in a situation of their own. */
export const PEOPLE = {
  maya: { name: 'Maya Brandt', role: 'manager' },
  lea: { name: 'Lea Sommer', role: 'site_lead' },
  ana: { name: 'Ana Lindqvist', role: 'staff' },
  ben: { name: 'Ben Haddad', role: 'staff' },
  cem: { name: 'Cem Aydin', role: 'staff' },
  dora: { name: 'Dora Weiß', role: 'staff' },
  eli: { name: 'Eli Novak', role: 'staff' },
  gus: { name: 'Gus Marchetti', role: 'staff' },
  max: { name: LONG_NAME, role: 'staff' },
  noa: { name: 'Noa Keller', role: 'staff' },
  wim: { name: 'Wim Jansen', role: 'warehouse' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly role: string }>>;
export type PersonKey = keyof typeof PEOPLE;

export interface Command {
  readonly name: string;
  readonly input: unknown;
}

/** A one-time code for each person's device. */
export type StaffCast = Readonly<Record<PersonKey, string>>;

/** Makes the organization of the staff's stories in a data folder, before the server process owns it. */
export async function prepareStaffDay(dataDir: string): Promise<StaffCast> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir, port: 0, log: silent });
  const { admin } = server;
  await admin.createOrganization({
    organizationId: id('organization'),
    organization: {
      name: 'Fjord Events',
      kind: 'agency',
      zone: ZONE,
      currency: 'EUR',
      sites: [{ id: BERLIN, name: 'Berlin depot', zone: ZONE }],
    },
    owner: { memberId: id('olga'), name: 'Olga Stein', email: 'olga@fjord.test' },
  });
  await admin.setPassword(id('olga'), 'olga@fjord.test', PASSWORD);
  const run = async (memberId: string, commands: readonly Command[]): Promise<void> => {
    for (const command of commands) {
      const [result] = await admin.runAs(memberId, [command]);
      if (result?.ok !== true) throw new Error(`the story cannot begin at ${command.name}: ${JSON.stringify(result)}`);
    }
  };
  await run(
    id('olga'),
    Object.entries(PEOPLE).map(([key, { name, role }]) => personInput(key, name, role)),
  );
  // late stays late for as long as a slow machine needs
  await run(id('olga'), [{ name: 'organization.change_settings', input: { changes: { noShowMinutes: 480 } } }]);
  await run(id('maya'), [...places(), ...kits(), ...bookings(), ...shifts()]);
  await run(id('gus'), doneDay());
  await run(id('eli'), [{ name: 'shift.check_in', input: { shiftId: id('shift-eli'), memberId: null, method: 'site_code' } }]);
  await run(id('maya'), [
    { name: 'booking.cancel', input: { bookingId: id('booking-cancelled'), reason: 'The client called it off' } },
    { name: 'shift.cancel', input: { shiftId: id('shift-ana-off'), reason: 'Not needed' } },
  ]);
  await run(id('olga'), [{ name: 'organization.change_settings', input: { changes: { autoAcceptAssignments: false } } }]);
  await run(id('maya'), [
    shift('shift-ana-offer', null, 'ana', 3 * DAY, 6 * 60),
    shift('shift-ana-offer-two', null, 'ana', 5 * DAY, 5 * 60),
    shift('shift-max-offer', 'booking-long', 'max', 2 * DAY, 8 * 60),
  ]);
  const codes = await Promise.all(Object.keys(PEOPLE).map(async (key) => [key, await admin.createEnrolCode(id(key))] as const));
  await server.close();
  return Object.fromEntries(codes) as StaffCast;
}

const DAY = 24 * 60;

const personInput = (key: string, name: string, role: string): Command => ({
  name: 'member.create',
  input: {
    memberId: id(key),
    name,
    email: `${key}@fjord.test`,
    phone: null,
    role,
    hasLogin: true,
    homeSiteId: BERLIN,
    skills: ['Sampling'],
    certificates: [],
    maxMinutesPerWeek: null,
    notes: '',
  },
});

function places(): readonly Command[] {
  return (
    [
      ['harbour', 'Harbour hall'],
      ['long-place', LONG_PLACE],
    ] as const
  ).flatMap(([key, name]): Command[] => [
    {
      name: 'location.create',
      input: {
        locationId: id(key),
        name,
        zone: ZONE,
        latitude: null,
        longitude: null,
        contactName: 'Gate',
        contactPhone: '1',
        loadInNotes: 'Ramp B at the rear. Lift 2 is 90 cm wide. Badge at the porter, who leaves at six.',
        address: { line1: 'Kai 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457', country: 'DE' },
        hours: [],
        licenceNumber: null,
        licenceValidUntil: null,
        notes: '',
      },
    },
    { name: 'location.submit', input: { locationId: id(key) } },
    { name: 'location.approve', input: { locationId: id(key), validUntil: null, checklist: [] } },
  ]);
}

const kits = (): readonly Command[] =>
  [1, 2, 3].map((number) => ({
    name: 'kit.create',
    input: {
      kitId: id(`kit-${number}`),
      name: `Sampling bar ${number}`,
      code: `SB-0${number}`,
      kitKind: 'Sampling bar',
      homeSiteId: BERLIN,
      notes: '',
      contents: [
        { id: id(`cooler-${number}`), itemId: null, name: 'Cooler', code: `SB-0${number}-1`, quantity: 2 },
        { id: id(`panel-${number}`), itemId: null, name: 'Graphic panel', code: `SB-0${number}-2`, quantity: 1 },
        { id: id(`cups-${number}`), itemId: null, name: 'Tasting cups', code: null, quantity: 200 },
      ],
    },
  }));

interface BookingWish {
  readonly key: string;
  readonly title: string;
  readonly place: string;
  readonly startsIn: number;
  readonly minutes: number;
  readonly needsKit: boolean;
}

const BOOKINGS: readonly BookingWish[] = [
  { key: 'booking', title: 'Harbour tasting', place: 'harbour', startsIn: 30, minutes: 4 * 60, needsKit: true },
  { key: 'booking-two', title: 'Evening demo', place: 'harbour', startsIn: 6 * 60, minutes: 3 * 60, needsKit: false },
  { key: 'booking-lead', title: 'Station opening', place: 'harbour', startsIn: -45, minutes: 7 * 60, needsKit: true },
  { key: 'booking-cancelled', title: 'Winter market', place: 'harbour', startsIn: 60, minutes: 4 * 60, needsKit: false },
  { key: 'booking-done', title: 'Morning launch', place: 'harbour', startsIn: -6 * 60, minutes: 5 * 60, needsKit: false },
  { key: 'booking-long', title: LONG_TITLE, place: 'long-place', startsIn: 45, minutes: 8 * 60, needsKit: true },
];

const bookings = (): readonly Command[] =>
  BOOKINGS.flatMap(({ key, title, place, startsIn, minutes, needsKit }): Command[] => [
    {
      name: 'booking.create',
      input: {
        bookingId: id(key),
        title,
        clientName: 'Alster Drinks',
        brand: 'Alster',
        siteId: BERLIN,
        locationId: id(place),
        period: toPeriod(startsIn, minutes, ZONE),
        staffNeeds: [],
        kitNeeds: needsKit ? [{ id: id(`need-${key}`), kitKind: 'Sampling bar', count: 1 }] : [],
        contactName: 'Ida Holm',
        contactPhone: '+49 40 5550 11',
        brief: 'Two flavours, 40 ml per guest at most. Ask for consent before photos. The counter faces the escalator.',
        notes: '',
        tags: [],
        priceMinor: null,
        currency: 'EUR',
        copiedFrom: null,
      },
    },
    { name: 'booking.submit', input: { bookingId: id(key) } },
    { name: 'booking.approve', input: { bookingId: id(key) } },
  ]);

const shift = (
  key: string,
  booking: string | null,
  person: PersonKey | null,
  startsIn: number,
  minutes: number,
  role = 'Demonstrator',
): Command => ({
  name: 'shift.create',
  input: {
    shiftId: id(key),
    bookingId: booking === null ? null : id(booking),
    needId: null,
    locationId: id(booking === 'booking-long' ? 'long-place' : 'harbour'),
    siteId: BERLIN,
    role,
    skills: [],
    period: toPeriod(startsIn, minutes, ZONE),
    assigneeId: person === null ? null : id(person),
    overrideReason: person === null ? null : 'The story wants it so',
    notes: '',
  },
});

const shifts = (): readonly Command[] => [
  shift('shift-ana', 'booking', 'ana', 30, 4 * 60),
  shift('shift-ana-two', 'booking-two', 'ana', 6 * 60, 3 * 60),
  shift('shift-ana-later', null, 'ana', 9 * DAY, 8 * 60, 'Barista'),
  shift('shift-ana-off', null, 'ana', 10 * DAY, 4 * 60),
  shift('shift-lea', 'booking-lead', 'lea', -45, 7 * 60, 'Team lead'),
  shift('shift-dora', 'booking-lead', 'dora', -45, 7 * 60),
  shift('shift-eli', 'booking-lead', 'eli', -45, 7 * 60),
  shift('shift-open', 'booking-lead', null, -45, 7 * 60),
  { name: 'shift.publish', input: { shiftId: id('shift-open') } },
  shift('shift-cem', 'booking-cancelled', 'cem', 60, 4 * 60),
  shift('shift-gus', 'booking-done', 'gus', -6 * 60, 5 * 60),
  shift('shift-max', 'booking-long', 'max', 45, 8 * 60, 'Verkostungsassistentin mit Kassenverantwortung'),
];

function doneDay(): readonly Command[] {
  const { start, end } = toPeriod(-6 * 60, 5 * 60, ZONE);
  const shiftId = id('shift-gus');
  return [
    { name: 'shift.check_in', input: { shiftId, memberId: null, method: 'manual' } },
    { name: 'shift.check_out', input: { shiftId } },
    { name: 'shift.correct_time', input: { shiftId, checkedInAt: start, checkedOutAt: end, reason: 'Forgot to check in' } },
    {
      name: 'booking.submit_report',
      input: { bookingId: id('booking-done'), summary: 'Sold out by noon.', visitors: 210, samplesGiven: 190, issues: '' },
    },
  ];
}
