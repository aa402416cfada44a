import { expect, test } from 'vitest';
import { createFindIndex, type Findable } from './search-index.ts';

const thing = (id: string, title: string, codes = '', rev = 1): Findable => ({
  key: `booking:${id}`,
  type: 'booking',
  id,
  title,
  detail: 'Kiel',
  codes,
  rev,
});
const now = (): Promise<void> => Promise.resolve();

test('words are found in any order, by their beginnings and without their accents', async () => {
  const index = createFindIndex(now);
  await index.update([thing('a', 'Röstwerk Filter tasting'), thing('b', 'Haferhof launch')]);
  expect(index.search('tast rost', 5).map(({ id }) => id)).toEqual(['a']);
  expect(index.search('kiel', 5)).toHaveLength(2);
});

test('a code beats a title that looks like it', async () => {
  const index = createFindIndex(now);
  await index.update([thing('a', 'K14 party'), thing('b', 'Sampling bar', 'K14')]);
  expect(index.search('k14', 5).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('a renamed thing is found by its new name only, and a gone one not at all', async () => {
  const index = createFindIndex(now);
  await index.update([thing('a', 'Spring'), thing('b', 'Harbor')]);
  await index.update([thing('a', 'Autumn', '', 2)]);
  expect(index.search('spring', 5)).toEqual([]);
  expect(index.search('harbor', 5)).toEqual([]);
  expect(index.search('autumn', 5)).toHaveLength(1);
});

test('the one that is meant is found among fifty thousand', async () => {
  const index = createFindIndex(now);
  const words = ['tasting', 'launch', 'promotion', 'stand', 'demonstration', 'weekend', 'harbor', 'station', 'market', 'square'];
  await index.update(
    Array.from({ length: 50_000 }, (_unused, n) =>
      thing(String(n), `${words[n % 10] ?? ''} ${words[(n * 7) % 10] ?? ''} ${n}`, `B-${n.toString(36)}`),
    ),
  );
  expect(index.search('harbor 4912', 20).length).toBeGreaterThan(0);
});
