import { expect, test } from 'vitest';
import { syncError } from '../../sync/errors.ts';
import { syncErrorKindSchema } from '../../sync/wire.ts';
import { BrokenChainError } from '../confirmed-log.ts';
import { NotSavedError } from '../local-data.ts';
import { NetworkFault } from '../ports.ts';
import { SyncFailure } from './api.ts';
import { CopiedDeviceError } from './copied-device.ts';
import { reactionTo } from './reaction.ts';

const facts = { lastDeviceSeq: 10, chainFaults: 1 };
const refused = (...args: Parameters<typeof syncError>) => reactionTo(new SyncFailure(syncError(...args)), facts);

test('every kind of refusal has an answer', () => {
  const kinds = syncErrorKindSchema.options.map((kind) => [kind, refused(kind, '').kind]);
  expect(Object.fromEntries(kinds)).toEqual({
    RETRY: 'reconnect',
    RATE_LIMITED: 'reconnect',
    UNAVAILABLE: 'reconnect',
    GAP: 'offer-again',
    DEVICE_FORK: 'new-device',
    EPOCH_CHANGED: 'start-over',
    AHEAD_OF_SERVER: 'start-over',
    RESYNC: 'start-over',
    AUTH: 'sign-in',
    REVOKED: 'sign-in',
    UPGRADE_REQUIRED: 'halt',
    TOO_LARGE: 'stop-pushing',
    INVALID: 'stop-pushing',
    FORBIDDEN: 'stop-pushing',
    NOT_FOUND: 'stop-pushing',
  });
});

test('the server may say when to come back', () => {
  expect(refused('RETRY', '', { retryAfterMs: 7000 })).toEqual({ kind: 'reconnect', afterMs: 7000 });
});

test('a gap in what the server has is filled; a gap beyond what was written means a copied device', () => {
  expect(refused('GAP', '', { expected: 4 })).toEqual({ kind: 'offer-again', after: 3 });
  expect(refused('GAP', '', { expected: 11 })).toEqual({ kind: 'offer-again', after: 10 });
  expect(refused('GAP', '', { expected: 12 })).toEqual({ kind: 'new-device' });
});

test('a page that breaks the chain is asked for again, then the whole log is, then only now and then, with the reason shown', () => {
  const broken = new BrokenChainError(5, 'altered');
  expect([1, 2, 3, 4].map((chainFaults) => reactionTo(broken, { ...facts, chainFaults }).kind)).toEqual([
    'reconnect',
    'start-over',
    'reconnect',
    'wait',
  ]);
  const waits = [4, 5, 6, 20].map((chainFaults) => reactionTo(broken, { ...facts, chainFaults }));
  expect(waits.map((wait) => 'afterMs' in wait && wait.afterMs)).toEqual([60_000, 120_000, 240_000, 900_000]);
  expect(waits[0]).toMatchObject({ problem: { code: 'sync.log-damaged', params: { seq: 5 } } });
});

test('network faults and surprises are retried; a disk that does not write is not', () => {
  expect(reactionTo(new NetworkFault('x'), facts)).toEqual({ kind: 'reconnect', afterMs: 0 });
  expect(reactionTo('what', facts)).toEqual({ kind: 'reconnect', afterMs: 0 });
  expect(reactionTo(new NotSavedError('full'), facts)).toMatchObject({ kind: 'halt' });
});

test('a number that a copy of this device used means a new device, or its event would wait for ever', () => {
  expect(reactionTo(new CopiedDeviceError(7), facts)).toEqual({ kind: 'new-device' });
});
