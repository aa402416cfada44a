import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { newDatabasePath } from '../testing/open-device.ts';
import { nodeSqliteDriver } from './node-sqlite.ts';
import { prepareSchema, SCHEMA_STEPS, SCHEMA_VERSION } from './schema.ts';

/** A file as the app of an earlier schema left it. */
function fileOf(version: number): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const step of SCHEMA_STEPS.slice(0, version)) database.exec(step);
  database.exec(`PRAGMA user_version = ${version}`);
  return database;
}

test('an empty file gets every table; a file of today is left as it is; a newer one is not touched', () => {
  expect(prepareSchema(nodeSqliteDriver(new DatabaseSync(':memory:')))).toEqual({ kind: 'ready', created: true });
  expect(prepareSchema(nodeSqliteDriver(fileOf(SCHEMA_VERSION)))).toEqual({ kind: 'ready', created: false });
  const newer = new DatabaseSync(':memory:');
  newer.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  expect(prepareSchema(nodeSqliteDriver(newer))).toEqual({ kind: 'newer', version: SCHEMA_VERSION + 1 });
  expect(newer.prepare('SELECT count(*) AS n FROM sqlite_schema').get()).toEqual({ n: 0 });
});

test('what an older app only counted as set aside can be seen and tried again after the update', () => {
  const database = fileOf(1);
  const body = JSON.stringify({ id: 'e1', txnId: 't1', aggregateType: 'booking', aggregateId: 'b1' });
  database.exec(`INSERT INTO own_log VALUES (7, 'd', 3, 'e1', '${body}', '', 'h')`);
  database.exec(`INSERT INTO submitted VALUES ('e1', 'd', 3, 40, 'parked', '{"code":"sync.rule-failed","params":{}}')`);
  database.exec("INSERT INTO entity_answers VALUES ('booking', 'b1', 'parked', NULL, 40), ('booking', 'b2', 'rejected', NULL, 41)");
  expect(prepareSchema(nodeSqliteDriver(database))).toEqual({ kind: 'ready', created: false });
  expect(database.prepare('SELECT * FROM set_aside').all()).toEqual([
    {
      id: 'e1',
      txn_id: 't1',
      position: 7,
      aggregate_type: 'booking',
      aggregate_id: 'b1',
      seq: 40,
      reason: '{"code":"sync.rule-failed","params":{}}',
      settled: null,
    },
  ]);
  expect(database.prepare('SELECT outcome FROM entity_answers').all()).toEqual([{ outcome: 'rejected' }]);
});

// Killing a process cannot show this: what was only handed to the system survives it, and not a power cut.
test('every commit of a file on disk is synced in full, of a new one and of one opened again', () => {
  const path = newDatabasePath();
  for (const created of [true, false]) {
    const database = new DatabaseSync(path);
    expect(prepareSchema(nodeSqliteDriver(database))).toEqual({ kind: 'ready', created });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
  }
});
