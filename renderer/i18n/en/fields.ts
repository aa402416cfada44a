export default {
  empty: 'nothing',
  several: 'several entries',
  yes: 'yes',
  no: 'no',
  label: {
    title: 'Title', clientName: 'Client', brand: 'Brand', contactName: 'Contact', contactPhone: 'Contact’s phone', brief: 'Brief', notes: 'Notes', tags: 'Tags',
    priceMinor: 'Price', period: 'Time', usage: 'Time on site', locationId: 'Place', staffNeeds: 'People needed', kitNeeds: 'Kits needed', status: 'Status', siteId: 'Site',
    homeSiteId: 'Home site', name: 'Name', email: 'E-mail', phone: 'Phone', skills: 'Skills', certificates: 'Certificates', maxMinutesPerWeek: 'Most hours a week', role: 'Job',
    address: 'Address', zone: 'Time zone', latitude: 'Latitude', longitude: 'Longitude', loadInNotes: 'Load-in', hours: 'Opening hours', licenceNumber: 'Licence', licenceValidUntil: 'Licence valid until',
    code: 'Code', kitKind: 'Kind of kit', contents: 'Contents', memberId: 'Person', kitId: 'Kit', assigneeId: 'Person', reorderPoint: 'Reorder at', sku: 'Article number', unit: 'Unit',
    checkedInAt: 'Checked in', checkedOutAt: 'Checked out', at: 'At', method: 'How', verified: 'Verified', reason: 'Reason', note: 'Note', quantity: 'Quantity', delta: 'Change', counted: 'Counted',
    validUntil: 'Valid until', summary: 'Summary', visitors: 'Visitors', samplesGiven: 'Samples given', issues: 'Issues', text: 'Text', lines: 'Lines', from: 'From', to: 'To',
    currency: 'Currency', kind: 'Kind', sites: 'Sites', autoAcceptAssignments: 'Assigned means accepted', autoPublish: 'Publish at once', travelMinutes: 'Travel', minRestMinutes: 'Rest between shifts',
    maxMinutesPerDay: 'Most hours a day', warnMinutesPerWeek: 'Warn from hours a week', maxDaysInRow: 'Most days in a row', deliveryMinutes: 'Delivery', returnMinutes: 'Return', cleaningMinutes: 'Cleaning',
    lateGraceMinutes: 'Late after', noShowMinutes: 'No-show after', disabledPolicies: 'Rules switched off', result: 'Result', expiresAt: 'Expires', overrideReason: 'Exception because', candidates: 'Ranking',
  },
  word: {
    draft: 'Draft', pending_approval: 'Waiting for approval', changes_requested: 'Changes requested', approved: 'Approved', in_progress: 'Running', completed: 'Completed', closed: 'Closed',
    rejected: 'Rejected', cancelled: 'Cancelled', open: 'Open', offered: 'Offered', confirmed: 'Confirmed', checked_in: 'Checked in', no_show: 'No-show', site_code: 'site code', manual: 'by hand',
    lead: 'confirmed by the lead', photo: 'photo', location: 'device location', leave: 'Leave', unavailable: 'Unavailable', preferred: 'Preferred', owner: 'Owner', admin: 'Administrator', manager: 'Manager',
    site_lead: 'Site lead', warehouse: 'Warehouse', staff: 'Staff', client: 'Client', auditor: 'Auditor', ok: 'fine', maintenance: 'to maintenance', quarantine: 'to quarantine', serial: 'one by one', bulk: 'in bulk',
  },
} as const;
