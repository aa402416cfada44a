import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { ITEM_CODES } from './codes.ts';
import { ITEM_TRANSITIONS } from './transitions.ts';

test('the ledger of an item takes movements in every status', () => {
  expect(
    cellsThatDiffer(
      ITEM_TRANSITIONS,
      `
    status   created  details_changed   moved                written_off       retired
    none     →active  -missing          +unknown             -missing          -missing
    active   -exists  stay              stay                 stay              →retired
    retired  -exists  -already-retired  +moved-when-retired  -already-retired  noop
  `,
    ),
  ).toEqual([]);
  expect(codesOf(ITEM_TRANSITIONS).filter((code) => !(code in ITEM_CODES))).toEqual([]);
});
