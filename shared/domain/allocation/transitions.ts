import { attach, illegal, noop, stay, to, type Cell, type TransitionTable } from '../kernel/transitions.ts';
import type { AllocationCode } from './codes.ts';
import type { AllocationStatus } from './schema.ts';

export type AllocationTrigger =
  | 'requested'
  | 'assigned'
  | 'packed'
  | 'dispatched'
  | 'delivered'
  | 'transferred'
  | 'return_started'
  | 'returned'
  | 'inspected'
  | 'unassigned'
  | 'reported_lost'
  | 'found';

const no = (code: AllocationCode) => illegal(code);
const flag = (code: AllocationCode) => attach(code);
const exists = no('allocation.exists');
const isOut = no('allocation.kit-is-out');
const isBack = no('allocation.already-returned');
const unknown = flag('allocation.unknown');
const early = flag('allocation.inspected-before-return');
const notLost = flag('allocation.found-when-not-lost');
const notLeft = flag('allocation.return-started-when-not-out');
const notOut = flag('allocation.returned-when-not-out');
const notDelivered = flag('allocation.transferred-before-delivery');

/** Steps a kit went through before the one known now: recorded apart and heard late, they only fill in the custody. */
const earlierSteps = { packed: stay, dispatched: stay, delivered: stay } as const satisfies Partial<Row>;
type Row = Readonly<Record<AllocationTrigger, Cell<AllocationStatus>>>;

/** domain.md 2.3. What was scanned happened: it is kept in the custody even where it contradicts the plan. */
export const ALLOCATION_TRANSITIONS: TransitionTable<AllocationStatus, AllocationTrigger> = {
  none: {
    requested: to('requested'),
    assigned: no('allocation.missing'),
    packed: unknown,
    dispatched: unknown,
    delivered: unknown,
    transferred: unknown,
    return_started: unknown,
    returned: unknown,
    inspected: unknown,
    unassigned: no('allocation.missing'),
    reported_lost: unknown,
    found: unknown,
  },
  requested: {
    requested: exists,
    assigned: to('assigned'),
    packed: flag('allocation.packed-without-kit'),
    dispatched: flag('allocation.dispatched-without-kit'),
    delivered: flag('allocation.delivered-without-kit'),
    transferred: notDelivered,
    return_started: notLeft,
    returned: notOut,
    inspected: early,
    unassigned: to('released'),
    reported_lost: flag('allocation.lost-when-not-out'),
    found: notLost,
  },
  assigned: {
    requested: exists,
    assigned: no('allocation.already-assigned'),
    packed: to('packed'),
    dispatched: to('in_transit'),
    delivered: to('delivered'),
    transferred: notDelivered,
    return_started: notLeft,
    returned: notOut,
    inspected: early,
    unassigned: to('released'),
    reported_lost: to('lost'),
    found: notLost,
  },
  packed: {
    requested: exists,
    assigned: no('allocation.already-assigned'),
    packed: stay,
    dispatched: to('in_transit'),
    delivered: to('delivered'),
    transferred: notDelivered,
    return_started: notLeft,
    // it was out, and nobody recorded the way there
    returned: to('returned'),
    inspected: early,
    unassigned: to('released'),
    reported_lost: to('lost'),
    found: notLost,
  },
  in_transit: {
    requested: exists,
    assigned: isOut,
    packed: stay,
    dispatched: noop,
    delivered: to('delivered'),
    transferred: notDelivered,
    return_started: to('returning'),
    returned: to('returned'),
    inspected: early,
    unassigned: isOut,
    reported_lost: to('lost'),
    found: notLost,
  },
  delivered: {
    ...earlierSteps,
    requested: exists,
    assigned: isOut,
    delivered: noop,
    transferred: to('transferred'),
    return_started: to('returning'),
    returned: to('returned'),
    inspected: early,
    unassigned: isOut,
    reported_lost: to('lost'),
    found: notLost,
  },
  transferred: {
    ...earlierSteps,
    requested: exists,
    assigned: isOut,
    transferred: noop,
    return_started: flag('allocation.return-started-after-transfer'),
    returned: flag('allocation.returned-after-transfer'),
    inspected: early,
    unassigned: isOut,
    reported_lost: to('lost'),
    found: notLost,
  },
  returning: {
    ...earlierSteps,
    requested: exists,
    assigned: isOut,
    transferred: stay,
    return_started: noop,
    returned: to('returned'),
    inspected: early,
    unassigned: isOut,
    reported_lost: to('lost'),
    found: notLost,
  },
  returned: {
    ...earlierSteps,
    requested: exists,
    assigned: isBack,
    transferred: flag('allocation.transferred-after-return'),
    return_started: stay,
    returned: stay,
    inspected: to('closed'),
    unassigned: isBack,
    reported_lost: flag('allocation.lost-after-return'),
    found: noop,
  },
  closed: {
    ...earlierSteps,
    requested: exists,
    assigned: isBack,
    transferred: flag('allocation.transferred-after-return'),
    return_started: stay,
    returned: stay,
    inspected: stay,
    unassigned: isBack,
    reported_lost: flag('allocation.lost-after-return'),
    found: noop,
  },
  released: {
    requested: exists,
    assigned: no('allocation.already-released'),
    packed: flag('allocation.packed-when-released'),
    dispatched: flag('allocation.dispatched-when-released'),
    delivered: flag('allocation.delivered-when-released'),
    transferred: notDelivered,
    return_started: notLeft,
    returned: flag('allocation.returned-when-released'),
    inspected: early,
    unassigned: noop,
    reported_lost: flag('allocation.lost-when-not-out'),
    found: notLost,
  },
  lost: {
    requested: exists,
    assigned: no('allocation.kit-lost'),
    packed: flag('allocation.packed-when-lost'),
    dispatched: flag('allocation.dispatched-when-lost'),
    delivered: flag('allocation.delivered-when-lost'),
    transferred: notDelivered,
    return_started: notLeft,
    // counting its contents back in is finding it
    returned: to('returned'),
    inspected: early,
    unassigned: no('allocation.kit-lost'),
    reported_lost: noop,
    found: to('returned'),
  },
};
