/** Why an availability entry is refused, in the words people read. */
export const AVAILABILITY_CODES = {
  'availability.not-found': 'This entry is not on this device.',
  'availability.exists': 'This entry was already made.',
  'availability.not-yours': 'You can change only your own availability. Ask a manager.',
  'availability.member-gone': 'This person is not in the organization any more.',
} as const;

export type AvailabilityCode = keyof typeof AVAILABILITY_CODES;
