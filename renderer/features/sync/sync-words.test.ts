import { expect, test } from 'vitest';
import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { explain } from './explain.ts';
import { pillWords } from './sync-words.ts';

const live: SyncStatus = {
  phase: 'live',
  pending: 0,
  sent: 0,
  oldestPendingAt: null,
  oldestUnsentAt: null,
  overdue: false,
  offlineSince: null,
  lastContactAt: '2026-07-01T12:00:00.000Z',
  cursor: 5,
  head: 5,
  openConflicts: 0,
  refused: 0,
  parked: 0,
  clockOffsetMs: 0,
  problem: null,
  pendingByType: {},
  filling: null,
  olderLog: null,
  sites: [],
};
const words = (changes: Partial<SyncStatus>): string => pillWords({ ...live, ...changes }, true).words;

test('the pill says the five things people need, with true numbers', () => {
  expect(words({})).toBe('Up to date');
  expect(words({ pending: 3 })).toBe('Sending 3');
  expect(words({ phase: 'offline', offlineSince: '2026-07-01T12:00:00.000Z', pending: 2 })).toBe('Offline · 2 saved here');
  expect(words({ openConflicts: 1, refused: 1 })).toBe('2 need you');
  expect(words({ phase: 'halted' })).toBe('Stopped');
});

test('a decision that others take does not say that it needs whoever cannot take it', () => {
  expect(pillWords({ ...live, openConflicts: 4 }, false)).toEqual({ state: 'live', words: 'Up to date' });
  expect(pillWords({ ...live, openConflicts: 4, refused: 1 }, false).words).toBe('1 needs you');
});

test('work that could not go out for a quarter of an hour needs a person, and says since when', () => {
  const stuck = { pending: 2, overdue: true, oldestPendingAt: '2026-07-01T12:00:00.000Z' };
  expect(pillWords({ ...live, ...stuck }, true).state).toBe('attention');
  expect(words(stuck)).toMatch(/^Needs you · not sent since /);
  expect(words({ ...stuck, phase: 'pushBlocked' })).toMatch(/^Needs you/);
  expect(explain({ ...live, ...stuck }).todo).not.toBeNull();
});

test('a device that an administrator stopped says stopped, not sign in again', () => {
  const revoked = { phase: 'authNeeded', problem: { code: 'sync.device-revoked', params: {} } } as const;
  expect(words(revoked)).toBe('Stopped');
  expect(explain({ ...live, ...revoked }).state).toBe('This device was stopped');
  expect(words({ phase: 'authNeeded' })).toBe('Sign in again');
});

test('a log that does not fit needs a person in every phase of trying again, and is over once the device is live', () => {
  const damaged = { problem: { code: 'sync.log-damaged', params: { seq: 7 } }, pending: 2 };
  for (const phase of ['offline', 'connecting', 'catchingUp', 'resyncing'] as const) {
    expect(words({ ...damaged, phase })).toBe('Sync is held up');
    expect(explain({ ...live, ...damaged, phase }).todo).toMatch(/tried again/);
  }
  expect(words(damaged)).toBe('Sending 2');
});

test('a reconnect attempt during an outage still reads as offline', () => {
  expect(words({ phase: 'connecting', offlineSince: '2026-07-01T12:00:00.000Z' })).toBe('Offline');
});

test('work on its way is said before what needs a person, so that a count never hides unsent work', () => {
  expect(words({ pending: 1, openConflicts: 4 })).toBe('Sending 1');
});

const PHASES: readonly SyncStatus['phase'][] = [
  'booting',
  'rebuilding',
  'offline',
  'connecting',
  'catchingUp',
  'live',
  'pushBlocked',
  'authNeeded',
  'resyncing',
  'halted',
];

test.each(PHASES)('the sheet has its sentences for %s, with and without unsent work', (phase) => {
  for (const pending of [0, 1, 4]) {
    for (const offlineSince of [null, '2026-07-01T12:00:00.000Z']) {
      const { state, safe, todo } = explain({ ...live, phase, pending, offlineSince });
      for (const sentence of [state, safe, todo ?? 'fine']) expect(sentence).not.toMatch(/explain\.|\{\{/);
    }
  }
});
