import { addDays, DAY_MS, dayAt, HOUR_MS, hourAt, instantOf, MINUTE_MS, nextQuarter, periodOf, weekdayOf } from './calendar.ts';
import { CLIENT_CONTACTS, PLANNING_NOTES, WORK } from './catalogue-work.ts';
import type { StaffWish, WorkEntry } from './catalogue-work.ts';
import type { BaseKey } from './catalogue-places.ts';
import type { Dice } from './dice.ts';
import { mustFind } from './world.ts';
import type { Base, Place, World } from './world.ts';

/** Where a booking stands at the moment the demo is opened. */
export type BookingFate =
  | 'closed'
  | 'report_waiting'
  | 'report_returned'
  | 'report_missing'
  | 'aborted'
  | 'running'
  | 'approved'
  | 'pending'
  | 'returned'
  | 'draft'
  | 'cancelled'
  | 'rejected';

export interface PlannedBooking {
  readonly id: string;
  readonly base: BaseKey;
  readonly startMs: number;
  readonly endMs: number;
  readonly fate: BookingFate;
  readonly createdMs: number;
  /** Sam's: the one that a second device opens on. */
  readonly isShowcase: boolean;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How many days the demo looks back and forward, and how busy an ordinary day is per base. */
export interface Span {
  readonly backDays: number;
  readonly forwardDays: number;
  readonly perDay: Readonly<Record<BaseKey, number>>;
}

export const SPANS = {
  small: { backDays: 4, forwardDays: 6, perDay: { la: 1.2, den: 0.7, nyc: 0.8, tor: 0.3, ber: 0.4 } },
  'small-plus': { backDays: 14, forwardDays: 21, perDay: { la: 2, den: 1.4, nyc: 1.5, tor: 0.6, ber: 0.8 } },
  medium: { backDays: 42, forwardDays: 28, perDay: { la: 2.6, den: 1.8, nyc: 2, tor: 0.9, ber: 1.1 } },
} as const satisfies Readonly<Record<string, Span>>;
export type DemoSize = keyof typeof SPANS;

/** Fridays and Saturdays carry the trade. */
const WEEKDAY_LOAD = [0.7, 0.6, 0.7, 0.9, 1.5, 1.7, 1.0] as const;

export function planBookings(dice: Dice, world: World, span: Span, foundedMs: number, nowMs: number): PlannedBooking[] {
  const planned = [...todaysBookings(dice, world, foundedMs, nowMs)];
  for (let offset = -span.backDays; offset <= span.forwardDays; offset += 1) {
    for (const base of world.bases) {
      const day = dayAt(nowMs, base.zone, offset);
      const load = span.perDay[base.key] * (WEEKDAY_LOAD[weekdayOf(day) - 1] ?? 1);
      const count = Math.floor(load) + (dice.chance(load % 1) ? 1 : 0);
      for (let made = 0; made < count; made += 1) planned.push(ordinaryBooking(dice, world, base, day, foundedMs, nowMs));
    }
  }
  return planned;
}

function ordinaryBooking(dice: Dice, world: World, base: Base, day: string, foundedMs: number, nowMs: number): PlannedBooking {
  const work = dice.pick(WORK.filter((entry) => entry.bases?.includes(base.key) ?? true));
  const place = dice.pick(world.places.filter((entry) => entry.base === base.key && isUsable(entry)));
  const [earliest, latest] = work.startHours;
  const minuteOfDay = dice.int(earliest * 4, latest * 4) * 15;
  const startMs = instantOf(day, minuteOfDay, place.zone);
  const minutes = dice.int(work.hours[0] * 2, work.hours[1] * 2) * 30;
  const fate = drawFate(dice, startMs, startMs + minutes * MINUTE_MS, nowMs);
  return makeBooking(dice, world, { work, place, startMs, minutes, fate, foundedMs, nowMs });
}

/** Not too far from the moment of opening: one that runs, one that begins soon (Sam's), one with a gap, one with a shortage. */
function todaysBookings(dice: Dice, world: World, foundedMs: number, nowMs: number): PlannedBooking[] {
  const place = (name: string): Place => mustFind(world.places, (entry) => entry.name === name);
  const work = (brand: string): WorkEntry => mustFind(WORK, (entry) => entry.brand === brand);
  const soonMs = nextQuarter(nowMs + 35 * MINUTE_MS);
  const runningMs = nextQuarter(nowMs - 100 * MINUTE_MS);
  const laterMs = nextQuarter(nowMs + 3 * HOUR_MS);
  const common = { foundedMs, nowMs, isEarly: true };
  const hour = hourAt(soonMs, 'America/Los_Angeles');
  const soonTitle =
    hour >= 6 && hour < 12
      ? 'Kite Zero morning bar'
      : hour >= 12 && hour < 18
        ? 'Kite Zero launch bar'
        : hour >= 18 && hour < 23
          ? 'Kite Zero evening bar'
          : 'Kite Zero night load-in';
  return [
    makeBooking(dice, world, {
      ...common,
      work: work('Kite Zero'),
      place: place('Harbor Market Hall'),
      startMs: soonMs,
      minutes: 240,
      fate: 'approved',
      title: soonTitle,
      isShowcase: true,
    }),
    makeBooking(dice, world, {
      ...common,
      work: work('Nestwell'),
      place: place('Tidewater Mall Atrium'),
      startMs: runningMs,
      minutes: 330,
      fate: 'running',
    }),
    makeBooking(dice, world, {
      ...common,
      work: work('Morrow'),
      place: place('Mile High Food Hall'),
      startMs: runningMs - HOUR_MS,
      minutes: 360,
      fate: 'running',
    }),
    makeBooking(dice, world, {
      ...common,
      work: work('Citrine'),
      place: place('Night Market at Union Yard'),
      startMs: laterMs,
      minutes: 300,
      fate: 'approved',
      title: 'Citrine bilingual tasting',
      staff: [
        { role: 'Bartender', count: 1, skills: ['Alcohol service'] },
        { role: 'Bartender', count: 1, skills: ['Sign language'] },
      ],
    }),
    makeBooking(dice, world, {
      ...common,
      work: work('Harbour Lights'),
      place: place('Pier Nine Pavilion'),
      startMs: laterMs + 2 * HOUR_MS,
      minutes: 420,
      fate: 'approved',
      title: 'Harbour Lights twin photo corners',
      kits: [['Photo booth', 4]],
    }),
    makeBooking(dice, world, {
      ...common,
      work: work('Crispline'),
      place: place('Griffin Arena Concourse'),
      startMs: laterMs + HOUR_MS,
      minutes: 210,
      fate: 'pending',
      title: 'Crispline last-minute handout',
    }),
  ];
}

interface BookingWish {
  readonly work: WorkEntry;
  readonly place: Place;
  readonly startMs: number;
  readonly minutes: number;
  readonly fate: BookingFate;
  readonly foundedMs: number;
  readonly nowMs: number;
  readonly title?: string;
  readonly staff?: readonly StaffWish[];
  readonly kits?: readonly (readonly [kind: string, count: number])[];
  readonly isShowcase?: boolean;
  /** Planned right after the founding, so that nothing else holds its people and kits. */
  readonly isEarly?: boolean;
}

function makeBooking(dice: Dice, world: World, wish: BookingWish): PlannedBooking {
  const { work, place, startMs, minutes, fate, foundedMs, nowMs } = wish;
  const firstMs = foundedMs + 5 * HOUR_MS;
  const latestMs = Math.min(startMs - 20 * HOUR_MS, nowMs - 3 * HOUR_MS);
  const wishedMs = wish.isEarly === true && fate !== 'pending' ? firstMs : Math.min(startMs - dice.int(4, 14) * DAY_MS, latestMs);
  const createdMs = Math.max(firstMs, wishedMs) + dice.int(0, 90) * MINUTE_MS;
  const id = dice.id(createdMs);
  const currency = place.country === 'DE' ? 'EUR' : place.country === 'CA' ? 'CAD' : 'USD';
  const kits = wish.kits ?? work.kits.map((kind) => [kind, 1] as const);
  const input = {
    bookingId: id,
    title: wish.title ?? `${dice.pick(work.titles)}, ${place.city === place.name ? place.name : shortName(place.name)}`,
    clientName: work.client,
    brand: work.brand,
    siteId: place.siteId,
    locationId: place.id,
    period: periodOf(startMs, minutes, place.zone),
    staffNeeds: (wish.staff ?? work.staff).map((need) => ({ id: dice.id(createdMs), ...need })),
    kitNeeds: kits.map(([kitKind, count]) => ({ id: dice.id(createdMs), kitKind, count })),
    contactName: dice.pick(CLIENT_CONTACTS),
    contactPhone: `+1 555 03${String(dice.int(0, 99)).padStart(2, '0')} ${dice.int(100, 999)}`,
    brief: work.brief,
    notes: dice.chance(0.4) ? dice.pick(PLANNING_NOTES) : '',
    tags: work.tags,
    priceMinor: dice.int(work.price[0] / 50, work.price[1] / 50) * 5000,
    currency,
    copiedFrom: null,
  };
  return {
    id,
    base: place.base,
    startMs,
    endMs: startMs + minutes * MINUTE_MS,
    fate,
    createdMs,
    isShowcase: wish.isShowcase === true,
    input,
  };
}

/** `Juniper Foods Culver City` reads well in a title, `Night Market at Union Yard` is cut. */
const shortName = (name: string): string => name.split(' at ')[0] ?? name;

/** Suspended places had bookings before; the others never were open to any. */
const isUsable = (place: Place): boolean => place.fate === 'approved';

type Odds = readonly (readonly [BookingFate, number])[];

const PAST: Odds = [
  ['closed', 0.84],
  ['cancelled', 0.08],
  ['rejected', 0.05],
  ['aborted', 0.03],
];
const RECENT: Odds = [
  ['closed', 0.35],
  ['report_waiting', 0.35],
  ['report_returned', 0.08],
  ['report_missing', 0.12],
  ['cancelled', 0.1],
];
const THIS_WEEK: Odds = [
  ['approved', 0.78],
  ['pending', 0.1],
  ['returned', 0.04],
  ['cancelled', 0.05],
  ['draft', 0.03],
];
const LATER: Odds = [
  ['approved', 0.5],
  ['pending', 0.25],
  ['draft', 0.13],
  ['returned', 0.05],
  ['cancelled', 0.04],
  ['rejected', 0.03],
];

function drawFate(dice: Dice, startMs: number, endMs: number, nowMs: number): BookingFate {
  if (endMs < nowMs - 3 * HOUR_MS) return draw(dice, endMs < nowMs - 2.5 * DAY_MS ? PAST : RECENT);
  if (startMs < nowMs - 20 * MINUTE_MS) return endMs < nowMs ? 'report_missing' : 'running';
  return draw(dice, startMs < nowMs + 6 * DAY_MS ? THIS_WEEK : LATER);
}

function draw(dice: Dice, odds: Odds): BookingFate {
  let rest = dice.float() * odds.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [fate, weight] of odds) {
    rest -= weight;
    if (rest < 0) return fate;
  }
  return odds[0]?.[0] ?? 'approved';
}

/** The first day of the demo's history. */
export const firstDay = (nowMs: number, span: Span): string => addDays(dayAt(nowMs, 'America/Los_Angeles', 0), -span.backDays);
