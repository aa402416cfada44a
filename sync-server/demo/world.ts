import { toInstant } from '../../shared/domain/kernel/time.ts';
import { DEFAULT_SETTINGS } from '../../shared/domain/organization/schema.ts';
import { addDays, dayAt, MINUTE_MS } from './calendar.ts';
import { CERTIFICATES, JOBS, LANGUAGES, mailName, MAIL_DOMAIN, PEOPLE } from './catalogue-people.ts';
import type { Job, PersonEntry } from './catalogue-people.ts';
import { BASES, LOAD_IN_NOTES, PLACE_CONTACTS, PLACES } from './catalogue-places.ts';
import type { BaseKey, PlaceEntry } from './catalogue-places.ts';
import type { Dice } from './dice.ts';
import type { NewOrganization } from '../admin/server-admin.ts';
import { makeStock } from './stock.ts';
import type { Stock } from './stock.ts';

export interface Base {
  readonly id: string;
  readonly key: BaseKey;
  readonly name: string;
  readonly zone: string;
}

export interface Person extends PersonEntry {
  readonly id: string;
  readonly email: string;
  readonly siteId: string;
  readonly jobs: readonly Job[];
  readonly input: Readonly<Record<string, unknown>>;
}

/** What becomes of a place in its approval. */
export type PlaceFate = 'approved' | 'draft' | 'pending' | 'returned' | 'suspended';

export interface Place extends PlaceEntry {
  readonly id: string;
  readonly siteId: string;
  readonly fate: PlaceFate;
  readonly validUntil: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Everything that stands before the first booking is made. */
export interface World {
  readonly organization: NewOrganization;
  readonly bases: readonly Base[];
  readonly people: readonly Person[];
  readonly places: readonly Place[];
  readonly stock: Stock;
}

export function makeWorld(dice: Dice, foundedMs: number, nowMs: number): World {
  const nextId = idsFrom(dice, foundedMs);
  const organizationId = nextId();
  const bases = BASES.map((base) => ({ ...base, id: nextId() }));
  const siteOf = (key: BaseKey): string => mustFind(bases, (base) => base.key === key).id;
  const people = makePeople(dice, nextId, siteOf, nowMs);
  const owner = mustFind(people, (person) => person.role === 'owner');
  return {
    organization: {
      organizationId,
      owner: { memberId: owner.id, name: owner.name, email: owner.email },
      organization: {
        name: 'Northlight Field Marketing',
        kind: 'agency',
        zone: 'America/Los_Angeles',
        currency: 'USD',
        sites: bases.map(({ id, name, zone }) => ({ id, name, zone })),
        settings: DEFAULT_SETTINGS,
      },
    },
    bases,
    people,
    places: PLACES.map((place, index) => makePlace(dice, place, index, nextId(), siteOf(place.base), nowMs)),
    stock: makeStock(dice, nextId, siteOf),
  };
}

export function mustFind<T>(list: readonly T[], matches: (entry: T) => boolean): T {
  const found = list.find(matches);
  if (found === undefined) throw new Error('the demo catalogue lacks an entry');
  return found;
}

/** Ids a second apart, so that what was made first also sorts first. */
function idsFrom(dice: Dice, startMs: number): () => string {
  let made = 0;
  return () => dice.id(startMs + made++ * 1000);
}

function makePeople(dice: Dice, nextId: () => string, siteOf: (key: BaseKey) => string, nowMs: number): Person[] {
  const taken = new Set<string>();
  return PEOPLE.map((entry) => {
    const jobs = jobsOf(dice, entry);
    const first = mailName(entry.name);
    const local = taken.has(first) ? `${first}.${mailName(entry.name.split(' ').at(-1) ?? '')}` : first;
    taken.add(local);
    const email = `${local}@${MAIL_DOMAIN}`;
    const siteId = siteOf(entry.base);
    const languages = LANGUAGES[entry.base].filter(() => dice.chance(0.4));
    const input = {
      name: entry.name,
      email: entry.isFreelancer ? null : email,
      phone: `+1 555 01${String(dice.int(0, 99)).padStart(2, '0')} ${dice.int(100, 999)}`,
      role: entry.role,
      hasLogin: !entry.isFreelancer,
      homeSiteId: siteId,
      skills: [...jobs, ...languages],
      certificates: certificatesOf(dice, jobs, nowMs),
      maxMinutesPerWeek: entry.isFreelancer ? 1200 : null,
      notes: entry.isFreelancer ? 'Freelancer. Book by phone, two days ahead.' : '',
    };
    return { ...entry, id: nextId(), email, siteId, jobs, input };
  });
}

function jobsOf(dice: Dice, entry: PersonEntry): Job[] {
  if (entry.name === 'Sam Rivera') return ['Demonstrator', 'Brand ambassador', 'Host'];
  if (entry.role === 'site_lead') return ['Team lead', 'Technician', 'Host'];
  if (entry.role !== 'staff') return [];
  const common: readonly Job[] = ['Demonstrator', 'Brand ambassador', 'Host'];
  const special: readonly Job[] = JOBS.filter((job) => !common.includes(job));
  return [...dice.sample(common, dice.int(2, 3)), ...special.filter((job) => dice.chance(job === 'Team lead' ? 0.15 : 0.3))];
}

/** Papers that fit the jobs; about one in eight runs out within the month, a few are out already. */
function certificatesOf(dice: Dice, jobs: readonly Job[], nowMs: number): { name: string; validUntil: string | null }[] {
  if (jobs.length === 0) return [];
  const wanted = CERTIFICATES.filter((name) =>
    name === 'Alcohol service' ? jobs.includes('Bartender') : dice.chance(name === 'Food handler' ? 0.7 : 0.2),
  );
  return wanted.map((name) => {
    if (name === 'First aid') return { name, validUntil: null };
    const days = dice.chance(0.13) ? dice.int(-10, 28) : dice.int(60, 600);
    return { name, validUntil: addDays(dayAt(nowMs, 'UTC', 0), days) };
  });
}

function makePlace(dice: Dice, place: PlaceEntry, index: number, id: string, siteId: string, nowMs: number): Place {
  const today = dayAt(nowMs, place.zone, 0);
  const isLicensed = dice.chance(0.3);
  const input = {
    name: place.name,
    address: {
      line1: place.line1,
      line2: '',
      city: place.city,
      region: place.region,
      postalCode: place.postalCode,
      country: place.country,
    },
    zone: place.zone,
    latitude: place.latitude,
    longitude: place.longitude,
    contactName: dice.pick(PLACE_CONTACTS),
    contactPhone: `+1 555 02${String(index).padStart(2, '0')} ${dice.int(100, 999)}`,
    loadInNotes: dice.pick(LOAD_IN_NOTES),
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      weekday,
      opens: weekday === 7 ? '10:00' : '08:00',
      closes: weekday >= 5 ? '23:00' : '22:00',
    })),
    licenceNumber: isLicensed ? `EV-${dice.int(10_000, 99_999)}` : null,
    licenceValidUntil: isLicensed ? addDays(today, dice.int(45, 400)) : null,
    notes: '',
  };
  return { ...place, id, siteId, fate: fateOf(index), validUntil: addDays(today, dice.int(60, 360)), input };
}

/** A few places are not ready, one of each kind, never the first of a base. */
function fateOf(index: number): PlaceFate {
  const special: Readonly<Record<number, PlaceFate>> = {
    8: 'pending',
    15: 'suspended',
    21: 'draft',
    29: 'pending',
    34: 'returned',
    40: 'pending',
  };
  return special[index] ?? 'approved';
}

/** The moment, minutes after the founding, at which step `index` of a kind was done. */
export const foundingMs = (foundedMs: number, block: number, index: number): number =>
  foundedMs + (block * 40 + Math.floor(index / 3)) * MINUTE_MS;

export const expiryOf = (nowMs: number, days: number): string => toInstant(nowMs + days * 24 * 60 * MINUTE_MS);
