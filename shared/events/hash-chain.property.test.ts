import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { chainHash, GENESIS_HASH, portableSha256, verifyChain, type ChainRecord } from './hash-chain.ts';

const chainOf = (bodies: readonly string[]): ChainRecord[] => {
  let prevHash = GENESIS_HASH;
  return bodies.map((body, index) => {
    const record = { seq: index + 1, body, prevHash, hash: chainHash(prevHash, body) };
    prevHash = record.hash;
    return record;
  });
};
const start = { prevHash: GENESIS_HASH, prevSeq: 0, gapless: true };
const bodies = fc.array(fc.json(), { minLength: 3, maxLength: 25 });
const place = fc.nat();

test('an untouched chain is found whole', () => {
  fc.assert(
    fc.property(bodies, (list) => {
      const chain = chainOf(list);
      expect(verifyChain(chain, start)).toEqual({ ok: true, lastHash: chain.at(-1)?.hash, lastSeq: chain.length, count: chain.length });
    }),
  );
});

test('one flipped bit of a body is reported with its sequence', () => {
  fc.assert(
    fc.property(bodies, place, fc.nat(), (list, where, bit) => {
      const chain = chainOf(list);
      const index = where % chain.length;
      const record = chain[index]!;
      const at = bit % record.body.length;
      const flipped = record.body.slice(0, at) + String.fromCharCode(record.body.charCodeAt(at) ^ 1) + record.body.slice(at + 1);
      chain[index] = { ...record, body: flipped };
      expect(verifyChain(chain, start)).toMatchObject({ ok: false, seq: index + 1, fault: 'altered' });
    }),
  );
});

test('a record rewritten together with its own hash is reported at its successor', () => {
  fc.assert(
    fc.property(bodies, place, (list, where) => {
      const chain = chainOf(list);
      const index = where % (chain.length - 1);
      const record = chain[index]!;
      const body = `${record.body} `;
      chain[index] = { ...record, body, hash: chainHash(record.prevHash, body) };
      expect(verifyChain(chain, start)).toMatchObject({ ok: false, seq: index + 2, fault: 'broken-link' });
    }),
  );
});

test('a dropped record is reported where the next one stands', () => {
  fc.assert(
    fc.property(bodies, place, (list, where) => {
      const chain = chainOf(list);
      const index = where % (chain.length - 1);
      chain.splice(index, 1);
      expect(verifyChain(chain, start)).toMatchObject({ ok: false, seq: index + 2, fault: 'out-of-order' });
    }),
  );
});

test('a dropped record is reported even when everything after it was numbered anew', () => {
  fc.assert(
    fc.property(bodies, place, (list, where) => {
      const chain = chainOf(list);
      const index = where % (chain.length - 1);
      chain.splice(index, 1);
      const renumbered = chain.map((record, position) => ({ ...record, seq: position + 1 }));
      expect(verifyChain(renumbered, start)).toMatchObject({ ok: false, seq: index + 1, fault: 'broken-link' });
    }),
  );
});

test('a doubled record is reported with its sequence', () => {
  fc.assert(
    fc.property(bodies, place, (list, where) => {
      const chain = chainOf(list);
      const index = where % chain.length;
      chain.splice(index, 0, chain[index]!);
      expect(verifyChain(chain, start)).toMatchObject({ ok: false, seq: index + 1, fault: 'out-of-order' });
    }),
  );
});

test('two swapped neighbours are reported at the first of them', () => {
  fc.assert(
    fc.property(bodies, place, (list, where) => {
      const chain = chainOf(list);
      const index = where % (chain.length - 1);
      [chain[index], chain[index + 1]] = [chain[index + 1]!, chain[index]!];
      expect(verifyChain(chain, start)).toMatchObject({ ok: false, seq: index + 2, fault: 'out-of-order' });
    }),
  );
});

test('the portable SHA-256 is the one everybody has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(portableSha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});
