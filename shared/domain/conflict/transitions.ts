import { illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { ConflictState } from './schema.ts';

type Trigger = 'conflict.detected' | 'conflict.claimed' | 'conflict.resolved' | 'conflict.dismissed' | 'conflict.reopened';

const missing = illegal('conflict.missing');
const settled = illegal('conflict.not-open');

/** domain.md 2.6 */
export const CONFLICT_TRANSITIONS: TransitionTable<ConflictState['status'], Trigger> = {
  none: {
    'conflict.detected': to('open'),
    'conflict.claimed': missing,
    'conflict.resolved': missing,
    'conflict.dismissed': missing,
    'conflict.reopened': missing,
  },
  open: {
    'conflict.detected': noop,
    'conflict.claimed': to('claimed'),
    'conflict.resolved': to('resolved'),
    'conflict.dismissed': to('dismissed'),
    'conflict.reopened': noop,
  },
  claimed: {
    'conflict.detected': noop,
    'conflict.claimed': stay,
    'conflict.resolved': to('resolved'),
    'conflict.dismissed': to('dismissed'),
    'conflict.reopened': to('open'),
  },
  resolved: {
    'conflict.detected': noop,
    'conflict.claimed': settled,
    'conflict.resolved': settled,
    'conflict.dismissed': settled,
    'conflict.reopened': to('open'),
  },
  dismissed: {
    'conflict.detected': noop,
    'conflict.claimed': settled,
    'conflict.resolved': settled,
    'conflict.dismissed': noop,
    'conflict.reopened': to('open'),
  },
  auto_resolved: {
    'conflict.detected': noop,
    'conflict.claimed': settled,
    'conflict.resolved': settled,
    'conflict.dismissed': noop,
    'conflict.reopened': to('open'),
  },
};
