/** A source of chance: numbers in [0, 1). The same source says the same again. */
export type Chance = () => number;

/** A small seeded source of chance (mulberry32), so that whatever was found is found again. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (chance: Chance, count: number): number => Math.floor(chance() * count);
const oneOf = <T>(chance: Chance, items: readonly [T, ...(readonly T[])]): T => items[below(chance, items.length)] ?? items[0];

/** Values that have broken parsers before. */
const STRANGE = [
  'null',
  'true',
  '-1',
  '0',
  '1.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '-0',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"__proto__"',
  '"constructor"',
  '"../../etc/passwd"',
  '"9999-12-31T23:59:59.999Z"',
  '"1970-01-01T00:00:00.000Z"',
  '"Mars/Olympus"',
  '{}',
  '[]',
  '{"__proto__":{"admin":true}}',
  '{"toString":1,"valueOf":null}',
  `"${'x'.repeat(5000)}"`,
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
] as const satisfies readonly string[];

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;

type Change = (text: string, other: string, chance: Chance) => string;

const replaceToken: Change = (text, other, chance) => {
  const tokens = [...text.matchAll(TOKEN)];
  const token = tokens[below(chance, tokens.length)];
  if (token === undefined) return text;
  const foreign = [...(chance() < 0.5 ? text : other).matchAll(TOKEN)];
  const value = chance() < 0.6 ? oneOf(chance, STRANGE) : (foreign[below(chance, foreign.length)]?.[0] ?? 'null');
  return text.slice(0, token.index) + value + text.slice(token.index + token[0].length);
};

const CHANGES: readonly [Change, ...Change[]] = [
  replaceToken,
  replaceToken,
  replaceToken,
  // one character becomes another
  (text, _other, chance) => {
    const at = below(chance, text.length);
    return text.slice(0, at) + String.fromCharCode(below(chance, 0x250)) + text.slice(at + 1);
  },
  // something is missing
  (text, _other, chance) => {
    const at = below(chance, text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(chance, 40));
  },
  // something is there twice
  (text, _other, chance) => {
    const from = below(chance, text.length);
    const to = from + below(chance, 200);
    return text.slice(0, to) + text.slice(from);
  },
  // cut off
  (text, _other, chance) => text.slice(0, below(chance, text.length)),
  // two messages become one
  (text, other, chance) => text.slice(0, below(chance, text.length)) + other.slice(below(chance, other.length)),
];

/**
 * One to three changes to a message: broken bytes, cut and spliced texts, and well-formed JSON with values nobody expects.
 * @param text a message as it was recorded
 * @param other another one, to take pieces from
 */
export function mutate(text: string, other: string, chance: Chance): string {
  let changed = text;
  for (let left = 1 + below(chance, 3); left > 0; left -= 1) changed = oneOf(chance, CHANGES)(changed, other, chance);
  return changed;
}
