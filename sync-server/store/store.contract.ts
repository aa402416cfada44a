import { expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { GENESIS_HASH } from '../../shared/events/hash-chain.ts';
import { newId } from '../sequencer/server-events.ts';
import { transaction, type Author } from '../testing/events.ts';
import { type CommitScope, type DeviceRow, type EventStore, type Head, LoginRefused } from './event-store.ts';
import { hashedText, nativeSha256, readText, writeEvent, type WrittenEvent } from './log-text.ts';

/** What any store keeps in the open: names that queries of others may rely on (DESIGN section 4). */
export const TABLES = {
  event_store: [
    'id',
    'event_type',
    'aggregate_type',
    'aggregate_id',
    'event_data',
    'metadata',
    'created_at',
    'created_by',
    'correlation_id',
    'version',
    'txn_id',
    'device_id',
    'device_seq',
    'seq',
    'outcome',
    'prev_hash',
    'hash',
  ],
  event_subscriptions: ['id', 'handler_id', 'event_type', 'service_name', 'created_at', 'is_active', 'position', 'last_error'],
} as const;

export interface OpenedStore {
  readonly store: EventStore;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<EventStore>;
  close(): Promise<void>;
}

const NOW = '2026-01-01T00:00:00.000Z';

/** What every event store must do, whatever database it keeps its rows in. */
export function describeEventStore(open: () => Promise<OpenedStore>): void {
  test('what is read back is the text that was written, byte for byte, and hashes the same', async () => {
    const log = await Log.begin(open);
    const written = await log.appendMany(3);
    expect(await log.store.slice(log.head.organizationNo, 0, 10, 1e6)).toEqual({ to: 3, texts: written.map(({ text }) => text) });
    for (const row of await log.store.rows(log.head.organizationNo, 0, 10)) {
      expect(nativeSha256(row.prevHash + hashedText(row))).toBe(row.hash);
      const { prevHash: _prev, hash: _hash, ...body } = JSON.parse(readText(row)) as Record<string, unknown>;
      expect(JSON.stringify(body)).toBe(hashedText(row));
    }
    await log.close();
  });

  test('heads, counters and epochs survive a restart', async () => {
    const log = await Log.begin(open);
    await log.appendMany(4);
    await log.store.setEpoch(log.head.organizationNo, 'epoch-2');
    await log.store.noteSeen(log.device.deviceNo, '2026-02-01T00:00:00.000Z', 1500);
    await log.store.updateDevice(log.device.deviceNo, { revoked: true });
    const again = await log.reopen();
    expect(again.head(log.head.organizationNo)).toMatchObject({
      organizationId: log.head.organizationId,
      seq: 4,
      hash: log.last.hash,
      epoch: 'epoch-2',
    });
    expect(await again.findDevice(log.device.deviceId)).toMatchObject({
      lastDeviceSeq: 4,
      revoked: true,
      lastSeenAt: '2026-02-01T00:00:00.000Z',
      clockOffsetMs: 1500,
    });
    await log.close();
  });

  test('a commit whose work throws leaves neither rows nor counters, in memory and on disk', async () => {
    const log = await Log.begin(open);
    await log.appendMany(2);
    const { lastHash } = log;
    const broken = log.commit([], (scope) => {
      log.append(scope, log.next());
      scope.setLastDeviceSeq(log.device.deviceNo, 3);
      scope.finish([], 3, 'x');
      throw new Error('stop');
    });
    await expect(broken).rejects.toThrow('stop');
    log.last = { seq: 2, hash: lastHash };
    const nothingChanged = async (): Promise<void> => {
      expect(log.store.head(log.head.organizationNo)).toMatchObject({ seq: 2, hash: lastHash });
      expect((await log.store.findDevice(log.device.deviceId))?.lastDeviceSeq).toBe(2);
      expect((await log.store.slice(log.head.organizationNo, 0, 10, 1e6)).to).toBe(2);
    };
    await nothingChanged();
    await log.reopen();
    await nothingChanged();
    await log.close();
  });

  test('the answer is told once, after the commit, with the head already there', async () => {
    const log = await Log.begin(open);
    const told: number[] = [];
    await log.store.commit({
      organizationNo: log.head.organizationNo,
      submitted: [],
      work: (scope) => {
        log.append(scope, log.next());
        scope.finish([], log.last.seq, log.last.hash);
        return scope.head.seq;
      },
      stands: (before) => told.push(before, log.store.head(log.head.organizationNo).seq),
    });
    expect(told).toEqual([0, 1]);
    await log.close();
  });

  test('an id is stored once, whoever sends it', async () => {
    const log = await Log.begin(open);
    const [first] = await log.appendMany(1);
    const again = { ...log.next(), id: first?.row.id ?? '' };
    await expect(log.commit([again], (scope) => log.append(scope, again))).rejects.toThrow(/UNIQUE|duplicate/);
    await log.close();
  });

  test('a commit sees what it is asked about: stored events, answered numbers and refusals, also its own', async () => {
    const log = await Log.begin(open);
    const [stored] = await log.appendMany(2);
    const refused = log.next();
    await log.commit([refused], (scope) => {
      log.append(scope, refused, 'rejected');
      expect(scope.eventById(refused.id)?.row.id).toBe(refused.id);
      expect(scope.refusedTransaction(refused.txnId)).toBe('rejected');
      scope.setLastDeviceSeq(log.device.deviceNo, 3);
      expect(scope.device(log.device.deviceId)?.lastDeviceSeq).toBe(3);
      scope.finish([], log.last.seq, log.last.hash);
    });
    const dependent = { ...log.next(), dependsOn: [refused.txnId, newId(3)] };
    const repeated = { ...dependent, id: stored?.row.id ?? '', deviceSeq: 1 };
    await log.commit([dependent, repeated], (scope) => {
      expect(scope.refusedTransaction(refused.txnId)).toBe('rejected');
      expect(scope.refusedTransaction(dependent.dependsOn[1] ?? '')).toBeUndefined();
      expect(scope.eventById(repeated.id)).toMatchObject({ organizationNo: log.head.organizationNo, row: stored?.row });
      expect(scope.eventById(dependent.id)).toBeUndefined();
      expect(scope.submission(log.device.deviceNo, 1)).toEqual(stored?.row);
      expect(scope.submission(log.device.deviceNo, 4)).toBeUndefined();
    });
    await log.close();
  });

  test('a slice ends at its byte limit, and with at least one event', async () => {
    const log = await Log.begin(open);
    const [first] = await log.appendMany(5);
    const size = first?.text.length ?? 0;
    const no = log.head.organizationNo;
    expect((await log.store.slice(no, 0, 10, size * 2 + 50)).to).toBe(2);
    expect((await log.store.slice(no, 3, 10, 1)).to).toBe(4);
    expect(await log.store.slice(no, 5, 10, 1e6)).toEqual({ to: 5, texts: [] });
    await log.close();
  });

  test('a device’s acknowledged number follows the page, over repeated numbers too', async () => {
    const log = await Log.begin(open);
    await log.appendMany(6);
    await log.commit([], (scope) => {
      scope.recordRepeated(log.device.deviceNo, 7, 2, 6);
      scope.setLastDeviceSeq(log.device.deviceNo, 7);
    });
    const acked = async (): Promise<readonly number[]> => {
      const numbers: number[] = [];
      for (const to of [0, 1, 3, 5, 6]) numbers.push(await log.store.ackedDeviceSeq(log.device.deviceNo, to));
      return numbers;
    };
    expect(await acked()).toEqual([0, 1, 3, 5, 7]);
    await log.reopen();
    expect(await acked()).toEqual([0, 1, 3, 5, 7]);
    await log.commit([{ ...log.next(), deviceSeq: 7 }], (scope) => expect(scope.submission(log.device.deviceNo, 7)?.seq).toBe(2));
    await log.close();
  });

  test('subscriptions read what was carried out, in stored order', async () => {
    const log = await Log.begin(open);
    await log.appendMany(2);
    const refused = log.next();
    await log.commit([refused], (scope) => {
      log.append(scope, refused, 'rejected');
      scope.finish([], log.last.seq, log.last.hash);
    });
    const feed = log.store.feeds().at(-1);
    if (feed === undefined) throw new Error('no feed');
    const all = await feed.readLog({ after: 0, limit: 10, pattern: '*' });
    expect(all.events).toHaveLength(2);
    expect(all.to).toBe(3);
    expect((await feed.readLog({ after: 0, limit: 10, pattern: 'booking.created' })).events).toHaveLength(0);
    await log.close();
  });

  test('a login is made with its commit or not at all', async () => {
    const log = await Log.begin(open);
    const { accounts } = log.store;
    const { organizationNo } = log.head;
    const login = { codeHash: 'c1', email: 'Ada@Example.org', memberId: newId(1), password: 'hash', at: NOW };
    const code = { purpose: 'invitation', organizationNo, subjectId: newId(1), expiresAt: '2030-01-01T00:00:00.000Z' } as const;
    for (const codeHash of ['c1', 'c2']) await accounts.putCode(codeHash, code);
    const make = (change: Partial<typeof login>): Promise<void> =>
      log.commit([], (scope) => {
        log.append(scope, log.next());
        scope.putLogin({ ...login, ...change });
        scope.finish([], log.last.seq, log.last.hash);
      });
    await make({});
    expect(await accounts.accountByEmail('ada@example.org')).toMatchObject({ memberId: login.memberId, organizationNo });
    const { last } = log;
    await expect(make({})).rejects.toThrow(new LoginRefused('code-used'));
    log.last = last;
    await expect(make({ codeHash: 'c2', memberId: newId(1) })).rejects.toThrow(new LoginRefused('email-taken'));
    log.last = last;
    expect((await accounts.code('c2'))?.usedAt).toBeNull();
    expect((await log.reopen()).head(organizationNo).seq).toBe(1);
    await log.close();
  });

  test('a refresh token is followed once, and its codes and families end when told', async () => {
    const log = await Log.begin(open);
    const { accounts } = log.store;
    const { deviceNo } = log.device;
    const expiresAt = '2030-01-01T00:00:00.000Z';
    const row = { family: newId(1), deviceNo, issuedAt: NOW, expiresAt };
    expect(await accounts.putRefresh({ ...row, tokenHash: 't1', follows: null })).toBe(true);
    expect(await accounts.putRefresh({ ...row, tokenHash: 't2', follows: { tokenHash: 't1', successorHash: null } })).toBe(true);
    expect(await accounts.refresh('t1')).toMatchObject({ successorHash: 't2', deviceNo });
    expect(await accounts.putRefresh({ ...row, tokenHash: 't3', follows: { tokenHash: 't1', successorHash: 't2' } })).toBe(true);
    expect(await accounts.refresh('t2')).toBeUndefined();
    await accounts.dropFamily(row.family);
    expect(await accounts.refresh('t3')).toBeUndefined();
    await log.close();
  });
}

/** One organization with one device that writes, and where its log stands. */
class Log {
  readonly head: Head;
  readonly device: DeviceRow;
  readonly author: Author;
  last = { seq: 0, hash: GENESIS_HASH };
  store: EventStore;
  readonly #opened: OpenedStore;

  private constructor(opened: OpenedStore, head: Head, device: DeviceRow) {
    this.#opened = opened;
    this.store = opened.store;
    this.head = head;
    this.device = device;
    const { deviceId, memberId, siteId, organizationId } = device;
    this.author = { deviceId, memberId, siteId, organizationId };
  }

  static async begin(open: () => Promise<OpenedStore>): Promise<Log> {
    const opened = await open();
    const head = await opened.store.createOrganization(newId(1), 'epoch-1', NOW);
    const input = { deviceId: newId(1), organizationNo: head.organizationNo, memberId: newId(1), siteId: newId(1), name: 'laptop' };
    return new Log(opened, head, await opened.store.createDevice(input, NOW));
  }

  get lastHash(): string {
    return this.last.hash;
  }

  /** The device's next event. */
  next(deviceSeq = this.last.seq + 1): DomainEvent {
    const data = { noteId: newId(1), text: 'Grüße "quoted" \\ back\tslash \u2028 ☕ \u0000' };
    const draft = { type: 'booking.note_added', aggregateType: 'booking' as const, aggregateId: newId(1), data };
    const [event] = transaction(this.author, deviceSeq, [draft]);
    if (event === undefined) throw new Error('no event');
    return event;
  }

  append(scope: CommitScope, event: DomainEvent, outcome: 'accepted' | 'rejected' = 'accepted'): WrittenEvent {
    const reason = outcome === 'rejected' ? { code: 'no', params: { a: 1 } } : null;
    const recording = { seq: this.last.seq + 1, recordedAt: NOW, outcome, reason, anomalies: [], submittedData: null };
    const written = writeEvent(event, recording, this.last.hash);
    scope.append(this.device.deviceNo, written);
    this.last = { seq: written.row.seq, hash: written.row.hash };
    return written;
  }

  async commit(submitted: readonly DomainEvent[], work: (scope: CommitScope) => unknown): Promise<void> {
    const { organizationNo } = this.head;
    await this.store.commit({ organizationNo, submitted: submitted.map((event) => [event]), work, stands: () => undefined });
  }

  async appendMany(count: number): Promise<WrittenEvent[]> {
    const written: WrittenEvent[] = [];
    await this.commit([], (scope) => {
      while (written.length < count) written.push(this.append(scope, this.next()));
      scope.setLastDeviceSeq(this.device.deviceNo, this.last.seq);
      scope.finish([], this.last.seq, this.last.hash);
    });
    return written;
  }

  async reopen(): Promise<EventStore> {
    this.store = await this.#opened.reopen();
    return this.store;
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}
