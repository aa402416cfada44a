export default {
  booking: {
    draft: 'Draft', pending_approval: 'Waiting for approval', changes_requested: 'Changes requested', approved: 'Approved',
    in_progress: 'Running', completed: 'Completed', closed: 'Closed', rejected: 'Rejected', cancelled: 'Cancelled',
  },
  shift: {
    draft: 'Draft', open: 'Open', offered: 'Offered', confirmed: 'Confirmed', checked_in: 'Checked in', completed: 'Checked out',
    approved: 'Time approved', no_show: 'No-show', cancelled: 'Cancelled',
  },
  allocation: {
    requested: 'Needs a kit', assigned: 'Assigned', packed: 'Packed', in_transit: 'On the way', delivered: 'Delivered', transferred: 'Handed over',
    returning: 'Coming back', returned: 'Returned', closed: 'Checked and closed', released: 'Released', lost: 'Lost',
  },
  kit: { available: 'Available', in_maintenance: 'In maintenance', quarantined: 'Quarantined', retired: 'Retired' },
  location: {
    draft: 'Draft', pending_approval: 'Waiting for approval', changes_requested: 'Changes requested', approved: 'Approved', rejected: 'Rejected',
    suspended: 'Suspended', archived: 'Archived',
  },
  member: { active: 'Active', suspended: 'Suspended', removed: 'Removed' },
  invitation: { pending: 'Invited', accepted: 'Accepted', declined: 'Declined', revoked: 'Revoked', expired: 'Expired', superseded: 'Replaced' },
  conflict: { open: 'Open', claimed: 'Somebody is on it', resolved: 'Settled', dismissed: 'Dismissed', auto_resolved: 'Settled by itself' },
  item: { active: 'In use', retired: 'Retired' },
  severity: { info: 'For information', review: 'Review', blocking: 'Blocking', attention: 'Attention', critical: 'Critical' },
  report: { due: 'Report due', submitted: 'Report submitted', returned: 'Report returned', approved: 'Report approved' },
} as const;
