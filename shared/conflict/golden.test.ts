import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RULEBOOK } from '../domain/rulebook.ts';
import { entryOf, laterRulebook } from '../domain/testing/later-rulebook.ts';
import { bodyText, GENESIS_HASH, verifyChain } from '../events/hash-chain.ts';
import { chained, parseLog, readGolden, statesAfter, withoutGolden } from './testing/golden.ts';
import { goldenStory } from './testing/golden-story.ts';

const golden = readGolden();
const logs = golden.map(({ log }) => parseLog(log));

test('every event type in every version there ever was stands in a golden log; after adding one, run write-golden.ts', () => {
  expect(withoutGolden(logs, RULEBOOK)).toEqual([]);
});

test('a type or version without a golden event is named', () => {
  expect(withoutGolden(logs, laterRulebook('booking.teleported', {}, 'booking.note_added'))).toEqual(['booking.teleported@1']);
  expect(withoutGolden(logs, laterRulebook('booking.note_added', { version: 3 }))).toEqual([
    'booking.note_added@2',
    'booking.note_added@3',
  ]);
});

test('the story that makes golden logs still tells every type under the rules of today', () => {
  expect(withoutGolden([goldenStory()], RULEBOOK)).toEqual([]);
});

describe.each(golden)('golden log $name', ({ log, states }) => {
  test('is read byte for byte and its chain holds', () => {
    const events = parseLog(log);
    expect(events.map((event) => JSON.stringify(event))).toEqual(log);
    const records = events.map((event) => ({ seq: event.seq, body: bodyText(event), prevHash: event.prevHash, hash: event.hash }));
    expect(verifyChain(records, { prevHash: GENESIS_HASH, prevSeq: 0, gapless: true })).toMatchObject({ ok: true, count: log.length });
    expect(chained(events)).toEqual(log);
  });

  test('folds to the very states it folded to when it was written', () => {
    expect(statesAfter(parseLog(log))).toEqual(states);
  });
});

describe('an event in a newer version', () => {
  // A worked example: notes get a tone, and older ones were all neutral.
  const noted = entryOf('booking.note_added').definition;
  const tonedNotes = laterRulebook('booking.note_added', {
    version: 2,
    data: z.strictObject({ noteId: z.string(), text: z.string(), tone: z.enum(['neutral', 'urgent']) }),
    upcasts: [(data) => ({ ...(data as object), tone: 'neutral' })],
    evolve: (state, data, event, attachedAs) => {
      const { tone, ...note } = data as { readonly tone: string };
      const next = noted.evolve?.(state, note as never, event, attachedAs);
      return { ...(next as object), brief: `${tone}@${event.version}` };
    },
  });
  const log = golden[0]?.log ?? [];
  const noteOf = (states: readonly string[]) => states.map((line) => JSON.parse(line)).find(({ state }) => state.noteLog?.length === 1);

  test('reads what an older version wrote through its upcasts, and changes nothing else', () => {
    const states = statesAfter(parseLog(log), tonedNotes);
    expect(noteOf(states)).toMatchObject({ readOnly: false, state: { brief: 'neutral@2', noteLog: [{ text: 'Bring ice' }] } });
    const before = golden[0]?.states ?? [];
    expect(states.filter((line, index) => line !== before[index])).toHaveLength(1);
  });

  test('leaves the stored bytes as they are', () => {
    const events = parseLog(log);
    statesAfter(events, tonedNotes);
    expect(events.map((event) => JSON.stringify(event))).toEqual(log);
  });

  test('is kept raw by an older version: its object is read-only, everything else folds', () => {
    const seq = parseLog(log).find(({ type }) => type === 'booking.note_added')?.seq ?? 0;
    const fromLater = parseLog(log).map((event) => (event.seq === seq ? { ...event, version: 2 } : event));
    const states = statesAfter(fromLater).map((line) => JSON.parse(line));
    expect(states.filter(({ readOnly }) => readOnly)).toHaveLength(1);
    expect(states).toHaveLength(golden[0]?.states.length ?? 0);
  });
});
