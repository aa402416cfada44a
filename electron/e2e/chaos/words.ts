import type { SyncStatus } from '../../../shared/ipc/bridge.ts';

/** What a core process of the storm is started with. */
export interface Place {
  readonly folder: string;
  readonly serverUrl: string;
  readonly seed: number;
}

/** What is said to a core process. Each is answered with its id. */
export type Ask =
  | { readonly kind: 'enrol'; readonly code: string }
  /** Begin or end giving commands, with so many milliseconds between them at most. */
  | { readonly kind: 'work'; readonly paceMs: number | null }
  /** The clock of this machine is moved. */
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'status' }
  /** Every object the device shows, as `collection/id` and its state. */
  | { readonly kind: 'picture' }
  | { readonly kind: 'close' };

/** A command that was answered to a person: one line each, written before anything else can happen. */
export type Acknowledged =
  | { readonly ok: true; readonly commandId: string; readonly name: string; readonly eventIds: readonly string[] }
  | { readonly ok: false; readonly code: string };

export interface Answers {
  readonly enrol: string | null;
  readonly work: null;
  readonly clock: null;
  readonly status: SyncStatus;
  readonly picture: readonly (readonly [string, string])[];
  readonly close: null;
}
