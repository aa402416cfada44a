import { expect, test } from 'vitest';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import { newId } from '../../sequencer/server-events.ts';
import { asSuperuser, emptyDatabase } from '../../testing/postgres.ts';
import { describeEventStore, TABLES } from '../store.contract.ts';
import { PostgresStore } from './postgres-store.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open = (url: string): Promise<PostgresStore> => PostgresStore.open({ url, rulebook: RULEBOOK, log: quiet });

describeEventStore(async () => {
  const url = await emptyDatabase();
  let store = await open(url);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await open(url);
      return store;
    },
    close: () => store.close(),
  };
});

test('the log refuses UPDATE, DELETE and TRUNCATE', async () => {
  const url = await emptyDatabase();
  const store = await open(url);
  for (const text of [`UPDATE event_store SET event_data = '{}'`, 'DELETE FROM event_store', 'TRUNCATE event_store']) {
    await expect(asSuperuser(url, text)).rejects.toThrow('append-only');
  }
  await store.close();
});

test('two holders of one resource are refused by the database itself, half-open and per organization', async () => {
  const url = await emptyDatabase();
  const store = await open(url);
  const claim = (no: number, from: number, until: number, contested = false): Promise<unknown> =>
    asSuperuser(
      url,
      `INSERT INTO claims (organization_no, resource, start_ms, end_ms, aggregate_type, aggregate_id, contested)
       VALUES ($1, 'kit:1', $2, $3, 'allocation', $4, $5)`,
      [no, from, until, newId(1), contested],
    );
  await claim(1, 100, 200);
  await claim(1, 200, 300);
  await claim(2, 100, 200);
  await claim(1, 150, 160, true);
  await expect(claim(1, 199, 201)).rejects.toThrow('claims_never_overlap');
  await store.close();
});

test('several processes may make the tables at once', async () => {
  const url = await emptyDatabase();
  const stores = await Promise.all([open(url), open(url), open(url)]);
  expect(await stores[0].isWritable()).toBe(true);
  for (const store of stores) await store.close();
});

test('one process at a time leads, and another takes over when its time is over', async () => {
  const url = await emptyDatabase();
  const [a, b] = await Promise.all([open(url), open(url)]);
  expect([await a.leads('clock', 60_000), await b.leads('clock', 60_000), await a.leads('clock', 1)]).toEqual([true, false, true]);
  await expect.poll(() => b.leads('clock', 60_000)).toBe(true);
  expect(await a.leads('clock', 60_000)).toBe(false);
  await Promise.all([a.close(), b.close()]);
});

test('the tables that others may read have the columns of DESIGN section 4', async () => {
  const url = await emptyDatabase();
  await (await open(url)).close();
  for (const [table, columns] of Object.entries(TABLES)) {
    const there = await asSuperuser(url, 'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1', [table]);
    expect(
      there.map((row) => row['name']),
      table,
    ).toEqual(expect.arrayContaining([...columns]));
  }
});
