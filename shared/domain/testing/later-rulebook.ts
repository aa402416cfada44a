import type { EventDefinition } from '../kernel/aggregate.ts';
import { RULEBOOK, type CatalogEntry, type Rulebook } from '../rulebook.ts';

/** An event type as the product knows it. */
export function entryOf(type: string): CatalogEntry {
  const found = RULEBOOK.events.get(type);
  if (found === undefined) throw new Error(`no event ${type}`);
  return found;
}

/**
 * The rulebook of a later version of the product: one event type in a newer version, or one more.
 * @param like for a new type, the one it takes after
 */
export function laterRulebook(
  type: string,
  change: Partial<EventDefinition<unknown>>,
  like: string = type,
  base: Rulebook = RULEBOOK,
): Rulebook {
  const known = entryOf(like);
  const events = new Map(base.events).set(type, { ...known, type, definition: { ...known.definition, ...change } });
  return { ...base, events };
}
