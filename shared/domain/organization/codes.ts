/** Why a command on the organization is refused, in the words people read. */
export const ORGANIZATION_CODES = {
  'organization.not-found': 'This organization is not on this device.',
  'organization.exists': 'This organization was already created.',
  'organization.site-repeated': 'There is already a site called {{site}}.',
} as const;

export type OrganizationCode = keyof typeof ORGANIZATION_CODES;
