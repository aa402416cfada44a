import { expect, test } from 'vitest';
import { AGGREGATE_TYPES } from '../domain/kernel/event.ts';
import { COLLECTIONS } from '../ipc/bridge.ts';
import { COLLECTION_OF, syncState } from './view-rows.ts';

const quiet = { pending: 0, allSent: false, predicted: false, refused: false, openConflicts: 0, answer: null, setAside: false } as const;

test('every noun is shown in one of the eleven collections, and every collection shows something', () => {
  expect(COLLECTIONS).toHaveLength(11);
  expect(new Set(AGGREGATE_TYPES.map((type) => COLLECTION_OF[type]))).toEqual(new Set(COLLECTIONS));
});

test.each([
  ['an untouched object is confirmed', {}, 'confirmed'],
  ['unsent work is saved', { pending: 2 }, 'saved'],
  ['work the server has stored is sent', { pending: 2, allSent: true }, 'sent'],
  ['a prediction is saved until the server answers', { predicted: true }, 'saved'],
  ['work that would be refused now says so while it waits', { pending: 1, refused: true }, 'refused'],
  ['what waits comes before an old answer', { pending: 1, answer: 'rejected' }, 'saved'],
  ['an open conflict comes before the answer that caused it', { openConflicts: 1, answer: 'rejected' }, 'conflict'],
  ['a refusal stays visible', { answer: 'rejected' }, 'refused'],
  ['an amendment is an adjustment', { answer: 'amended' }, 'adjusted'],
  ['work that was set aside comes before everything else', { setAside: true, pending: 1, refused: true }, 'parked'],
] as const)('%s', (_what, facts, state) => {
  expect(syncState({ ...quiet, ...facts })).toBe(state);
});
