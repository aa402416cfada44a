import { expect, test } from 'vitest';
import { POLICY_ACTOR_ID, SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { notAPerson } from './not-a-person.ts';

test('history calls the rules the rules, the server’s administrator by that word, and leaves people to their names', () => {
  expect([POLICY_ACTOR_ID, SERVER_DEVICE_ID, SERVER_ADMIN_ACTOR_ID].map(notAPerson)).toEqual([
    'The rules',
    'The rules',
    'The server’s administrator',
  ]);
  expect(notAPerson('0192f0c1-2c1f-7a54-9c53-3f1b7a1f0a01')).toBeNull();
});
