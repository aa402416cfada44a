import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { KIT_CODES } from './codes.ts';
import { KIT_TRANSITIONS } from './transitions.ts';

test('every kit status answers every plan for it', () => {
  expect(
    cellsThatDiffer(
      KIT_TRANSITIONS,
      `
    status          created     details_changed   contents_changed  sent_to_maintenance  restored          quarantined       retired
    none            →available  -missing          -missing          -missing             -missing          -missing          -missing
    available       -exists     stay              stay              →in_maintenance      noop              →quarantined      →retired
    in_maintenance  -exists     stay              stay              noop                 →available        →quarantined      →retired
    quarantined     -exists     stay              stay              →in_maintenance      →available        noop              →retired
    retired         -exists     -already-retired  -already-retired  -already-retired     -already-retired  -already-retired  noop
  `,
    ),
  ).toEqual([]);
  expect(codesOf(KIT_TRANSITIONS).filter((code) => !(code in KIT_CODES))).toEqual([]);
});
