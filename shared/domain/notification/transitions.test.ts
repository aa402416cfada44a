import { expect, test } from 'vitest';
import { cellsThatDiffer, codesOf } from '../testing/cells.ts';
import { NOTIFICATION_CODES } from './codes.ts';
import { NOTIFICATION_TRANSITIONS } from './transitions.ts';

test('a message that was read never becomes unread', () => {
  expect(
    cellsThatDiffer(
      NOTIFICATION_TRANSITIONS,
      `
    status  created  read
    none    →unread  +unknown
    unread  -exists  →read
    read    -exists  noop
  `,
    ),
  ).toEqual([]);
  expect(codesOf(NOTIFICATION_TRANSITIONS).filter((code) => !(code in NOTIFICATION_CODES))).toEqual([]);
});
