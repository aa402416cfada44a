import { expect, test } from 'vitest';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { EventBus, matches, type BusMessage } from './bus.ts';
import { CausationLoopError, DuplicateGuard } from './guards.ts';
import { makeEvent } from './testing/make-event.ts';

const openBus = (): { bus: EventBus; errors: unknown[] } => {
  const errors: unknown[] = [];
  return { bus: new EventBus({ onHandlerError: (error) => errors.push(error) }), errors };
};

test('an event reaches listeners of its type, of its noun and of everything, once each', () => {
  const { bus } = openBus();
  const heard: string[] = [];
  bus.onEffect('booking.approved', () => heard.push('type'));
  bus.onEffect('booking.*', () => heard.push('noun'));
  bus.onEffect('*', () => heard.push('all'));
  bus.onEffect('booking.created', () => heard.push('other type'));
  bus.onEffect('shift.*', () => heard.push('other noun'));
  bus.publish({ event: makeEvent({ type: 'booking.approved' }), origin: 'local' });
  expect(heard).toEqual(['type', 'noun', 'all']);
});

test('a replay reaches projections and never an effect', () => {
  const { bus } = openBus();
  const projected: BusMessage[] = [];
  const effects: BusMessage[] = [];
  bus.stream('*').subscribe((message) => projected.push(message));
  bus.onEffect('*', (message) => effects.push(message));
  bus.publish({ event: makeEvent({}), origin: 'replay' });
  expect(projected).toHaveLength(1);
  expect(effects).toHaveLength(0);
});

test('the same event is published once, however often it arrives', () => {
  const { bus } = openBus();
  let heard = 0;
  bus.onEffect('*', () => (heard += 1));
  const event = makeEvent({});
  expect(bus.publish({ event, origin: 'local' })).toBe(true);
  expect(bus.publish({ event, origin: 'remote' })).toBe(false);
  expect(heard).toBe(1);
});

test('a handler that throws is reported and the others still run', () => {
  const { bus, errors } = openBus();
  let heard = 0;
  bus.onEffect('*', () => {
    throw new Error('printer on fire');
  });
  bus.onEffect('*', () => (heard += 1));
  bus.publish({ event: makeEvent({}), origin: 'local' });
  expect(heard).toBe(1);
  expect(errors).toHaveLength(1);
});

test('handlers that publish from handlers without end are cut with a named error', () => {
  const { bus, errors } = openBus();
  let published = 0;
  bus.onEffect('*', () => {
    published += 1;
    bus.publish({ event: makeEvent({}), origin: 'local' });
  });
  bus.publish({ event: makeEvent({}), origin: 'local' });
  expect(published).toBeLessThan(20);
  expect(errors[0]).toBeInstanceOf(CausationLoopError);
  expect((errors[0] as CausationLoopError).name).toBe('causation-loop');
});

test('an event too far behind its first cause is refused with a named error', () => {
  const { bus } = openBus();
  const event: DomainEvent = makeEvent({ causationDepth: 9 });
  expect(() => bus.publish({ event, origin: 'remote' })).toThrow(/causation-loop/);
});

test('a pattern means its type, its noun or everything', () => {
  expect(matches('*', 'kit.packed')).toBe(true);
  expect(matches('kit.*', 'kit.packed')).toBe(true);
  expect(matches('kit.packed', 'kit.packed')).toBe(true);
  expect(matches('ki.*', 'kit.packed')).toBe(false);
  expect(matches('kit.pack', 'kit.packed')).toBe(false);
});

test('the duplicate guard forgets only what is a whole generation old', () => {
  const guard = new DuplicateGuard(3);
  for (const id of ['a', 'b', 'c', 'd', 'e']) expect(guard.admit(id)).toBe(true);
  for (const id of ['c', 'd', 'e']) expect(guard.admit(id)).toBe(false);
});
