import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { Workspace, type FiledEntity } from '../conflict/workspace.ts';
import type { Entity, StateReader } from '../domain/kernel/aggregate.ts';
import { derivedId } from '../domain/kernel/ids.ts';
import { makeRulebook } from '../domain/rulebook.ts';
import { z } from 'zod';
import { nodeSqliteDriver } from './sql/node-sqlite.ts';
import { SqlStateStore, stateStoreSchema } from './state-store.ts';

/** A noun that is filed and claims as its state says. */
interface Thing {
  readonly keys: readonly string[];
  readonly claims: readonly { readonly resource: string; readonly startMs: number; readonly endMs: number }[];
}
const RULES = makeRulebook(
  [
    {
      type: 'kit',
      state: z.any(),
      events: {},
      commands: [],
      claims: (state: Thing) => state.claims,
      keys: (state: Thing) => ['all', ...state.keys],
      row: () => ({ status: '', startsAt: '', endsAt: '', parentId: '', searchText: '' }),
    },
  ],
  [],
);
const EMPTY: StateReader = { get: () => undefined, find: () => [], claims: () => [] };

const openStore = (path = ':memory:', prefix = 'a_') => {
  const driver = nodeSqliteDriver(new DatabaseSync(path));
  driver.exec(stateStoreSchema(prefix));
  return { driver, store: new SqlStateStore({ driver, rulebook: RULES, prefix, cacheSize: 3 }) };
};

const entityOf = (id: string, state: Thing, seq = 1): Entity => ({
  type: 'kit',
  id,
  state,
  stamps: {},
  seq,
  lastEventId: derivedId('event', id, seq),
  anomalies: [],
  readOnly: false,
});
const fileOf = (entity: Entity): FiledEntity => new Workspace(EMPTY, RULES).put(entity);

const ids = Array.from({ length: 8 }, (_, index) => derivedId('kit', index));
const claim = fc.record({ resource: fc.constantFrom('kit:1', 'kit:2'), startMs: fc.nat(50), length: fc.integer({ min: 1, max: 20 }) });
const change = fc.record({
  id: fc.constantFrom(...ids),
  keys: fc.uniqueArray(fc.constantFrom('kind:a', 'kind:b', 'kind:c'), { maxLength: 3 }),
  claims: fc.array(claim, { maxLength: 2 }),
});
const script = fc.array(fc.oneof({ weight: 6, arbitrary: change }, { weight: 1, arbitrary: fc.constantFrom(...ids) }), { maxLength: 40 });

test('the store answers like a plain map, with a cache too small for it and after everything cached is forgotten', () => {
  fc.assert(
    fc.property(script, (steps) => {
      const { store } = openStore();
      const expected = new Map<string, Entity>();
      for (const [index, action] of steps.entries()) {
        if (typeof action === 'string') {
          store.remove('kit', action);
          expected.delete(action);
          continue;
        }
        const claims = action.claims.map(({ resource, startMs, length }) => ({ resource, startMs, endMs: startMs + length }));
        const entity = entityOf(action.id, { keys: action.keys, claims }, index);
        store.save([fileOf(entity)]);
        expected.set(action.id, entity);
      }
      const check = (): void => {
        for (const id of ids) expect(store.get('kit', id)).toEqual(expected.get(id));
        for (const key of ['all', 'kind:a', 'kind:b', 'kind:c']) {
          const filed = [...expected.values()].filter((entity) => key === 'all' || (entity.state as Thing).keys.includes(key));
          expect(store.find('kit', key).map((entity) => entity.id)).toEqual(filed.map((entity) => entity.id).sort());
        }
        for (const resource of ['kit:1', 'kit:2']) {
          for (const [from, to] of [
            [0, 10],
            [10, 11],
            [25, 60],
          ] as const) {
            const held = [...expected.values()].flatMap((entity) =>
              (entity.state as Thing).claims
                .filter((c) => c.resource === resource && c.startMs < to && from < c.endMs)
                .map((c) => `${entity.id} ${c.startMs} ${c.endMs}`),
            );
            const found = store.claims(resource, from, to).map((c) => `${c.aggregateId} ${c.startMs} ${c.endMs}`);
            expect(found.sort()).toEqual([...new Set(held)].sort());
          }
        }
      };
      check();
      store.forget();
      check();
    }),
  );
});

test('after a rollback, forgetting what was cached gives the committed versions back', () => {
  const { driver, store } = openStore();
  const first = entityOf(ids[0]!, { keys: ['kind:a'], claims: [] }, 1);
  store.save([fileOf(first)]);
  expect(() =>
    driver.transaction(() => {
      store.save([fileOf(entityOf(ids[0]!, { keys: ['kind:b'], claims: [] }, 2))]);
      throw new Error('disk full');
    }),
  ).toThrow('disk full');
  store.forget();
  expect(store.get('kit', ids[0]!)).toEqual(first);
  expect(store.find('kit', 'kind:b')).toEqual([]);
  expect(store.find('kit', 'kind:a')).toEqual([first]);
});

test('two stores with different prefixes in one file do not see each other', () => {
  const driver = nodeSqliteDriver(new DatabaseSync(':memory:'));
  const [a, b] = ['a_', 'b_'].map((prefix) => {
    driver.exec(stateStoreSchema(prefix));
    return new SqlStateStore({ driver, rulebook: RULES, prefix });
  });
  a!.save([fileOf(entityOf(ids[0]!, { keys: [], claims: [{ resource: 'kit:1', startMs: 0, endMs: 5 }] }))]);
  expect(b!.get('kit', ids[0]!)).toBeUndefined();
  expect(b!.find('kit', 'all')).toEqual([]);
  expect(b!.claims('kit:1', 0, 10)).toEqual([]);
  b!.clear();
  expect(a!.find('kit', 'all')).toHaveLength(1);
});
