import type { SyncStatus } from '../../ipc/bridge.ts';

export type SyncPhase = SyncStatus['phase'];

/** What can happen to the connection. */
export const SYNC_INPUTS = [
  'opened', 'rebuild', 'rebuilt', 'signedIn', 'signedOut', 'connect', 'greeted', 'caughtUp', 'fellBehind', 'lost', 'authRefused', 'pushStuck',
  'pushFreed', 'startOver', 'startedOver', 'stop',
] as const;
export type SyncInput = (typeof SYNC_INPUTS)[number];

/** Where an input leads when a phase says nothing else about it. */
const ANYWHERE = { signedOut: 'authNeeded', authRefused: 'authNeeded', startOver: 'resyncing', stop: 'halted' } as const;

/** Every phase × every input, total by type: a missing cell does not compile. An input that means nothing leads back. */
export const PHASES: Readonly<Record<SyncPhase, Readonly<Record<SyncInput, SyncPhase>>>> = {
  booting: {
    ...ANYWHERE, opened: 'offline', rebuild: 'rebuilding', rebuilt: 'booting', signedIn: 'booting', connect: 'booting', greeted: 'booting',
    caughtUp: 'booting', fellBehind: 'booting', lost: 'booting', pushStuck: 'booting', pushFreed: 'booting', startedOver: 'booting',
  },
  rebuilding: {
    ...ANYWHERE, opened: 'rebuilding', rebuild: 'rebuilding', rebuilt: 'offline', signedIn: 'rebuilding', connect: 'rebuilding',
    greeted: 'rebuilding', caughtUp: 'rebuilding', fellBehind: 'rebuilding', lost: 'rebuilding', pushStuck: 'rebuilding',
    pushFreed: 'rebuilding', startedOver: 'rebuilding',
  },
  offline: {
    ...ANYWHERE, opened: 'offline', rebuild: 'rebuilding', rebuilt: 'offline', signedIn: 'offline', connect: 'connecting', greeted: 'offline',
    caughtUp: 'offline', fellBehind: 'offline', lost: 'offline', pushStuck: 'offline', pushFreed: 'offline', startedOver: 'offline',
  },
  connecting: {
    ...ANYWHERE, opened: 'connecting', rebuild: 'rebuilding', rebuilt: 'connecting', signedIn: 'connecting', connect: 'connecting',
    greeted: 'catchingUp', caughtUp: 'connecting', fellBehind: 'connecting', lost: 'offline', pushStuck: 'connecting',
    pushFreed: 'connecting', startedOver: 'connecting',
  },
  catchingUp: {
    ...ANYWHERE, opened: 'catchingUp', rebuild: 'rebuilding', rebuilt: 'catchingUp', signedIn: 'catchingUp', connect: 'catchingUp',
    greeted: 'catchingUp', caughtUp: 'live', fellBehind: 'catchingUp', lost: 'offline', pushStuck: 'pushBlocked',
    pushFreed: 'catchingUp', startedOver: 'catchingUp',
  },
  live: {
    ...ANYWHERE, opened: 'live', rebuild: 'rebuilding', rebuilt: 'live', signedIn: 'live', connect: 'live', greeted: 'live', caughtUp: 'live',
    fellBehind: 'catchingUp', lost: 'offline', pushStuck: 'pushBlocked', pushFreed: 'live', startedOver: 'live',
  },
  pushBlocked: {
    ...ANYWHERE, opened: 'pushBlocked', rebuild: 'rebuilding', rebuilt: 'pushBlocked', signedIn: 'pushBlocked', connect: 'pushBlocked',
    greeted: 'pushBlocked', caughtUp: 'pushBlocked', fellBehind: 'pushBlocked', lost: 'offline', pushStuck: 'pushBlocked',
    pushFreed: 'live', startedOver: 'pushBlocked',
  },
  authNeeded: {
    ...ANYWHERE, opened: 'authNeeded', rebuild: 'rebuilding', rebuilt: 'authNeeded', signedIn: 'offline', connect: 'authNeeded',
    greeted: 'authNeeded', caughtUp: 'authNeeded', fellBehind: 'authNeeded', lost: 'authNeeded', pushStuck: 'authNeeded',
    pushFreed: 'authNeeded', startOver: 'authNeeded', startedOver: 'authNeeded',
  },
  resyncing: {
    ...ANYWHERE, opened: 'resyncing', rebuild: 'rebuilding', rebuilt: 'resyncing', signedIn: 'resyncing', connect: 'resyncing',
    greeted: 'resyncing', caughtUp: 'resyncing', fellBehind: 'resyncing', lost: 'offline', pushStuck: 'resyncing', pushFreed: 'resyncing',
    startedOver: 'connecting',
  },
  halted: {
    opened: 'halted', rebuild: 'halted', rebuilt: 'halted', signedIn: 'halted', signedOut: 'halted', connect: 'halted', greeted: 'halted',
    caughtUp: 'halted', fellBehind: 'halted', lost: 'halted', authRefused: 'halted', pushStuck: 'halted', pushFreed: 'halted',
    startOver: 'halted', startedOver: 'halted', stop: 'halted',
  },
};

/** Phases in which the server can be reached. */
export const isConnected = (phase: SyncPhase): boolean => phase === 'catchingUp' || phase === 'live' || phase === 'pushBlocked';
