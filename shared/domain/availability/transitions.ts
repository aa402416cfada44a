import { illegal, noop, to, type TransitionTable } from '../kernel/transitions.ts';
import type { AvailabilityCode } from './codes.ts';

const no = (code: AvailabilityCode) => illegal(code);

export const AVAILABILITY_TRANSITIONS: TransitionTable<'recorded' | 'removed', 'recorded' | 'removed'> = {
  none: { recorded: to('recorded'), removed: no('availability.not-found') },
  recorded: { recorded: no('availability.exists'), removed: to('removed') },
  removed: { recorded: no('availability.exists'), removed: noop },
};
