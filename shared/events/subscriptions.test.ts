import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { nodeSqliteDriver } from '../core/sql/node-sqlite.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { matches } from './bus.ts';
import { SubscriptionStore } from './subscription-store.ts';
import { backoffMs, Subscriptions, type Delivery, type DurableHandler, type LogReader } from './subscriptions.ts';
import { makeEvent } from './testing/make-event.ts';

const setUp = (types: readonly string[]) => {
  const driver = nodeSqliteDriver(new DatabaseSync(':memory:'));
  const log = types.map((type, index) => ({ position: index + 1, event: makeEvent({ type }) }));
  const readLog: LogReader = ({ after, limit, pattern }) => {
    const events = log.filter((entry) => entry.position > after && matches(pattern, entry.event.type)).slice(0, limit);
    return { events, to: events.length === limit ? events.at(-1)!.position : log.length };
  };
  const clock = { now: Date.UTC(2026, 2, 2) };
  const open = () => new Subscriptions({ rows: new SubscriptionStore(driver), readLog, nowMs: () => clock.now, maxAttempts: 3, batch: 4 });
  return { log, clock, open };
};

const recorder = (part: Partial<DurableHandler> = {}) => {
  const seen: { event: DomainEvent; delivery: Delivery }[] = [];
  const handler: DurableHandler = {
    handlerId: 'recorder',
    eventType: 'booking.*',
    serviceName: 'bookings',
    handle: (event, delivery) => void seen.push({ event, delivery }),
    ...part,
  };
  return { handler, seen };
};

test('a subscription sees every event of its pattern in order, and goes on where it stood after a restart', async () => {
  const { log, open } = setUp([
    'booking.created',
    'shift.created',
    'booking.approved',
    'kit.packed',
    'booking.cancelled',
    'booking.closed',
  ]);
  const first = recorder();
  const before = open();
  before.register(first.handler, 0);
  expect(await before.run()).toMatchObject({ handled: 4, failed: 0, parked: 0 });
  expect(first.seen.map(({ event }) => event.type)).toEqual(['booking.created', 'booking.approved', 'booking.cancelled', 'booking.closed']);

  log.push({ position: 7, event: makeEvent({ type: 'booking.reopened' }) });
  const second = recorder();
  const after = open();
  after.register(second.handler, 0);
  await after.run();
  expect(second.seen.map(({ event }) => event.type)).toEqual(['booking.reopened']);
});

test('a row tells handler, type, service and position', async () => {
  const { open } = setUp(['booking.created']);
  const subscriptions = open();
  const id = subscriptions.register(recorder().handler, 0);
  await subscriptions.run();
  expect(subscriptions.store.get(id)).toMatchObject({
    handler_id: 'recorder',
    event_type: 'booking.*',
    service_name: 'bookings',
    is_active: 1,
    position: 1,
    parked: 0,
    last_error: null,
  });
});

test('a failing event is tried again after its backoff, with the same key, and holds up no other subscription', async () => {
  const { open, clock } = setUp(['booking.created', 'booking.approved']);
  const subscriptions = open();
  const deliveries: Delivery[] = [];
  const flaky = recorder({
    handlerId: 'flaky',
    handle: (event, delivery) => {
      if (event.type === 'booking.approved' && deliveries.push(delivery) < 2) throw new Error('no paper');
    },
  });
  const steady = recorder({ handlerId: 'steady' });
  const id = subscriptions.register(flaky.handler, 0);
  subscriptions.register(steady.handler, 0);
  expect(await subscriptions.run()).toMatchObject({ failed: 1, nextAttemptAt: new Date(clock.now + backoffMs(1)).toISOString() });
  expect(steady.seen).toHaveLength(2);
  expect(subscriptions.store.get(id)).toMatchObject({ position: 1, attempts: 1, last_error: 'Error: no paper' });

  await subscriptions.run();
  expect(deliveries).toHaveLength(1);
  clock.now += backoffMs(1);
  expect(await subscriptions.run()).toMatchObject({ failed: 0, handled: 1 });
  expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 2]);
  expect(new Set(deliveries.map(({ key }) => key)).size).toBe(1);
  expect(subscriptions.store.get(id)).toMatchObject({ position: 2, attempts: 0, last_error: null });
});

test('a poison event is put aside after its attempts, the rest goes on, and it can be tried again', async () => {
  const { open, clock } = setUp(['booking.created', 'booking.approved', 'booking.closed']);
  const subscriptions = open();
  let poison = true;
  const seen: string[] = [];
  const id = subscriptions.register(
    recorder({
      handle: (event) => {
        if (poison && event.type === 'booking.approved') throw new TypeError('cannot read that');
        seen.push(event.type);
      },
    }).handler,
    0,
  );
  for (let round = 0; round < 3; round += 1) {
    await subscriptions.run();
    clock.now += backoffMs(round + 1);
  }
  expect(seen).toEqual(['booking.created', 'booking.closed']);
  const [letter] = subscriptions.store.deadLetters(id);
  expect(letter).toMatchObject({ position: 2, attempts: 3, error: 'TypeError: cannot read that' });
  expect(subscriptions.store.get(id)).toMatchObject({ parked: 1, position: 3 });

  expect(await subscriptions.retry(letter!.id)).toBe(false);
  expect(subscriptions.store.deadLetters(id)[0]).toMatchObject({ attempts: 4 });
  poison = false;
  expect(await subscriptions.retry(letter!.id)).toBe(true);
  expect(subscriptions.store.deadLetters(id)).toEqual([]);
  expect(subscriptions.store.get(id)).toMatchObject({ parked: 0 });
});

test('an event beyond the causation limit is put aside at once with the named error', async () => {
  const { log, open } = setUp(['booking.created']);
  log.push({ position: 2, event: makeEvent({ type: 'booking.approved', causationDepth: 12 }) });
  const subscriptions = open();
  const { handler, seen } = recorder();
  const id = subscriptions.register(handler, 0);
  expect(await subscriptions.run()).toMatchObject({ handled: 1, parked: 1 });
  expect(seen).toHaveLength(1);
  expect(subscriptions.store.deadLetters(id)[0]?.error).toMatch(/^causation-loop/);
});

test('a paused subscription keeps its place', async () => {
  const { log, open } = setUp([]);
  const subscriptions = open();
  const { handler, seen } = recorder();
  const id = subscriptions.register(handler, 0);
  await subscriptions.run();
  log.push({ position: 1, event: makeEvent({ type: 'booking.created' }) });
  subscriptions.store.setActive(id, false);
  await subscriptions.run();
  expect(seen).toHaveLength(0);
  subscriptions.store.setActive(id, true);
  await subscriptions.run();
  expect(seen).toHaveLength(1);
});
