import { attach, illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { ItemCode } from './codes.ts';
import type { ItemState } from './schema.ts';

export type ItemTrigger = 'created' | 'details_changed' | 'moved' | 'written_off' | 'retired';

const no = (code: ItemCode) => illegal(code);
const flag = (code: ItemCode) => attach(code);

/** Stock movements are facts: the ledger takes them in every status. */
export const ITEM_TRANSITIONS: TransitionTable<ItemState['status'], ItemTrigger> = {
  none: {
    created: to('active'),
    details_changed: no('item.missing'),
    moved: flag('item.unknown'),
    written_off: no('item.missing'),
    retired: no('item.missing'),
  },
  active: { created: no('item.exists'), details_changed: stay, moved: stay, written_off: stay, retired: to('retired') },
  retired: {
    created: no('item.exists'),
    details_changed: no('item.already-retired'),
    moved: flag('item.moved-when-retired'),
    written_off: no('item.already-retired'),
    retired: noop,
  },
};
