/** First parts of the app's addresses: `/bookings/0193…`. The rail shows them, and hosts answer them with the page. */
export const PLACE_NAMES = [
  'today',
  'bookings',
  'schedule',
  'roster',
  'kits',
  'locations',
  'people',
  'inbox',
  'history',
  'settings',
] as const;
export type PlaceName = (typeof PLACE_NAMES)[number];
