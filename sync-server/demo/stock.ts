import type { BaseKey } from './catalogue-places.ts';
import { BASES } from './catalogue-places.ts';
import { CONSUMABLES, KIT_KINDS } from './catalogue-kits.ts';
import type { KitKindEntry } from './catalogue-kits.ts';
import type { Dice } from './dice.ts';

export interface Kit {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly base: BaseKey;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Item {
  readonly id: string;
  readonly base: BaseKey;
  readonly input: Readonly<Record<string, unknown>>;
  /** What was there at the founding. */
  readonly received: number;
  readonly isConsumable: boolean;
}

export interface Stock {
  readonly kits: readonly Kit[];
  readonly items: readonly Item[];
}

/** Kits with their contents, the serial-numbered things inside them, and what lies on the shelf of each base. */
export function makeStock(dice: Dice, nextId: () => string, siteOf: (key: BaseKey) => string): Stock {
  const kits: Kit[] = [];
  const items: Item[] = [];
  for (const entry of KIT_KINDS) {
    let number = 0;
    for (const { key } of BASES) {
      for (let made = 0; made < (entry.count[key] ?? 0); made += 1) {
        number += 1;
        const inside = entry.serials.map((name, index) => serialItem(entry, name, number, index, key, nextId(), siteOf(key), dice));
        items.push(...inside);
        kits.push(makeKit(entry, number, key, inside, nextId, siteOf(key)));
      }
    }
  }
  return { kits, items: [...items, ...shelfItems(dice, nextId, siteOf)] };
}

function makeKit(
  entry: KitKindEntry,
  number: number,
  base: BaseKey,
  inside: readonly Item[],
  nextId: () => string,
  homeSiteId: string,
): Kit {
  const code = `${entry.short}-${String(number).padStart(2, '0')}`;
  const contents = [
    ...inside.map(({ id, input }) => ({ id: nextId(), itemId: id, name: String(input['name']), code: String(input['code']), quantity: 1 })),
    ...entry.bulk.map(([name, quantity]) => ({ id: nextId(), itemId: null, name, code: null, quantity })),
  ];
  const input = { name: `${entry.kind} ${number}`, code, kitKind: entry.kind, homeSiteId, contents, notes: '' };
  return { id: nextId(), kind: entry.kind, code, base, input };
}

function serialItem(
  entry: KitKindEntry,
  name: string,
  kit: number,
  index: number,
  base: BaseKey,
  id: string,
  siteId: string,
  dice: Dice,
): Item {
  const code = `${entry.short}${String(kit).padStart(2, '0')}-${index + 1}`;
  const input = {
    name,
    sku: `${entry.short}-${index + 1}`,
    tracking: 'serial',
    serialNumber: `NL${dice.int(100_000, 999_999)}`,
    code,
    siteId,
    unit: 'pcs',
    reorderPoint: null,
  };
  return { id, base, input, received: 1, isConsumable: false };
}

function shelfItems(dice: Dice, nextId: () => string, siteOf: (key: BaseKey) => string): Item[] {
  return BASES.flatMap(({ key }) =>
    CONSUMABLES.map(([name, unit, onHand, reorderPoint], index) => ({
      id: nextId(),
      base: key,
      isConsumable: true,
      // some shelves are nearly empty, so that the low-stock mark has something to show
      received: dice.chance(0.15) ? Math.round(reorderPoint * 1.1) : Math.round(onHand * (0.6 + dice.float() * 0.8)),
      input: { name, sku: `C-${index + 1}`, tracking: 'bulk', serialNumber: null, code: null, siteId: siteOf(key), unit, reorderPoint },
    })),
  );
}
