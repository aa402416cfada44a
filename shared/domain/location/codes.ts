/** Why a command on a location is refused, in the words people read. */
export const LOCATION_CODES = {
  'location.not-found': 'This location is not on this device.',
  'location.exists': 'This location was already created.',
  'location.not-submitted': 'This location was not sent for approval yet.',
  'location.already-approved': 'This location is already approved. Suspend it instead.',
  'location.not-approved': 'This location is not approved, so it cannot be suspended.',
  'location.not-suspended': 'This location is not suspended.',
  'location.suspended': 'This location is suspended. Reinstate it first.',
  'location.rejected': 'This location was rejected. Add it again if things changed.',
  'location.archived': 'This location is archived.',
  'location.client-may-not': 'This location is being checked or in use. Ask a manager to change it.',
  'location.validity-past': 'The approval would end in the past. Choose a later day.',
  'location.in-use': '{{count}} bookings still plan to use {{location}}. Move or cancel them first.',
} as const;

export type LocationCode = keyof typeof LOCATION_CODES;
