import type { BaseKey } from './catalogue-places.ts';

export interface KitKindEntry {
  readonly kind: string;
  readonly short: string;
  /** Serial-numbered things, one each. */
  readonly serials: readonly string[];
  /** Counted things. */
  readonly bulk: readonly (readonly [name: string, quantity: number])[];
  readonly count: Readonly<Partial<Record<BaseKey, number>>>;
}

/** 26 kits of six kinds over the five bases. */
export const KIT_KINDS: readonly KitKindEntry[] = [
  {
    kind: 'Sampling bar',
    short: 'SB',
    serials: ['Folding bar', 'Cooling box', 'Card reader'],
    bulk: [
      ['Tasting cups', 400],
      ['Napkins', 500],
      ['Branded apron', 4],
      ['Ice scoop', 2],
    ],
    count: { la: 3, den: 2, nyc: 2, tor: 1, ber: 1 },
  },
  {
    kind: 'Demo table',
    short: 'DT',
    serials: ['Demo table', 'Tablet', 'Light panel'],
    bulk: [
      ['Table cloth', 2],
      ['Extension cord 5 m', 3],
      ['Leaflet holder', 4],
    ],
    count: { la: 2, den: 1, nyc: 2, tor: 1, ber: 1 },
  },
  {
    kind: 'Photo booth',
    short: 'PB',
    serials: ['Camera', 'Photo printer', 'Flash head', 'Backdrop frame'],
    bulk: [
      ['Photo paper', 300],
      ['Prop set', 2],
    ],
    count: { la: 1, nyc: 1, tor: 1 },
  },
  {
    kind: 'Sound and stage',
    short: 'SS',
    serials: ['Active speaker L', 'Active speaker R', 'Mixing desk', 'Radio microphone'],
    bulk: [
      ['Speaker stand', 2],
      ['XLR cable 10 m', 6],
      ['Gaffer tape', 3],
    ],
    count: { la: 1, nyc: 1, ber: 1 },
  },
  {
    kind: 'Info stand',
    short: 'IS',
    serials: ['Roll-up wall', 'Tablet'],
    bulk: [
      ['Leaflets', 600],
      ['Pens', 150],
      ['Lanyard', 20],
    ],
    count: { la: 1, den: 1 },
  },
  {
    kind: 'Tasting kit',
    short: 'TK',
    serials: ['Induction hob', 'Fridge 40 l'],
    bulk: [
      ['Tasting spoons', 500],
      ['Serving tray', 6],
      ['Gloves', 200],
      ['Hand sanitiser', 3],
    ],
    count: { den: 1, ber: 1 },
  },
];

/** Stock on the shelf that is not part of a kit. */
export const CONSUMABLES: readonly (readonly [name: string, unit: string, onHand: number, reorderPoint: number])[] = [
  ['Tasting cups 4 cl', 'pcs', 12_000, 3000],
  ['Napkins white', 'pcs', 9000, 2500],
  ['Branded tote bag', 'pcs', 1400, 400],
  ['Leaflet A5, spring', 'pcs', 15_000, 4000],
  ['Gaffer tape 50 m', 'rolls', 46, 12],
  ['AA batteries', 'pcs', 240, 80],
  ['Photo paper 10×15', 'sheets', 2600, 600],
  ['Nitrile gloves M', 'pairs', 700, 200],
];
