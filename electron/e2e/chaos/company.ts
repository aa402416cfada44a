import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import { Chance } from '../../../shared/simulator/random.ts';
import { bookingInput, KIT_KIND, type Cast } from '../../../shared/simulator/workload.ts';
import { startServer } from '../../../sync-server/server.ts';

const id = (name: string): string => derivedId('chaos', name);
const SITES = [id('north'), id('south')] as const;
export const AUDITOR = { email: 'olga@chaos.test', password: 'a long enough password' };

/** Who has a device. */
export const DEVICES = ['maya', 'leo', 'lea'] as const;
const PEOPLE = [
  ['maya', 'manager', 0],
  ['leo', 'manager', 1],
  ['lea', 'site_lead', 1],
  ['ana', 'staff', 0],
  ['ben', 'staff', 0],
  ['cem', 'staff', 1],
] as const;

export const emailOf = (name: string): string => `${name.split(' ')[0] ?? name}@chaos.test`;

export const CAST: Cast = {
  siteIds: SITES,
  staffIds: ['ana', 'ben', 'cem', 'lea'].map(id),
  kitIds: ['kit 1', 'kit 2', 'kit 3'].map(id),
  locationIds: ['harbor', 'hall'].map(id),
  itemIds: ['cups', 'napkins'].map(id),
};

/** Makes the company in an empty data folder or database, before the server process owns it. */
export async function foundCompany(dataDir: string, database: string | undefined): Promise<void> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir, database, port: 0, log: silent });
  const { admin } = server;
  await admin.createOrganization({
    organizationId: id('organization'),
    organization: {
      name: 'Northlight',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: SITES.map((siteId, index) => ({ id: siteId, name: index === 0 ? 'North' : 'South', zone: 'Europe/Berlin' })),
    },
    owner: { memberId: id('olga'), name: 'Olga', email: AUDITOR.email },
  });
  await admin.setPassword(id('olga'), AUDITOR.email, AUDITOR.password);
  const results = [
    ...(await admin.runAs(id('olga'), PEOPLE.map(personOf))),
    ...(await admin.runAs(id('maya'), [...places(), ...kits(), ...items(), ...bookings()])),
  ];
  const refused = results.find((result) => !result.ok);
  if (refused !== undefined) throw new Error(`the company cannot be founded: ${JSON.stringify(refused)}`);
  await server.close();
}

interface Command {
  readonly name: string;
  readonly input: unknown;
}

const personOf = ([name, role, site]: (typeof PEOPLE)[number]): Command => ({
  name: 'member.create',
  input: {
    memberId: id(name),
    name,
    email: emailOf(name),
    phone: null,
    role,
    hasLogin: true,
    homeSiteId: SITES[site],
    skills: [],
    certificates: [],
    maxMinutesPerWeek: null,
    notes: '',
  },
});

const places = (): readonly Command[] =>
  CAST.locationIds.flatMap((locationId, index) => [
    {
      name: 'location.create',
      input: {
        locationId,
        name: index === 0 ? 'Harbor' : 'Hall',
        zone: 'Europe/Berlin',
        latitude: null,
        longitude: null,
        contactName: '',
        contactPhone: '',
        loadInNotes: '',
        address: { line1: 'Kai 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457', country: 'DE' },
        hours: [],
        licenceNumber: null,
        licenceValidUntil: null,
        notes: '',
      },
    },
    { name: 'location.submit', input: { locationId } },
    { name: 'location.approve', input: { locationId, validUntil: null, checklist: [] } },
  ]);

const kits = (): readonly Command[] =>
  CAST.kitIds.map((kitId, index) => ({
    name: 'kit.create',
    input: { kitId, name: `Kit ${index}`, code: `K${index}`, kitKind: KIT_KIND, homeSiteId: SITES[0], notes: '', contents: [] },
  }));

const items = (): readonly Command[] =>
  CAST.itemIds.map((itemId, index) => ({
    name: 'item.create',
    input: {
      itemId,
      name: `Item ${index}`,
      sku: `I${index}`,
      tracking: 'bulk',
      serialNumber: null,
      code: null,
      siteId: SITES[0],
      unit: 'piece',
      reorderPoint: null,
    },
  }));

function bookings(): readonly Command[] {
  const chance = new Chance(1);
  return [1, 2, 3, 4, 5].flatMap((number) => {
    const bookingId = id(`booking ${number}`);
    return [
      { name: 'booking.create', input: bookingInput(chance, CAST, bookingId) },
      ...(number > 1 ? [{ name: 'booking.submit', input: { bookingId } }] : []),
      ...(number > 3 ? [{ name: 'booking.approve', input: { bookingId } }] : []),
    ];
  });
}
