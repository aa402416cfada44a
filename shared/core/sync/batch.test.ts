import { expect, test } from 'vitest';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { makeEvent } from '../../events/testing/make-event.ts';
import { nextBatch } from './batch.ts';

const transaction = (size: number, data: unknown = {}): DomainEvent[] => {
  const { txnId } = makeEvent({});
  return Array.from({ length: size }, (_, txnIndex) => makeEvent({ txnId, txnIndex, txnSize: size, data }));
};
const limits = { events: 10, bytes: 100_000 };

test('a batch holds whole transactions up to its limit', () => {
  const events = [...transaction(4), ...transaction(5), ...transaction(3)];
  expect(nextBatch(events, limits)).toEqual(events.slice(0, 9));
});

test('one transaction is never split, however large it is', () => {
  const large = transaction(20);
  expect(nextBatch([...large, ...transaction(1)], limits)).toEqual(large);
});

test('a transaction that was read only in part waits for the rest', () => {
  const complete = transaction(2);
  expect(nextBatch([...complete, ...transaction(3).slice(0, 2)], limits)).toEqual(complete);
});

test('bytes count as the network counts them', () => {
  const [first, second] = [transaction(1, 'ö'.repeat(20_000)), transaction(1, 'ö'.repeat(20_000))];
  expect(nextBatch([...first!, ...second!], { events: 10, bytes: 70_000 })).toEqual(first);
});

test('nothing waiting gives an empty batch', () => {
  expect(nextBatch([], limits)).toEqual([]);
});
