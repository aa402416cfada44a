import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { ALLOCATION_CODES } from './codes.ts';
import { ALLOCATION_TRANSITIONS } from './transitions.ts';

test('every status of a kit plan answers plans', () => {
  expect(
    cellsThatDiffer(
      ALLOCATION_TRANSITIONS,
      `
    status       requested   assigned           unassigned
    none         →requested  -missing           -missing
    requested    -exists     →assigned          →released
    assigned     -exists     -already-assigned  →released
    packed       -exists     -already-assigned  →released
    in_transit   -exists     -kit-is-out        -kit-is-out
    delivered    -exists     -kit-is-out        -kit-is-out
    transferred  -exists     -kit-is-out        -kit-is-out
    returning    -exists     -kit-is-out        -kit-is-out
    returned     -exists     -already-returned  -already-returned
    closed       -exists     -already-returned  -already-returned
    released     -exists     -already-released  noop
    lost         -exists     -kit-lost          -kit-lost
  `,
      ['requested', 'assigned', 'unassigned'],
    ),
  ).toEqual([]);
});

test('every status of a kit plan answers the way out', () => {
  expect(
    cellsThatDiffer(
      ALLOCATION_TRANSITIONS,
      `
    status       packed                 dispatched                 delivered
    none         +unknown               +unknown                   +unknown
    requested    +packed-without-kit    +dispatched-without-kit    +delivered-without-kit
    assigned     →packed                →in_transit                →delivered
    packed       stay                   →in_transit                →delivered
    in_transit   stay                   noop                       →delivered
    delivered    stay                   stay                       noop
    transferred  stay                   stay                       stay
    returning    stay                   stay                       stay
    returned     stay                   stay                       stay
    closed       stay                   stay                       stay
    released     +packed-when-released  +dispatched-when-released  +delivered-when-released
    lost         +packed-when-lost      +dispatched-when-lost      +delivered-when-lost
  `,
      ['packed', 'dispatched', 'delivered'],
    ),
  ).toEqual([]);
});

test('every status of a kit plan answers the way back', () => {
  expect(
    cellsThatDiffer(
      ALLOCATION_TRANSITIONS,
      `
    status       transferred                   return_started                  returned
    none         +unknown                      +unknown                        +unknown
    requested    +transferred-before-delivery  +return-started-when-not-out    +returned-when-not-out
    assigned     +transferred-before-delivery  +return-started-when-not-out    +returned-when-not-out
    packed       +transferred-before-delivery  +return-started-when-not-out    →returned
    in_transit   +transferred-before-delivery  →returning                      →returned
    delivered    →transferred                  →returning                      →returned
    transferred  noop                          +return-started-after-transfer  +returned-after-transfer
    returning    stay                          noop                            →returned
    returned     +transferred-after-return     stay                            stay
    closed       +transferred-after-return     stay                            stay
    released     +transferred-before-delivery  +return-started-when-not-out    +returned-when-released
    lost         +transferred-before-delivery  +return-started-when-not-out    →returned
  `,
      ['transferred', 'return_started', 'returned'],
    ),
  ).toEqual([]);
});

test('every status of a kit plan answers what is found', () => {
  expect(
    cellsThatDiffer(
      ALLOCATION_TRANSITIONS,
      `
    status       inspected                 reported_lost       found
    none         +unknown                  +unknown            +unknown
    requested    +inspected-before-return  +lost-when-not-out  +found-when-not-lost
    assigned     +inspected-before-return  →lost               +found-when-not-lost
    packed       +inspected-before-return  →lost               +found-when-not-lost
    in_transit   +inspected-before-return  →lost               +found-when-not-lost
    delivered    +inspected-before-return  →lost               +found-when-not-lost
    transferred  +inspected-before-return  →lost               +found-when-not-lost
    returning    +inspected-before-return  →lost               +found-when-not-lost
    returned     →closed                   +lost-after-return  noop
    closed       stay                      +lost-after-return  noop
    released     +inspected-before-return  +lost-when-not-out  +found-when-not-lost
    lost         +inspected-before-return  noop                →returned
  `,
      ['inspected', 'reported_lost', 'found'],
    ),
  ).toEqual([]);
});

test('every answer of a kit plan has its sentence', () => {
  expect(codesOf(ALLOCATION_TRANSITIONS).filter((code) => !(code in ALLOCATION_CODES))).toEqual([]);
});

test('no fact about a kit is ever refused', () => {
  const plans = new Set(['requested', 'assigned', 'unassigned']);
  const refused = Object.values(ALLOCATION_TRANSITIONS).flatMap((row) =>
    Object.entries(row).filter(([trigger, cell]) => !plans.has(trigger) && cell.kind === 'illegal'),
  );
  expect(refused).toEqual([]);
});
