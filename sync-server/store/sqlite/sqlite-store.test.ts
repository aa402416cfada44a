import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import type { EventDraft } from '../../../shared/domain/kernel/event.ts';
import { verifyOrganization } from '../../admin/verify.ts';
import { Group } from '../../sequencer/group.ts';
import { newId, serverEvents } from '../../sequencer/server-events.ts';
import { bookingCreated, bookingEdited, transaction } from '../../testing/events.ts';
import { temporaryFolder } from '../../testing/world.ts';
import { writeEvent } from '../log-text.ts';
import { describeEventStore, TABLES } from '../store.contract.ts';
import { Database } from './database.ts';
import { SqliteStore } from './sqlite-store.ts';

const NOW = '2026-01-01T00:00:00.000Z';

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

test('head, counter and numbers of a device that were not written down yet are read from the log at the next start', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'muster.db');
  const open = (): SqliteStore => new SqliteStore(new Database(path), RULEBOOK);
  const store = open();
  const [organizationId, siteId, memberId, deviceId] = [newId(1), newId(1), newId(1), newId(1)];
  const { organizationNo, hash } = store.createOrganization(organizationId, 'e', NOW);
  const device = store.createDevice({ deviceId, organizationNo, memberId, siteId, name: 'laptop' }, NOW);
  const author = { deviceId, memberId, siteId, organizationId };
  let prevHash = hash;
  const push = (first: number, count: number): void =>
    store.commit({
      organizationNo,
      submitted: [],
      work: (scope) => {
        for (let seq = first; seq < first + count; seq += 1) {
          const [event] = transaction(author, seq, [bookingCreated(siteId, newId(2))]);
          if (event === undefined) throw new Error('no event');
          const recording = { seq, recordedAt: NOW, outcome: 'accepted' as const, reason: null, anomalies: [], submittedData: null };
          const written = writeEvent(event, recording, prevHash);
          scope.append(device.deviceNo, written);
          prevHash = written.row.hash;
        }
        scope.setLastDeviceSeq(device.deviceNo, first + count - 1);
        scope.finish([], first + count - 1, prevHash);
      },
      stands: () => undefined,
    });
  push(1, 3);
  store.flushStates(1);
  push(4, 2);
  // Repeated numbers stand nowhere in the log, so this counter is written with its commit.
  store.commit({
    organizationNo,
    submitted: [],
    work: (scope) => {
      scope.recordRepeated(device.deviceNo, 6, 2, 5);
      scope.setLastDeviceSeq(device.deviceNo, 6);
    },
    stands: () => undefined,
  });
  push(7, 1);
  const rows = new Database(path);
  expect(rows.prepare('SELECT head FROM organization_heads').get()).toEqual({ head: 3 });
  expect(rows.prepare('SELECT count(*) AS runs FROM submissions').get()).toEqual({ runs: 2 });
  const seen = (from: SqliteStore): unknown => ({
    head: from.head(organizationNo),
    counter: from.findDevice(deviceId)?.lastDeviceSeq,
    acked: [0, 2, 3, 4, 5].map((seq) => from.ackedDeviceSeq(device.deviceNo, seq)),
  });
  // Ended without a word, twice: what was read from the log is written by the second, and the third reads it.
  const again = open();
  expect(seen(again)).toEqual(seen(store));
  expect(seen(again)).toMatchObject({ head: { seq: 7, hash: prevHash }, counter: 7 });
  again.flushStates(1);
  expect(rows.prepare('SELECT head, hash FROM organization_heads').get()).toEqual({ head: 7, hash: prevHash });
  expect(seen(open())).toEqual(seen(store));
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
