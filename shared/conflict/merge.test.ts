import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldStamp } from '../domain/kernel/aggregate.ts';
import { SERVER_DEVICE_ID } from '../domain/kernel/ids.ts';
import { hasSeen, jsonEqual, mergeFields } from './merge.ts';

const stamp = (over: Partial<FieldStamp> = {}): FieldStamp => ({
  seq: 10,
  deviceId: 'A',
  deviceSeq: 3,
  eventId: 'e',
  eventType: 'booking.details_changed',
  actorId: 'm',
  siteId: 's',
  occurredAt: '2026-01-01T00:00:00.000Z',
  offline: false,
  ...over,
});
const importance = { time: 'important', note: 'unimportant' } as const;

describe('C1: different fields merge', () => {
  test('an edit applies when nobody else touched its field', () => {
    const merged = mergeFields(
      { note: { from: 'a', to: 'b' } },
      { note: 'a', time: 1 },
      { time: stamp({ seq: 99 }) },
      { deviceId: 'B', deviceSeq: 1, basisSeq: 5 },
      importance,
    );
    expect(merged).toEqual({ applied: { note: { from: 'a', to: 'b' } }, equal: [], lost: {} });
  });
});

describe('C2: the same field', () => {
  const basis = { deviceId: 'B', deviceSeq: 1, basisSeq: 5 };

  test('the same value twice changes nothing', () => {
    expect(mergeFields({ time: { from: 1, to: 2 } }, { time: 2 }, { time: stamp() }, basis, importance).equal).toEqual(['time']);
  });

  test('an important field keeps the first accepted value when its author had not seen it', () => {
    expect(mergeFields({ time: { from: 1, to: 3 } }, { time: 2 }, { time: stamp() }, basis, importance).lost).toEqual({
      time: { from: 1, to: 3 },
    });
  });

  test('an unimportant field takes the later value', () => {
    expect(mergeFields({ note: { from: 'a', to: 'c' } }, { note: 'b' }, { note: stamp() }, basis, importance).applied).toHaveProperty(
      'note',
    );
  });

  test('a change that was seen may be changed again', () => {
    const seen = { deviceId: 'B', deviceSeq: 1, basisSeq: 10 };
    expect(mergeFields({ time: { from: 1, to: 3 } }, { time: 2 }, { time: stamp() }, seen, importance).applied).toHaveProperty('time');
  });

  test('own earlier edits count as seen although they are not confirmed', () => {
    expect(hasSeen(stamp({ deviceId: 'B', deviceSeq: 4, seq: null }), { deviceId: 'B', deviceSeq: 5, basisSeq: 0 })).toBe(true);
    expect(hasSeen(stamp({ deviceId: 'B', deviceSeq: 5, seq: null }), { deviceId: 'B', deviceSeq: 4, basisSeq: 0 })).toBe(false);
  });

  test('the server has seen everything', () => {
    expect(hasSeen(stamp({ seq: 999 }), { deviceId: SERVER_DEVICE_ID, deviceSeq: 0, basisSeq: 0 })).toBe(true);
  });
});

test('every edited field ends in exactly one of applied, equal and lost', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b'));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('time', 'note', 'place'), fc.record({ from: value, to: value })),
      fc.dictionary(fc.constantFrom('time', 'note', 'place'), value),
      fc.nat(20),
      (changes, state, basisSeq) => {
        const merged = mergeFields(changes, state, { '*': stamp() }, { deviceId: 'B', deviceSeq: 1, basisSeq }, importance);
        const seen = [...Object.keys(merged.applied), ...merged.equal, ...Object.keys(merged.lost)].toSorted();
        expect(seen).toEqual(Object.keys(changes).toSorted());
        for (const field of Object.keys(merged.lost)) expect(field).toBe('time');
      },
    ),
  );
});

test('equality of JSON ignores key order and treats absent as undefined', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonEqual(value, JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
  expect(jsonEqual({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
  expect(jsonEqual({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(jsonEqual([1, 2], [2, 1])).toBe(false);
  expect(jsonEqual(null, {})).toBe(false);
  expect(jsonEqual([], {})).toBe(false);
});
