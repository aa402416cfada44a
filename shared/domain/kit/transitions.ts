import { illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { KitCode } from './codes.ts';
import type { KitStatus } from './schema.ts';

export type KitTrigger =
  | 'created'
  | 'details_changed'
  | 'contents_changed'
  | 'sent_to_maintenance'
  | 'restored'
  | 'quarantined'
  | 'retired';

const no = (code: KitCode) => illegal(code);
const missing = no('kit.missing');
const exists = no('kit.exists');
const retired = no('kit.already-retired');

/** domain.md 2.3; whether a kit is in use is derived from its allocations and is no status. */
export const KIT_TRANSITIONS: TransitionTable<KitStatus, KitTrigger> = {
  none: {
    created: to('available'),
    details_changed: missing,
    contents_changed: missing,
    sent_to_maintenance: missing,
    restored: missing,
    quarantined: missing,
    retired: missing,
  },
  available: {
    created: exists,
    details_changed: stay,
    contents_changed: stay,
    sent_to_maintenance: to('in_maintenance'),
    restored: noop,
    quarantined: to('quarantined'),
    retired: to('retired'),
  },
  in_maintenance: {
    created: exists,
    details_changed: stay,
    contents_changed: stay,
    sent_to_maintenance: noop,
    restored: to('available'),
    quarantined: to('quarantined'),
    retired: to('retired'),
  },
  quarantined: {
    created: exists,
    details_changed: stay,
    contents_changed: stay,
    sent_to_maintenance: to('in_maintenance'),
    restored: to('available'),
    quarantined: noop,
    retired: to('retired'),
  },
  retired: {
    created: exists,
    details_changed: retired,
    contents_changed: retired,
    sent_to_maintenance: retired,
    restored: retired,
    quarantined: retired,
    retired: noop,
  },
};
