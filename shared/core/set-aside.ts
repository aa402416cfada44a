import type { DomainEvent, Reason } from '../domain/kernel/event.ts';
import { err, ok } from '../domain/kernel/result.ts';
import type { BridgeReply, SetAsideItem } from '../ipc/bridge.ts';
import { bridgeError } from './errors.ts';
import type { LocalData } from './local-data.ts';
import { entityName, transactions, type EntityName } from './overlay.ts';

/** What was set aside and waits for a person, oldest first. */
export function readSetAside(data: LocalData): SetAsideItem[] {
  const reasons = data.setAside.openReasons();
  return [...transactions(data.setAside.openEvents())].map((events) => toItem(events, reasons));
}

/**
 * Sends a transaction that was set aside once more, as a new one with the same content, and everything that was set aside
 * with it because it builds on it. The first one is settled in the same commit, so nothing can happen twice.
 */
export function retrySetAside(data: LocalData, txnId: string): BridgeReply<{ readonly events: number }> {
  const family = familyOf(data, txnId);
  if (family.length === 0) return err(bridgeError('not-found', 'set-aside.gone'));
  const renamed = new Map<string, string>(family.map((events) => [events[0]?.txnId ?? '', data.newId()]));
  const events = data.write(() => {
    let deviceSeq = data.own.lastDeviceSeq(data.deviceId);
    const again = family.flat().map((event): DomainEvent => {
      deviceSeq += 1;
      return {
        ...event,
        id: data.newId(),
        txnId: renamed.get(event.txnId) ?? event.txnId,
        deviceId: data.deviceId,
        deviceSeq,
        basisSeq: data.basisSeq,
        dependsOn: event.dependsOn.map((dependency) => renamed.get(dependency) ?? dependency),
      };
    });
    for (const settled of renamed.keys()) data.setAside.settle(settled, 'retried');
    data.own.append(again);
    showAgain(data, again);
    return again;
  });
  return ok({ events: events.length });
}

/** Gives a transaction up, and what was set aside because of it. Its content stays in this device's log. */
export function dismissSetAside(data: LocalData, txnId: string): BridgeReply<{ readonly events: number }> {
  const family = familyOf(data, txnId);
  if (family.length === 0) return err(bridgeError('not-found', 'set-aside.gone'));
  data.write(() => {
    for (const events of family) data.setAside.settle(events[0]?.txnId ?? '', 'dismissed');
    showAgain(data, family.flat());
  });
  return ok({ events: family.flat().length });
}

function showAgain(data: LocalData, events: readonly DomainEvent[]): void {
  const due = new Set<EntityName>(data.overlay.rebuild());
  for (const event of events) due.add(entityName(event.aggregateType, event.aggregateId));
  data.view.refresh(due);
}

/** A transaction with everything set aside that builds on it, oldest first. */
function familyOf(data: LocalData, txnId: string): DomainEvent[][] {
  const ids = new Set([txnId]);
  const family: DomainEvent[][] = [];
  for (const events of transactions(data.setAside.openEvents())) {
    const own = events[0]?.txnId ?? '';
    if (!ids.has(own) && !events.some((event) => event.dependsOn.some((dependency) => ids.has(dependency)))) continue;
    ids.add(own);
    family.push(events);
  }
  return family[0]?.[0]?.txnId === txnId ? family : [];
}

function toItem(events: readonly DomainEvent[], reasons: ReadonlyMap<string, Reason | null>): SetAsideItem {
  const first = events[0];
  if (first === undefined) throw new Error('invariant broken: a transaction without events');
  return {
    txnId: first.txnId,
    about: { type: first.aggregateType, id: first.aggregateId },
    types: events.map((event) => event.type),
    data: first.data,
    kind: events.some((event) => event.kind === 'fact') ? 'fact' : 'plan',
    occurredAt: first.occurredAt,
    reason: reasons.get(first.txnId) ?? null,
  };
}
