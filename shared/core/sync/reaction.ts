import type { Reason } from '../../domain/kernel/event.ts';
import type { SyncError } from '../../sync/wire.ts';
import { BrokenChainError } from '../confirmed-log.ts';
import { NotSavedError } from '../local-data.ts';
import { SyncFailure } from './api.ts';
import { CopiedDeviceError } from './copied-device.ts';

/** What a failure makes the connection do. */
export type Reaction =
  /** Begin the connection anew, not before a time the server asked for. */
  | { readonly kind: 'reconnect'; readonly afterMs: number }
  /** Show what is wrong and try again after a long while: only somebody else can put it right, and nobody tells us when. */
  | { readonly kind: 'wait'; readonly afterMs: number; readonly problem: Reason }
  | { readonly kind: 'sign-in'; readonly problem: Reason }
  | { readonly kind: 'halt'; readonly problem: Reason }
  /** Drop confirmed state, read the log from 0, offer own work again. */
  | { readonly kind: 'start-over' }
  /** Somebody else uses this device's id. */
  | { readonly kind: 'new-device' }
  /** The server has less of our work than we thought: offer everything after this number again. */
  | { readonly kind: 'offer-again'; readonly after: number }
  /** Reading goes on, sending does not until something changes. */
  | { readonly kind: 'stop-pushing'; readonly problem: Reason };

export interface ReactionFacts {
  /** The highest number this device gave out. */
  readonly lastDeviceSeq: number;
  /** Pages in a row that did not continue the chain, this one included. */
  readonly chainFaults: number;
}

const LOG_DAMAGED = 'sync.log-damaged';
const LONG_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Broken pages in a row after which trying at once again is pointless: one page was asked for again, then the whole log. */
const HOPELESS = 4;

/** Every failure has exactly one answer; network faults and surprises are retried. */
export function reactionTo(error: unknown, facts: ReactionFacts): Reaction {
  if (error instanceof SyncFailure) return reactionToRefusal(error.error, facts);
  if (error instanceof NotSavedError) return { kind: 'halt', problem: { code: 'core.not-saved', params: {} } };
  if (error instanceof CopiedDeviceError) return { kind: 'new-device' };
  if (error instanceof BrokenChainError) {
    if (facts.chainFaults === 2) return { kind: 'start-over' };
    if (facts.chainFaults >= HOPELESS) {
      const afterMs = Math.min(LONGEST_WAIT_MS, LONG_WAIT_MS * 2 ** (facts.chainFaults - HOPELESS));
      return { kind: 'wait', afterMs, problem: { code: LOG_DAMAGED, params: { seq: error.seq } } };
    }
  }
  return { kind: 'reconnect', afterMs: 0 };
}

function reactionToRefusal(error: SyncError, facts: ReactionFacts): Reaction {
  switch (error.kind) {
    case 'AUTH':
      return { kind: 'sign-in', problem: { code: 'sync.sign-in-needed', params: {} } };
    case 'REVOKED':
      return { kind: 'sign-in', problem: { code: 'sync.device-revoked', params: {} } };
    case 'UPGRADE_REQUIRED':
      return { kind: 'halt', problem: { code: 'sync.upgrade-required', params: { floor: error.floor } } };
    case 'EPOCH_CHANGED':
    case 'AHEAD_OF_SERVER':
    case 'RESYNC':
      return { kind: 'start-over' };
    case 'DEVICE_FORK':
      return { kind: 'new-device' };
    case 'GAP': {
      const expected = error.expected ?? 1;
      return expected > facts.lastDeviceSeq + 1 ? { kind: 'new-device' } : { kind: 'offer-again', after: expected - 1 };
    }
    case 'INVALID':
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return { kind: 'stop-pushing', problem: { code: 'sync.refused', params: { kind: error.kind, field: error.field } } };
    case 'TOO_LARGE':
      return { kind: 'stop-pushing', problem: { code: 'sync.too-large', params: { kind: error.kind, field: error.field } } };
    case 'RETRY':
    case 'RATE_LIMITED':
    case 'UNAVAILABLE':
      return { kind: 'reconnect', afterMs: error.retryAfterMs ?? 0 };
  }
}
