/** Why a kit command is refused, in the words people read. */
export const KIT_CODES = {
  'kit.missing': 'This kit is not on this device.',
  'kit.exists': 'This kit was already created.',
  'kit.not-in-service': 'This kit is not in service.',
  'kit.already-available': 'This kit is already in service.',
  'kit.already-retired': 'This kit is retired.',
  'kit.still-planned': 'This kit is still planned for a booking. Release it there first.',
  'kit.line-repeated': 'Two lines of the contents are the same one. Remove one of them.',
  'kit.unchanged': 'Nothing was changed.',
} as const;
export type KitCode = keyof typeof KIT_CODES;
