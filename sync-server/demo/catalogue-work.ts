import type { Job } from './catalogue-people.ts';
import type { BaseKey } from './catalogue-places.ts';

export interface StaffWish {
  readonly role: Job;
  readonly count: number;
  readonly skills: readonly string[];
}

/** A kind of work that clients book again and again. */
export interface WorkEntry {
  readonly client: string;
  readonly brand: string;
  readonly titles: readonly string[];
  readonly staff: readonly StaffWish[];
  readonly kits: readonly string[];
  /** Earliest and latest start, hours of the day at the place. */
  readonly startHours: readonly [number, number];
  readonly hours: readonly [number, number];
  /** Whole units of the place's currency. */
  readonly price: readonly [number, number];
  readonly brief: string;
  readonly tags: readonly string[];
  /** Where the client works; everywhere when absent. */
  readonly bases?: readonly BaseKey[];
}

const one = (role: Job, skills: readonly string[] = []): StaffWish => ({ role, count: 1, skills });
const two = (role: Job, skills: readonly string[] = []): StaffWish => ({ role, count: 2, skills });

export const WORK: readonly WorkEntry[] = [
  {
    client: 'Kite Beverages',
    brand: 'Kite Zero',
    titles: ['Kite Zero sampling', 'Kite Zero summer bar', 'Kite Zero checkout sampling'],
    staff: [two('Demonstrator')],
    kits: ['Sampling bar'],
    startHours: [10, 14],
    hours: [4, 6],
    price: [1400, 2600],
    brief: 'Hand out chilled 4 cl cups, name the three flavours, point at the shelf. No samples to children without an adult.',
    tags: ['sampling', 'beverage'],
  },
  {
    client: 'Aurelia Audio',
    brand: 'Aurelia One',
    titles: ['Headphone demo day', 'Aurelia One listening corner'],
    staff: [one('Demonstrator'), one('Brand ambassador')],
    kits: ['Demo table'],
    startHours: [10, 13],
    hours: [5, 7],
    price: [1800, 3200],
    brief: 'Two listening places, wipe the pads after each visitor. Ask for the mail address only on the tablet form.',
    tags: ['demo', 'electronics'],
  },
  {
    client: 'Greenfield Foods',
    brand: 'Haverly',
    titles: ['Oat drink tasting', 'Haverly breakfast tasting'],
    staff: [two('Demonstrator')],
    kits: ['Tasting kit'],
    startHours: [8, 11],
    hours: [4, 5],
    price: [1200, 2100],
    brief: 'Warm and cold tasting side by side. Allergen card stays visible on the table the whole time.',
    tags: ['tasting', 'food'],
    bases: ['den', 'ber'],
  },
  {
    client: 'Morrow Coffee',
    brand: 'Morrow',
    titles: ['Coffee pop-up', 'Morrow cold brew morning'],
    staff: [one('Host'), one('Demonstrator')],
    kits: ['Sampling bar'],
    startHours: [7, 9],
    hours: [4, 5],
    price: [1300, 2200],
    brief: 'Serve until the commuters are through. Count cups every hour; the client wants the curve.',
    tags: ['sampling', 'coffee'],
  },
  {
    client: 'Volta Cycles',
    brand: 'Volta',
    titles: ['E-bike test rides', 'Volta try-out weekend'],
    staff: [two('Brand ambassador'), one('Technician')],
    kits: ['Info stand'],
    startHours: [10, 12],
    hours: [6, 8],
    price: [2600, 4800],
    brief: 'Helmet and signed waiver before every ride. The technician checks brakes each hour.',
    tags: ['test ride', 'outdoor'],
    bases: ['la', 'den'],
  },
  {
    client: 'Lumen Skin',
    brand: 'Lumen',
    titles: ['Skin consultation days', 'Lumen counter launch'],
    staff: [one('Brand ambassador'), one('Host')],
    kits: ['Demo table'],
    startHours: [11, 13],
    hours: [5, 7],
    price: [1700, 2900],
    brief: 'Ten-minute consultations by list. Testers are disinfected after every person.',
    tags: ['beauty', 'consultation'],
  },
  {
    client: 'Crispline Snacks',
    brand: 'Crispline',
    titles: ['Snack giveaway', 'Crispline match-day handout'],
    staff: [two('Brand ambassador'), one('Team lead')],
    kits: [],
    startHours: [15, 18],
    hours: [3, 4],
    price: [1100, 1900],
    brief: 'Hand out at the gates, never inside the turnstiles. Empty cartons go back to the van.',
    tags: ['giveaway', 'stadium'],
  },
  {
    client: 'Citrine Spirits',
    brand: 'Citrine',
    titles: ['Night market bar', 'Citrine tasting evening'],
    staff: [two('Bartender', ['Alcohol service']), one('Host')],
    kits: ['Sampling bar'],
    startHours: [17, 19],
    hours: [4, 6],
    price: [2400, 4200],
    brief: 'ID check before every pour, no exception. Two tastings per person. Food handler and alcohol papers on site.',
    tags: ['tasting', 'alcohol', 'evening'],
  },
  {
    client: 'Harbour Lights Festival',
    brand: 'Harbour Lights',
    titles: ['Festival info tent', 'Harbour Lights photo corner', 'Festival side stage'],
    staff: [one('Team lead'), two('Host'), one('Technician')],
    kits: ['Sound and stage', 'Photo booth'],
    startHours: [13, 16],
    hours: [7, 9],
    price: [4200, 7800],
    brief: 'Stage power from the left distributor only. Lost children go to the info tent, call gate control on channel 2.',
    tags: ['festival', 'event'],
    bases: ['la', 'nyc'],
  },
  {
    client: 'Nestwell Home',
    brand: 'Nestwell',
    titles: ['Smart home corner', 'Nestwell Saturday demo'],
    staff: [one('Demonstrator'), one('Technician')],
    kits: ['Demo table'],
    startHours: [10, 12],
    hours: [6, 8],
    price: [1900, 3000],
    brief: 'Set up on our own router, never on the shop network. Reset all demo devices before leaving.',
    tags: ['demo', 'retail'],
  },
  {
    client: 'Barkley & Co',
    brand: 'Barkley',
    titles: ['Dog treat tasting day', 'Barkley park meet-up'],
    staff: [two('Brand ambassador')],
    kits: [],
    startHours: [10, 14],
    hours: [4, 5],
    price: [900, 1600],
    brief: 'Dogs on the lead. Treats only after asking the owner about allergies.',
    tags: ['sampling', 'pets'],
  },
  {
    client: 'Studio Parallel',
    brand: 'Parallel',
    titles: ['Gallery opening', 'Parallel product reveal'],
    staff: [two('Host'), one('Bartender', ['Alcohol service'])],
    kits: ['Photo booth'],
    startHours: [17, 18],
    hours: [4, 5],
    price: [2800, 5200],
    brief: 'Guest list at the door, doors close at capacity. Photos only in front of the backdrop.',
    tags: ['event', 'evening'],
    bases: ['la', 'nyc', 'tor'],
  },
];

export const CLIENT_CONTACTS = [
  'Jordan Avery',
  'Melissa Grant',
  'Felix Neumann',
  'Imani Brooks',
  'Carlos Vega',
  'Sarah Lindholm',
  'Peter Osei',
  'Yuki Sato',
  'Anna Kowalska',
  'Rob Delaney',
] as const;

export const PLANNING_NOTES = [
  'Client asked for the same crew as last time if possible.',
  'Place confirmed the power outlet by phone.',
  'Samples arrive at the place the day before, ask at the goods desk.',
  'Parking for one van is reserved, plate was sent.',
  'Please bring the new price cards, the old ones are wrong.',
  'Rain plan: move under the north roof, place agrees.',
] as const;

export const RETURN_REASONS = [
  'Headcount looks too low for a Saturday. Please check with the client.',
  'The brief is missing. Staff need to know what to say.',
  'Please confirm the loading time with the place first.',
] as const;

export const REJECT_REASONS = [
  'No crew available for this weekend.',
  'Client has unpaid invoices, see accounting.',
  'The place does not allow sampling on this date.',
] as const;
export const CANCEL_REASONS = [
  'Client moved the launch to next quarter.',
  'The place closes for repairs.',
  'Product is out of stock, client cancelled.',
] as const;
export const REPORT_SUMMARIES = [
  'Steady flow from the first hour, best interest around noon. Product well received.',
  'Quiet start, then a queue. Several visitors bought on the spot.',
  'Good position next to the entrance. Many repeat visitors asked for a second flavour.',
  'Weather kept people away in the first half, second half made up for it.',
  'Very strong day. Staff at the place asked when we come back.',
] as const;

export const REPORT_ISSUES = [
  '',
  '',
  '',
  'One cooling box runs warm, please check before the next use.',
  'We ran out of leaflets an hour before the end.',
  'Goods desk did not know about us; twenty minutes lost.',
] as const;
