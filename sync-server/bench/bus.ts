import { Subject } from 'rxjs';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import { derivedId } from '../../shared/domain/kernel/ids.ts';
import { EventBus, type BusMessage } from '../../shared/events/bus.ts';
import { printFigure } from './figures.ts';

const EVENTS = 20_000;
const ROUNDS = 15;

/** Events per second through the bus and through a bare Map of Subjects, one subscriber a type; rounds interleave. */
export async function bus(): Promise<void> {
  for (const types of [10, 100, 1000]) {
    const ours = new EventBus({ onHandlerError: () => undefined });
    const bare = new Map<string, Subject<BusMessage>>();
    let heard = 0;
    for (let index = 0; index < types; index += 1) {
      ours.stream(typeOf(index)).subscribe(() => (heard += 1));
      const subject = new Subject<BusMessage>();
      subject.subscribe(() => (heard += 1));
      bare.set(typeOf(index), subject);
    }
    const messages = Array.from({ length: EVENTS }, (_, index): BusMessage => ({
      event: eventOf(typeOf(index % types)),
      origin: 'replay',
    }));
    let [oursMs, bareMs] = [Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round += 1) {
      bareMs = Math.min(
        bareMs,
        elapsedMs(() => messages.forEach((message) => bare.get(message.event.type)?.next(message))),
      );
      oursMs = Math.min(
        oursMs,
        elapsedMs(() => messages.forEach((message) => ours.publish(message))),
      );
    }
    if (heard !== EVENTS * ROUNDS * 2) throw new Error(`the bus lost events: ${heard} of ${EVENTS * ROUNDS * 2} heard`);
    const perSecond = (ms: number): number => (EVENTS / ms) * 1000;
    printFigure({
      bench: 'bus',
      case: `${types} types, one subscriber each`,
      unit: 'events/s',
      value: perSecond(oursMs),
      baseline: perSecond(bareMs),
      aim: { ratio: 0.7, bound: 'min' },
    });
  }
}

const typeOf = (index: number): string => `noun_${index}.happened`;

function elapsedMs(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const ID = derivedId('bench', 'bus');

const eventOf = (type: string): DomainEvent => ({
  id: ID,
  type,
  version: 1,
  kind: 'plan',
  aggregateType: 'booking',
  aggregateId: ID,
  data: {},
  txnId: ID,
  txnIndex: 0,
  txnSize: 1,
  deviceId: ID,
  deviceSeq: 1,
  basisSeq: 0,
  dependsOn: [],
  actorId: ID,
  siteId: ID,
  organizationId: ID,
  occurredAt: '2026-01-01T00:00:00.000Z',
  zone: 'Europe/Berlin',
  correlationId: ID,
  causationId: null,
  causationDepth: 0,
  offline: false,
});
