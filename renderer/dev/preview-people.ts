import { derivedId } from '../../shared/domain/kernel/ids.ts';
import type { States } from '../../shared/domain/kernel/states.ts';
import { DEFAULT_SETTINGS } from '../../shared/domain/organization/schema.ts';

/** Development tooling: the fixed part of the preview organization. Excluded from both builds. */
export const id = (...parts: readonly (string | number)[]): string => derivedId('preview', ...parts);

export const ZONE = 'Europe/Berlin';
export const ORGANIZATION_ID = id('organization');
export const SITES = [
  { id: id('site', 'berlin'), name: 'Berlin depot', zone: ZONE },
  { id: id('site', 'hamburg'), name: 'Hamburg depot', zone: ZONE },
  { id: id('site', 'munich'), name: 'Munich office', zone: ZONE },
] as const;
export const ROLES = ['Demonstrator', 'Team lead', 'Barista', 'Sampler'] as const;
export const KIT_KINDS = ['Sampling bar', 'Coffee bike', 'Demo counter', 'Photo corner'] as const;

export const ORGANIZATION: States['organization'] = {
  id: ORGANIZATION_ID,
  name: 'Lindwurm Activations',
  kind: 'agency',
  zone: ZONE,
  currency: 'EUR',
  sites: [...SITES],
  settings: DEFAULT_SETTINGS,
};

const NAMES = [
  'Ada Brandt',
  'Milo Okafor',
  'Greta Sommer',
  'Jonas Weiß',
  'Selin Yıldız',
  'Theo Marchetti',
  'Nora Lindqvist',
  'Ivo Petrov',
  'Lena Hartmann',
  'Samir Haddad',
  'Clara Voss',
  'Emil Kowalski',
  'Zoë van Dijk',
  'Aylin Demir',
  'Felix Bauer',
  'Marta Nowak',
  'Oskar Lund',
  'Priya Raman',
  'Tom Fischer',
  'Wanda Krüger',
  'Yusuf Aydin',
  'Ronja Ek',
  'Dario Conti',
  'Hanne Dahl',
  'Björn Matthiesen',
  'Katarzyna Wiśniewska-Zimmermann',
] as const;

export const MEMBERS: readonly States['member'][] = NAMES.map((name, index) => ({
  id: id('member', index),
  name,
  email: `${
    name
      .split(' ')[0]
      ?.toLowerCase()
      .normalize('NFD')
      .replaceAll(/[^a-z]/g, '') ?? 'x'
  }@lindwurm.example`,
  phone: `+49 151 ${String(2_000_000 + index * 7_919).slice(0, 7)}`,
  role: index === 0 ? 'owner' : index < 3 ? 'manager' : index < 6 ? 'site_lead' : index === 6 ? 'warehouse' : 'staff',
  status: index === 24 ? 'suspended' : 'active',
  hasLogin: index < 20,
  homeSiteId: SITES[index % SITES.length]?.id ?? SITES[0].id,
  skills: [
    ROLES[index % ROLES.length] ?? 'Demonstrator',
    ...(index % 3 === 0 ? ['Food handling'] : []),
    ...(index % 5 === 0 ? ['Driving licence B'] : []),
  ],
  certificates: index % 3 === 0 ? [{ name: 'Food handling', validUntil: index % 6 === 0 ? '2026-12-10' : '2027-08-31' }] : [],
  maxMinutesPerWeek: index % 4 === 0 ? 1200 : null,
  notes: '',
  statusReason: index === 24 ? 'Left the agency pool for the winter' : null,
}));

/** Who is signed in: a manager, who may act on most things. */
export const ME = MEMBERS[1] ?? failed();
export const STAFF: readonly States['member'][] = MEMBERS.filter((member) => member.role === 'staff' || member.role === 'site_lead');

export const INVITATIONS: readonly States['invitation'][] = (['pending', 'pending', 'expired', 'revoked'] as const).map(
  (status, index) => ({
    id: id('invitation', index),
    email: `guest${index}@lindwurm.example`,
    name: ['Rosa Klein', 'Piet Jansen', 'Uma Sen', 'Lou Berger'][index] ?? 'Guest',
    role: 'staff',
    homeSiteId: SITES[0].id,
    status,
    invitedBy: ME.id,
    invitedAt: '2026-11-18T09:00:00.000Z',
    expiresAt: '2026-11-30T09:00:00.000Z',
    memberId: null,
  }),
);

const PLACES = [
  ['Galeria Alexanderplatz', 'Alexanderplatz 9', 'Berlin', '10178'],
  ['Edeka Schlemmermarkt Eppendorf', 'Eppendorfer Baum 7', 'Hamburg', '20249'],
  ['Messe München, Halle B2', 'Am Messesee 2', 'München', '81829'],
  ['Mall of Berlin', 'Leipziger Platz 12', 'Berlin', '10117'],
  ['Rewe Center Altona', 'Ottenser Hauptstraße 10', 'Hamburg', '22765'],
  ['Viktualienmarkt', 'Viktualienmarkt 3', 'München', '80331'],
  ['Tempelhofer Feld, Eingang Columbiadamm', 'Columbiadamm 10', 'Berlin', '12101'],
  ['Europa Passage', 'Ballindamm 40', 'Hamburg', '20095'],
] as const;

export const LOCATIONS: readonly States['location'][] = PLACES.map(([name, line1, city, postalCode], index) => ({
  id: id('location', index),
  name,
  status:
    (['approved', 'approved', 'approved', 'pending_approval', 'approved', 'suspended', 'draft', 'changes_requested'] as const)[index] ??
    'approved',
  statusReason: index === 5 ? 'Market is being rebuilt until January' : index === 7 ? 'Opening hours are missing' : null,
  address: { line1, line2: '', city, region: '', postalCode, country: 'DE' },
  zone: ZONE,
  latitude: 52.5 - index * 0.4,
  longitude: 13.4 - index * 0.3,
  contactName: ['Herr Albers', 'Frau Nguyen', 'Frau Stein', ''][index % 4] ?? '',
  contactPhone: '+49 30 5550 142',
  loadInNotes: 'Goods entrance at the rear. Lift 2 is 90 cm wide. Badge at the porter.',
  hours: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens: '09:00', closes: '20:00' })),
  licenceNumber: index === 5 ? 'M-2231' : null,
  licenceValidUntil: index === 5 ? '2026-12-01' : null,
  approvedUntil: index < 3 ? '2027-06-30' : null,
  notes: '',
}));

export const KITS: readonly States['kit'][] = Array.from({ length: 14 }, (_, index) => {
  const kitKind = KIT_KINDS[index % KIT_KINDS.length] ?? 'Sampling bar';
  return {
    id: id('kit', index),
    name: `${kitKind} ${Math.floor(index / KIT_KINDS.length) + 1}`,
    code: `K-${String(101 + index)}`,
    kitKind,
    status: index === 5 ? 'in_maintenance' : index === 9 ? 'quarantined' : index === 13 ? 'retired' : 'available',
    statusReason: index === 5 ? 'Wheel is loose' : index === 9 ? 'Came back wet, needs checking' : null,
    homeSiteId: SITES[index % 2]?.id ?? SITES[0].id,
    contents: ['Counter frame', 'Graphic panel', 'Cool box', 'Extension lead', 'Tasting cups'].map((name, line) => ({
      id: id('kit', index, 'line', line),
      itemId: null,
      name,
      code: line < 2 ? `K-${101 + index}-${line + 1}` : null,
      quantity: [1, 3, 2, 2, 200][line] ?? 1,
    })),
    notes: '',
    usageCount: index * 3,
  };
});

export const ITEMS: readonly States['item'][] = [
  'Tasting cups 4 cl',
  'Flyers spring',
  'Aprons',
  'Coffee beans 1 kg',
  'Gift bags',
  'Card terminal',
].map((name, index) => {
  const onHand = [2400, 9000, 36, 4, 150, 1][index] ?? 0;
  return {
    id: id('item', index),
    name,
    sku: `SKU-${1000 + index}`,
    tracking: index === 5 ? 'serial' : 'bulk',
    serialNumber: index === 5 ? 'CT-55-8821' : null,
    code: index === 5 ? 'CT-1' : null,
    siteId: SITES[index % 2]?.id ?? SITES[0].id,
    status: 'active',
    unit: index === 3 ? 'bag' : 'piece',
    onHand,
    reorderPoint: [500, 1000, 20, 10, null, null][index] ?? null,
    recentMovements: [
      {
        eventId: id('movement', index),
        kind: 'received',
        delta: onHand,
        at: '2026-11-09T08:00:00.000Z',
        memberId: ME.id,
        bookingId: null,
        note: 'First count',
      },
    ],
  };
});

function failed(): never {
  throw new Error('the preview has no members');
}
