import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StateDigest, type Standing } from './state-digest.ts';

const standings = fc.uniqueArray(
  fc.record({ type: fc.constantFrom('booking', 'kit'), id: fc.uuid(), seq: fc.integer({ min: 1, max: 1e9 }) }),
  {
    selector: ({ type, id }) => `${type}|${id}`,
    minLength: 1,
    maxLength: 40,
  },
);

function digestOf(all: readonly Standing[]): string {
  const digest = new StateDigest();
  for (const standing of all) digest.add(standing);
  return digest.text;
}

test('the order in which objects are read does not matter', () => {
  fc.assert(fc.property(standings, (all) => digestOf(all.toReversed()) === digestOf(all)));
});

test('one object missing, or one event behind, changes it', () => {
  fc.assert(
    fc.property(standings, fc.nat(), (all, pick) => {
      const at = pick % all.length;
      expect(digestOf(all.toSpliced(at, 1))).not.toBe(digestOf(all));
      expect(digestOf(all.map((one, index) => (index === at ? { ...one, seq: one.seq + 1 } : one)))).not.toBe(digestOf(all));
    }),
  );
});

test('an object can be taken out again, so that a digest moves with the log', () => {
  fc.assert(
    fc.property(standings, (all) => {
      const digest = new StateDigest();
      for (const standing of all) digest.add({ ...standing, seq: 0 });
      for (const standing of all) {
        digest.remove({ ...standing, seq: 0 });
        digest.add(standing);
      }
      expect(digest.text).toBe(digestOf(all));
    }),
  );
});
