import { expect, test } from 'vitest';
import { codesOf, expectCells } from '../testing/expect-cells.ts';
import { NOTIFICATION_CODES } from './codes.ts';
import { NOTIFICATION_TRANSITIONS } from './transitions.ts';

test('a message that was read never becomes unread', () => {
  expectCells(
    NOTIFICATION_TRANSITIONS,
    `
    status  created  read
    none    →unread  +unknown
    unread  -exists  →read
    read    -exists  noop
  `,
  );
  expect(codesOf(NOTIFICATION_TRANSITIONS).filter((code) => !(code in NOTIFICATION_CODES))).toEqual([]);
});
