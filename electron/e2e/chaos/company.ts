import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import { Chance } from '../../../shared/simulator/random.ts';
import { openingDeeds } from '../../../shared/simulator/opening.ts';
import type { Cast, Deed } from '../../../shared/simulator/workload.ts';
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
    ...(await admin.runAs(
      id('maya'),
      openingDeeds(
        CAST,
        new Chance(1),
        [1, 2, 3, 4, 5].map((number) => id(`booking ${number}`)),
      ),
    )),
  ];
  const refused = results.find((result) => !result.ok);
  if (refused !== undefined) throw new Error(`the company cannot be founded: ${JSON.stringify(refused)}`);
  await server.close();
}

const personOf = ([name, role, site]: (typeof PEOPLE)[number]): Deed => ({
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
