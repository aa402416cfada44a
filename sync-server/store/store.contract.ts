import { expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { GENESIS_HASH } from '../../shared/events/hash-chain.ts';
import { newId } from '../sequencer/server-events.ts';
import { transaction } from '../testing/events.ts';
import type { EventStore } from './event-store.ts';
import { hashedText, nativeSha256, readText, writeEvent, type WrittenEvent } from './log-text.ts';

/** What every event store must do, whatever database it keeps its rows in. */
export function describeEventStore(open: () => { readonly store: EventStore; reopen(): EventStore; close(): void }): void {
  const setup = () => {
    const opened = open();
    const { store } = opened;
    const head = store.createOrganization(newId(1), 'epoch-1', '2026-01-01T00:00:00.000Z');
    const member = newId(1);
    const input = { deviceId: newId(1), organizationNo: head.organizationNo, memberId: member, siteId: newId(1), name: 'laptop' };
    const device = store.createDevice(input, '2026-01-01T00:00:00.000Z');
    let last = { seq: 0, hash: GENESIS_HASH };
    const author = { deviceId: device.deviceId, memberId: member, siteId: device.siteId, organizationId: head.organizationId };
    const draft = {
      type: 'booking.note_added',
      aggregateType: 'booking' as const,
      aggregateId: newId(1),
      data: { noteId: newId(1), text: 'Grüße "quoted" \u2028 ☕' },
    };
    const append = (event: DomainEvent, outcome: 'accepted' | 'rejected' = 'accepted'): WrittenEvent => {
      const recording = {
        seq: last.seq + 1,
        recordedAt: '2026-01-01T00:00:00.000Z',
        outcome,
        reason: outcome === 'rejected' ? { code: 'no', params: { a: 1 } } : null,
        anomalies: [],
        submittedData: null,
      };
      const written = writeEvent(event, recording, last.hash);
      store.append(head.organizationNo, event.deviceId === SERVER_DEVICE_ID ? null : device.deviceNo, written);
      last = { seq: written.row.seq, hash: written.row.hash };
      return written;
    };
    const appendMany = (count: number): WrittenEvent[] =>
      store.transaction(() => {
        const all = Array.from({ length: count }, () => append(transaction(author, last.seq + 1, [draft])[0] as DomainEvent));
        store.setHead(head.organizationNo, last.seq, last.hash);
        store.setLastDeviceSeq(device.deviceNo, last.seq);
        return all;
      });
    return { ...opened, head, device, author, draft, append, appendMany, lastSeq: () => last.seq };
  };

  test('what is read back is the text that was written, byte for byte, and hashes the same', () => {
    const { store, head, appendMany, close } = setup();
    const written = appendMany(3);
    expect(store.slice(head.organizationNo, 0, 10, 1e6)).toEqual({ to: 3, texts: written.map(({ text }) => text) });
    for (const row of store.rows(head.organizationNo, 0, 10)) {
      expect(nativeSha256(row.prevHash + hashedText(row))).toBe(row.hash);
      const { prevHash: _prev, hash: _hash, ...body } = JSON.parse(readText(row)) as Record<string, unknown>;
      expect(JSON.stringify(body)).toBe(hashedText(row));
    }
    close();
  });

  test('heads, counters and epochs survive a restart', () => {
    const { store, reopen, head, device, appendMany, close } = setup();
    appendMany(4);
    store.setEpoch(head.organizationNo, 'epoch-2');
    store.noteSeen(device.deviceNo, '2026-02-01T00:00:00.000Z', 1500);
    store.updateDevice(device.deviceNo, { revoked: true });
    const again = reopen();
    expect(again.heads()).toMatchObject([{ organizationId: head.organizationId, seq: 4, epoch: 'epoch-2' }]);
    expect(again.device(device.deviceId)).toMatchObject({
      lastDeviceSeq: 4,
      revoked: true,
      lastSeenAt: '2026-02-01T00:00:00.000Z',
      clockOffsetMs: 1500,
    });
    close();
  });

  test('a transaction that throws leaves neither rows nor counters, in memory and on disk', () => {
    const { store, head, device, author, draft, append, appendMany, close } = setup();
    appendMany(2);
    expect(() =>
      store.transaction(() => {
        append(transaction(author, 3, [draft])[0] as DomainEvent);
        store.setHead(head.organizationNo, 3, 'x');
        store.setLastDeviceSeq(device.deviceNo, 3);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(store.heads()[0]?.seq).toBe(2);
    expect(store.device(device.deviceId)?.lastDeviceSeq).toBe(2);
    expect(store.slice(head.organizationNo, 0, 10, 1e6).to).toBe(2);
    close();
  });

  test('an id or a number is stored once', () => {
    const { store, author, draft, append, appendMany, close } = setup();
    appendMany(1);
    const [event] = transaction(author, 2, [draft]);
    if (event === undefined) throw new Error('no event');
    store.transaction(() => append(event));
    expect(() => store.transaction(() => append({ ...event, deviceSeq: 3 }))).toThrow(/UNIQUE|duplicate/);
    expect(() => store.transaction(() => append({ ...event, id: newId(2) }))).toThrow(/UNIQUE|duplicate/);
    close();
  });

  test('a slice ends at its byte limit, and with at least one event', () => {
    const { store, head, appendMany, close } = setup();
    const [first] = appendMany(5);
    const size = first?.text.length ?? 0;
    expect(store.slice(head.organizationNo, 0, 10, size * 2 + 50).to).toBe(2);
    expect(store.slice(head.organizationNo, 3, 10, 1).to).toBe(4);
    expect(store.slice(head.organizationNo, 5, 10, 1e6)).toEqual({ to: 5, texts: [] });
    close();
  });

  test('a device’s acknowledged number follows the page, over repeated numbers too', () => {
    const { store, device, appendMany, close } = setup();
    appendMany(6);
    store.transaction(() => {
      store.recordRepeated(device.deviceNo, 7, 2, 6);
      store.setLastDeviceSeq(device.deviceNo, 7);
    });
    expect([0, 1, 3, 5].map((to) => store.ackedDeviceSeq(device.deviceNo, to))).toEqual([0, 1, 3, 5]);
    expect(store.ackedDeviceSeq(device.deviceNo, 6)).toBe(7);
    expect(store.submission(device.deviceNo, 7)?.seq).toBe(2);
    close();
  });

  test('a transaction that was refused is found by its id, one that was carried out is not', () => {
    const { store, author, draft, append, appendMany, close } = setup();
    appendMany(1);
    const [event] = transaction(author, 2, [draft]);
    if (event === undefined) throw new Error('no event');
    store.transaction(() => append(event, 'rejected'));
    expect(store.refusedTransaction(event.txnId)).toBe('rejected');
    expect(store.refusedTransaction(newId(3))).toBeUndefined();
    close();
  });

  test('subscriptions read what was carried out, in stored order', () => {
    const { store, author, draft, append, appendMany, lastSeq, close } = setup();
    appendMany(2);
    const [event] = transaction(author, 3, [draft]);
    if (event === undefined) throw new Error('no event');
    store.transaction(() => append(event, 'rejected'));
    const all = store.readCarriedOut({ after: 0, limit: 10, pattern: '*' });
    expect(all.events).toHaveLength(2);
    expect(all.to).toBe(lastSeq());
    expect(store.readCarriedOut({ after: 0, limit: 10, pattern: 'booking.created' }).events).toHaveLength(0);
    close();
  });
}
