import type { CallName, PushName } from '../../shared/ipc/channels.ts';

/** Page to worker. Every call carries a number that its answer repeats. */
export type ToWorker =
  | { readonly kind: 'start'; readonly profile: string; readonly deviceName: string }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly kind: 'export'; readonly id: number }
  | { readonly kind: 'stop' };

/** Why the core could not be opened; each has its own page. */
export type StartFailure = 'too-new' | 'damaged' | 'in-use' | 'unsupported' | 'failed';

/** Worker to page. */
export type FromWorker =
  | { readonly kind: 'started' }
  | { readonly kind: 'not-started'; readonly failure: StartFailure; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'push'; readonly name: PushName; readonly payload: unknown }
  | { readonly kind: 'stopped' };

/** The app cannot start in this browser as things are; `failure` says what to tell the person. */
export class BrowserHostError extends Error {
  override readonly name = 'BrowserHostError';
  readonly failure: StartFailure;
  constructor(failure: StartFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
