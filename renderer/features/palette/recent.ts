import { z } from 'zod';
import type { Findable } from './search-index.ts';

const KEY = 'muster.recent';
const KEPT = 6;

const recentSchema = z.array(
  z.object({
    key: z.string(),
    type: z.enum(['booking', 'member', 'location', 'kit']),
    id: z.string(),
    title: z.string(),
    detail: z.string(),
    codes: z.string(),
    rev: z.number(),
  }),
);

/** What was opened through the palette lately on this device, newest first. */
export function recentThings(): readonly Findable[] {
  const stored = localStorage.getItem(KEY);
  if (stored === null) return [];
  const parsed = recentSchema.safeParse(safeJson(stored));
  return parsed.success ? parsed.data : [];
}

export function rememberThing(thing: Findable): void {
  const others = recentThings().filter(({ key }) => key !== thing.key);
  localStorage.setItem(KEY, JSON.stringify([thing, ...others].slice(0, KEPT)));
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // half written or edited by hand: forgotten, which costs nothing
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
