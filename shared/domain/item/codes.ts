/** Why an item command is refused or a stock movement is flagged, in the words people read. */
export const ITEM_CODES = {
  'item.missing': 'This item is not on this device.',
  'item.unknown': 'Stock moved on an item nobody knows. The movement was kept so you can place it.',
  'item.exists': 'This item was already created.',
  'item.already-retired': 'This item is retired.',
  'item.moved-when-retired': 'Stock moved although this item is retired.',
  'item.below-zero': 'Stock of {{item}} is now {{onHand}}. Count it again or move some here.',
  'item.not-below-zero': 'The stock is not below zero any more.',
  'item.adjusted-by-nothing': 'A correction must add or take away at least one.',
  'item.unchanged': 'Nothing was changed.',
} as const;
export type ItemCode = keyof typeof ITEM_CODES;
