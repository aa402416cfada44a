import type { Policy } from '../kernel/aggregate.ts';
import { keepersOf, tell } from '../notification/compose.ts';

const LOWERING = ['item.issued', 'item.consumed', 'item.damaged', 'item.lost', 'item.transferred', 'item.adjusted', 'item.counted'];

/**
 * domain.md section 3, policy 11: every way that stock goes down passes here, and crossing the reorder point is said once.
 */
const lowStockReachesKeepers: Policy = {
  id: 'low-stock-reaches-keepers',
  number: 11,
  version: 1,
  on: LOWERING,
  plan: (event, context) => {
    const item = context.reader.get('item', event.aggregateId)?.state;
    const last = item?.recentMovements.at(-1);
    if (item === undefined || item.reorderPoint === null || last?.eventId !== event.id) return [];
    const before = item.onHand - last.delta;
    if (before <= item.reorderPoint || item.onHand > item.reorderPoint) return [];
    const params = { item: item.name, onHand: item.onHand, unit: item.unit, reorderPoint: item.reorderPoint };
    return tell(
      keepersOf(item.siteId, context.reader),
      { code: 'notification.low-stock', params, about: { type: 'item', id: item.id }, severity: 'attention' },
      context,
      null,
    );
  },
};

export const itemPolicies: readonly Policy[] = [lowStockReachesKeepers];
