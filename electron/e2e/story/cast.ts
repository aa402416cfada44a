import { toPeriod } from './wall-clock.ts';
import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import { startServer } from '../../../sync-server/server.ts';

export const id = (name: string): string => derivedId('story', name);
export const ORGANIZATION_ID = id('organization');
export const BOOKING_ID = id('booking');
export const PASSWORD = 'a long enough password';
export const TITLE = 'Harbour tasting';

const BERLIN = id('berlin');
const HAMBURG = id('hamburg');

/** Whoever signs in, with the code that signs their first device in. */
export interface Cast {
  readonly mayaCode: string;
  readonly samCode: string;
}

/**
 * Makes the organization of the story in a data folder, before the server process owns it: two managers, a site lead and a
 * colleague at another site, an approved place, a kit, and one booking of today that waits for approval.
 */
export async function prepareStory(dataDir: string): Promise<Cast> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir, port: 0, log: silent });
  const { admin } = server;
  await admin.createOrganization({
    organizationId: ORGANIZATION_ID,
    organization: {
      name: 'Fjord Events',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: [
        { id: BERLIN, name: 'Berlin depot', zone: 'Europe/Berlin' },
        { id: HAMBURG, name: 'Hamburg depot', zone: 'Europe/Berlin' },
      ],
    },
    owner: { memberId: id('olga'), name: 'Olga Stein', email: 'olga@fjord.test' },
  });
  const run = async (memberId: string, commands: readonly { name: string; input: unknown }[]): Promise<void> => {
    const results = await admin.runAs(memberId, commands);
    const refused = results.find((result) => !result.ok);
    if (refused !== undefined) throw new Error(`the story cannot begin: ${JSON.stringify(refused)}`);
  };
  const person = (name: string, fullName: string, role: string, homeSiteId: string) => ({
    name: 'member.create',
    input: {
      memberId: id(name),
      name: fullName,
      email: `${name}@fjord.test`,
      phone: null,
      role,
      hasLogin: true,
      homeSiteId,
      skills: ['Sampling'],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    },
  });
  await run(id('olga'), [
    person('maya', 'Maya Brandt', 'manager', BERLIN),
    person('sam', 'Sam Okafor', 'site_lead', BERLIN),
    person('ana', 'Ana Lindqvist', 'staff', HAMBURG),
  ]);
  await run(id('maya'), [
    {
      name: 'location.create',
      input: {
        locationId: id('harbour'),
        name: 'Harbour hall',
        zone: 'Europe/Berlin',
        latitude: null,
        longitude: null,
        contactName: 'Gate',
        contactPhone: '1',
        loadInNotes: 'Ramp B',
        address: { line1: 'Kai 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457', country: 'DE' },
        hours: [],
        licenceNumber: null,
        licenceValidUntil: null,
        notes: '',
      },
    },
    { name: 'location.submit', input: { locationId: id('harbour') } },
    { name: 'location.approve', input: { locationId: id('harbour'), validUntil: null, checklist: [] } },
    {
      name: 'kit.create',
      input: {
        kitId: id('kit'),
        name: 'Sampling bar 1',
        code: 'SB-01',
        kitKind: 'Sampling bar',
        homeSiteId: BERLIN,
        notes: '',
        contents: [
          { id: id('cooler'), itemId: null, name: 'Cooler', code: null, quantity: 2 },
          { id: id('cups'), itemId: null, name: 'Cups', code: null, quantity: 200 },
        ],
      },
    },
    {
      name: 'booking.create',
      input: {
        bookingId: BOOKING_ID,
        title: TITLE,
        clientName: 'Alster Drinks',
        brand: 'Alster',
        siteId: BERLIN,
        locationId: id('harbour'),
        period: toPeriod(30, 8 * 60, 'Europe/Berlin'),
        staffNeeds: [{ id: id('need'), role: 'Demonstrator', count: 1, skills: ['Sampling'] }],
        kitNeeds: [{ id: id('kit-need'), kitKind: 'Sampling bar', count: 1 }],
        contactName: 'Ida',
        contactPhone: '+49 40 1',
        brief: 'Be kind',
        notes: '',
        tags: [],
        priceMinor: null,
        currency: 'EUR',
        copiedFrom: null,
      },
    },
    { name: 'booking.submit', input: { bookingId: BOOKING_ID } },
  ]);
  for (const name of ['maya', 'sam', 'olga']) await admin.setPassword(id(name), `${name}@fjord.test`, PASSWORD);
  const cast = { mayaCode: await admin.createEnrolCode(id('maya')), samCode: await admin.createEnrolCode(id('sam')) };
  await server.close();
  return cast;
}
