import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { CONFLICT_CODES } from './codes.ts';
import { CONFLICT_TRANSITIONS } from './transitions.ts';

test('every conflict status answers its finding, its settling and its return as domain.md 2.6 says', () => {
  expect(
    cellsThatDiffer(
      CONFLICT_TRANSITIONS,
      `
    status         conflict.detected  conflict.claimed  conflict.resolved  conflict.dismissed  conflict.reopened
    none           →open              -missing          -missing           -missing            -missing
    open           noop               →claimed          →resolved          →dismissed          noop
    claimed        noop               stay              →resolved          →dismissed          →open
    resolved       noop               -not-open         -not-open          -not-open           →open
    dismissed      noop               -not-open         -not-open          noop                →open
    auto_resolved  noop               -not-open         -not-open          noop                →open
  `,
    ),
  ).toEqual([]);
  expect(codesOf(CONFLICT_TRANSITIONS).filter((code) => !(code in CONFLICT_CODES))).toEqual([]);
});
