import type { Role } from '../../shared/domain/kernel/roles.ts';
import type { BaseKey } from './catalogue-places.ts';

export const DEMO_PASSWORD = 'muster-demo';
export const MAIL_DOMAIN = 'northlight.example';

/** Jobs a booking can ask for; a person lists those they can do among their skills. */
export const JOBS = ['Demonstrator', 'Brand ambassador', 'Bartender', 'Host', 'Technician', 'Driver', 'Team lead'] as const;
export type Job = (typeof JOBS)[number];

export interface PersonEntry {
  readonly name: string;
  readonly role: Role;
  readonly base: BaseKey;
  /** Planned but without an account: booked by phone. */
  readonly isFreelancer: boolean;
}

/** People the guide and the launcher name; the mail address is the first name. */
const NAMED: readonly PersonEntry[] = [
  { name: 'Nora Lindqvist', role: 'owner', base: 'la', isFreelancer: false },
  { name: 'Maya Brooks', role: 'manager', base: 'la', isFreelancer: false },
  { name: 'Sam Rivera', role: 'staff', base: 'la', isFreelancer: false },
  { name: 'Ada Kim', role: 'admin', base: 'la', isFreelancer: false },
  { name: 'Walt Hansen', role: 'warehouse', base: 'la', isFreelancer: false },
  { name: 'Leah Torres', role: 'site_lead', base: 'la', isFreelancer: false },
  { name: 'Clara Fields', role: 'client', base: 'la', isFreelancer: false },
  { name: 'Oskar Wolff', role: 'auditor', base: 'ber', isFreelancer: false },
];

const MANAGERS: readonly (readonly [string, BaseKey])[] = [
  ['Diego Fuentes', 'den'],
  ['Grace Odum', 'nyc'],
  ['Étienne Roy', 'tor'],
  ['Katrin Baum', 'ber'],
];
const LEADS: readonly (readonly [string, BaseKey])[] = [
  ['Paulo Mendes', 'la'],
  ['Ivy Chen', 'den'],
  ['Rhett Calloway', 'den'],
  ['Simone Baptiste', 'nyc'],
  ['Aaron Katz', 'nyc'],
  ['Mei Tanaka', 'tor'],
  ['Jonas Richter', 'ber'],
];
const WAREHOUSE: readonly (readonly [string, BaseKey])[] = [
  ['Tess Hollander', 'la'],
  ['Bo Lindgren', 'den'],
  ['Malik Greene', 'nyc'],
  ['Owen MacLeod', 'tor'],
  ['Dirk Sommer', 'ber'],
];
const STAFF: Readonly<Record<BaseKey, readonly string[]>> = {
  la: [
    'Jasmine Park',
    'Luis Aguilar',
    'Hannah Weiss',
    'Dev Patel',
    'Carmen Solis',
    'Tyler Boone',
    'Aisha Rahman',
    'Noah Fischer',
    'Elena Petrova',
    'Kofi Mensah',
    'Brianna Cole',
    'Ravi Menon',
  ],
  den: ['Holly Carver', 'Mateo Vargas', 'Jude Sinclair', 'Anika Rao', 'Cody Barnes', 'Selma Haddad', 'Trent Oakley', 'Pilar Castillo'],
  nyc: [
    'Zoe Feldman',
    'Andre Baptiste',
    'Lucia Moretti',
    'Jamal Wright',
    'Sofia Nowak',
    'Kenji Mori',
    'Bea Sullivan',
    'Omar Farouk',
    'Talia Green',
  ],
  tor: ['Chloe Gagnon', 'Ishaan Gill', 'Maddie Fraser', 'Yusuf Demir', 'Amelie Tremblay'],
  ber: ['Lena Hartmann', 'Timo Krüger', 'Fatma Yildiz', 'Nils Becker', 'Greta Lange', 'Milan Novák'],
};

/** 64 people. Every sixth of the staff is a freelancer without an account. */
export const PEOPLE: readonly PersonEntry[] = [
  ...NAMED,
  ...MANAGERS.map(([name, base]) => ({ name, base, role: 'manager' as const, isFreelancer: false })),
  ...LEADS.map(([name, base]) => ({ name, base, role: 'site_lead' as const, isFreelancer: false })),
  ...WAREHOUSE.map(([name, base]) => ({ name, base, role: 'warehouse' as const, isFreelancer: false })),
  ...Object.entries(STAFF).flatMap(([base, names]) =>
    names.map((name, index) => ({ name, base: base as BaseKey, role: 'staff' as const, isFreelancer: index % 6 === 5 })),
  ),
];

export const LANGUAGES: Readonly<Record<BaseKey, readonly string[]>> = {
  la: ['Spanish', 'Korean'],
  den: ['Spanish'],
  nyc: ['Spanish', 'Mandarin'],
  tor: ['French'],
  ber: ['German', 'English', 'Turkish'],
};

export const CERTIFICATES = ['Food handler', 'Alcohol service', 'First aid', 'Forklift'] as const;

/** `Étienne Roy` → `etienne`. */
export function mailName(name: string): string {
  const [first = ''] = name.split(' ');
  return first
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
