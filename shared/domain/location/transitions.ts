import { illegal, noop, stay, to, type TransitionTable } from '../kernel/transitions.ts';
import type { LocationCode } from './codes.ts';
import type { LocationStatus } from './schema.ts';

/** `material_update` is an update of the address or the licence: what was approved is no longer what is there. */
export type LocationTrigger =
  | 'created'
  | 'updated'
  | 'material_update'
  | 'submitted'
  | 'approved'
  | 'returned'
  | 'rejected'
  | 'suspended'
  | 'reinstated'
  | 'archived';

const no = (code: LocationCode) => illegal(code);
const missing = no('location.not-found');
const exists = no('location.exists');
const unsent = no('location.not-submitted');
const approved = no('location.already-approved');
const notApproved = no('location.not-approved');
const notSuspended = no('location.not-suspended');
const suspended = no('location.suspended');
const rejected = no('location.rejected');
const archived = no('location.archived');

/** domain.md 2.5 */
export const LOCATION_TRANSITIONS: TransitionTable<LocationStatus, LocationTrigger> = {
  none: {
    created: to('draft'),
    updated: missing,
    material_update: missing,
    submitted: missing,
    approved: missing,
    returned: missing,
    rejected: missing,
    suspended: missing,
    reinstated: missing,
    archived: missing,
  },
  draft: {
    created: exists,
    updated: stay,
    material_update: stay,
    submitted: to('pending_approval'),
    approved: unsent,
    returned: unsent,
    rejected: unsent,
    suspended: notApproved,
    reinstated: notSuspended,
    archived: to('archived'),
  },
  pending_approval: {
    created: exists,
    updated: stay,
    material_update: stay,
    submitted: noop,
    approved: to('approved'),
    returned: to('changes_requested'),
    rejected: to('rejected'),
    suspended: notApproved,
    reinstated: notSuspended,
    archived: to('archived'),
  },
  changes_requested: {
    created: exists,
    updated: stay,
    material_update: stay,
    submitted: to('pending_approval'),
    approved: unsent,
    returned: noop,
    rejected: unsent,
    suspended: notApproved,
    reinstated: notSuspended,
    archived: to('archived'),
  },
  approved: {
    // a late submit takes no approval back; approving again renews it
    created: exists,
    updated: stay,
    material_update: to('pending_approval'),
    submitted: noop,
    approved: stay,
    returned: approved,
    rejected: approved,
    suspended: to('suspended'),
    reinstated: noop,
    archived: to('archived'),
  },
  rejected: {
    created: exists,
    updated: rejected,
    material_update: rejected,
    submitted: rejected,
    approved: rejected,
    returned: rejected,
    rejected: noop,
    suspended: rejected,
    reinstated: rejected,
    archived: to('archived'),
  },
  suspended: {
    created: exists,
    updated: stay,
    material_update: to('pending_approval'),
    submitted: suspended,
    approved: suspended,
    returned: suspended,
    rejected: suspended,
    suspended: noop,
    reinstated: to('approved'),
    archived: to('archived'),
  },
  archived: {
    created: exists,
    updated: archived,
    material_update: archived,
    submitted: archived,
    approved: archived,
    returned: archived,
    rejected: archived,
    suspended: archived,
    reinstated: archived,
    archived: noop,
  },
};
