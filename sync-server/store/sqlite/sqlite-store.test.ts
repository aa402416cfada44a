import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import { temporaryFolder } from '../../testing/world.ts';
import { describeEventStore } from '../store.contract.ts';
import { Database } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

describeEventStore(() => {
  const folder = temporaryFolder();
  const path = join(folder, 'muster.db');
  let store = new SqliteStore(new Database(path), RULEBOOK);
  return {
    store,
    reopen: () => {
      store.close();
      store = new SqliteStore(new Database(path), RULEBOOK);
      return store;
    },
    close: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

test('the log refuses UPDATE and DELETE', () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'muster.db'));
  database.exec(
    `INSERT INTO event_store (organization_no, seq, id, event_type, aggregate_type, aggregate_id, event_data, metadata, created_at, created_by,
       correlation_id, version, txn_id, device_id, device_seq, outcome, prev_hash, hash)
     VALUES (1, 1, 'i', 't', 'a', 'a', '{}', '{}', '', '', '', 1, '', '', 0, 'accepted', '', '')`,
  );
  expect(() => database.exec(`UPDATE event_store SET event_data = '{"changed":1}'`)).toThrow('append-only');
  expect(() => database.exec('DELETE FROM event_store')).toThrow('append-only');
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('commits are synced in full', () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'muster.db'));
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.close();
  rmSync(folder, { recursive: true, force: true });
});
