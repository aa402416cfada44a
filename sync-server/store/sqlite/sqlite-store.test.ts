import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import type { EventDraft } from '../../../shared/domain/kernel/event.ts';
import { verifyOrganization } from '../../admin/verify.ts';
import { Group } from '../../sequencer/group.ts';
import { newId, serverEvents } from '../../sequencer/server-events.ts';
import { bookingCreated, bookingEdited } from '../../testing/events.ts';
import { temporaryFolder } from '../../testing/world.ts';
import { describeEventStore, TABLES } from '../store.contract.ts';
import { Database } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

describeEventStore(async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'muster.db');
  let store = new SqliteStore(new Database(path), RULEBOOK);
  return {
    store,
    reopen: async () => {
      store.close();
      store = new SqliteStore(new Database(path), RULEBOOK);
      return store;
    },
    close: async () => {
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

test('state that was not written down yet is folded from the log at the next start', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'muster.db');
  const open = (): SqliteStore => new SqliteStore(new Database(path), RULEBOOK);
  const store = open();
  const [organizationId, siteId, memberId] = [newId(1), newId(1), newId(1)];
  const head = store.createOrganization(organizationId, 'e', '2026-01-01T00:00:00.000Z');
  const actor = { memberId, role: 'policy' as const, siteId };
  const nowMs = 1_790_000_000_000;
  const bookingId = newId(2);
  const submit = (draft: EventDraft): void =>
    store.commit({
      organizationNo: head.organizationNo,
      submitted: [],
      work: (scope) => {
        const group = new Group({ scope, rulebook: RULEBOOK, nowMs, onParked: () => undefined });
        const moment = { actor, organizationId, nowMs, zone: 'UTC', basisSeq: group.seq, rulebook: RULEBOOK };
        group.append(serverEvents([draft], moment), { actor: { ...actor, role: 'owner' }, deviceNo: null, clockOffsetMs: null });
        group.finish();
      },
      stands: () => undefined,
    });
  submit(bookingCreated(siteId, bookingId));
  store.flushStates(1);
  submit(bookingEdited(bookingId, 'notes', '', 'after the last write'));
  expect(store.heads()[0]?.seq).toBe(2);
  // Ended without a word: nothing is flushed, the file is opened as it is.
  const again = open();
  expect(again.entities(head.organizationNo).get('booking', bookingId)?.state.notes).toBe('after the last write');
  const report = await verifyOrganization(again, RULEBOOK, { organizationNo: head.organizationNo, seq: 2 });
  expect(report).toEqual({ events: 2, entities: 1, problems: [] });
  again.flushStates(1);
  expect(new Database(path).prepare('SELECT state_seq FROM organization_heads').get()).toEqual({ state_seq: 2 });
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

test('the tables that others may read have the columns of DESIGN section 4', async () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'muster.db'));
  const store = new SqliteStore(database, RULEBOOK);
  store.createOrganization(newId(1), 'e', '2026-01-01T00:00:00.000Z');
  expect(store.feeds()).toHaveLength(1);
  for (const [table, columns] of Object.entries(TABLES)) {
    const there = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
    expect(
      there.map((row) => row['name']),
      table,
    ).toEqual(expect.arrayContaining([...columns]));
  }
  store.close();
  rmSync(folder, { recursive: true, force: true });
});
