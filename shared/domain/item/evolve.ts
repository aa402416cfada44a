import type { DomainEvent } from '../kernel/event.ts';
import type { ItemState } from './schema.ts';

export type MovementKind = ItemState['recentMovements'][number]['kind'];

/** What a movement event carries once its sign is known. */
export interface Movement {
  readonly kind: MovementKind;
  readonly delta: number;
  readonly note: string;
  readonly bookingId: string | null;
}

const RECENT = 20;

/**
 * Adds one row to the ledger. `onHand` is only ever the sum of all deltas, so movements made apart add up in any order.
 * A movement on an item nobody knows is kept on a stand-in, for a person to place.
 */
export function evolveMoved(state: ItemState | undefined, movement: Movement, event: DomainEvent): ItemState {
  const item = state ?? standIn(event);
  const row = {
    eventId: event.id,
    kind: movement.kind,
    delta: movement.delta,
    at: event.occurredAt,
    memberId: event.actorId,
    bookingId: movement.bookingId,
    note: movement.note,
  };
  return { ...item, onHand: item.onHand + movement.delta, recentMovements: [...item.recentMovements, row].slice(-RECENT) };
}

function standIn(event: DomainEvent): ItemState {
  return {
    id: event.aggregateId,
    name: 'Unknown item',
    sku: 'unknown',
    tracking: 'bulk',
    serialNumber: null,
    code: null,
    siteId: event.siteId,
    status: 'active',
    unit: '',
    onHand: 0,
    reorderPoint: null,
    recentMovements: [],
  };
}
