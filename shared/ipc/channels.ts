import type { MusterBridge, AppliedEvent, OpenedLink, SyncStatus, ViewChanged } from './bridge.ts';

/** What the renderer may ask for, pinned by a test. Names and types only: the preload imports nothing else. */
export interface Calls {
  'app.info': MusterBridge['app']['info'];
  'session.current': MusterBridge['session']['current'];
  'session.signIn': MusterBridge['session']['signIn'];
  'session.enrol': MusterBridge['session']['enrol'];
  'session.acceptInvitation': MusterBridge['session']['acceptInvitation'];
  'session.signOut': MusterBridge['session']['signOut'];
  'command.run': MusterBridge['runCommand'];
  'view.feed': MusterBridge['view']['feed'];
  'view.broken': MusterBridge['view']['reportBroken'];
  'history.read': MusterBridge['history']['read'];
  'policies.dryRun': MusterBridge['policies']['dryRun'];
  'sync.status': MusterBridge['sync']['status'];
  'sync.now': MusterBridge['sync']['now'];
  'server.read': MusterBridge['server']['read'];
  'server.choose': MusterBridge['server']['choose'];
  'setAside.read': MusterBridge['setAside']['read'];
  'setAside.retry': MusterBridge['setAside']['retry'];
  'setAside.dismiss': MusterBridge['setAside']['dismiss'];
  'export.unsent': MusterBridge['files']['exportUnsent'];
  'window.ready': MusterBridge['window']['ready'];
}
export type CallName = keyof Calls;

/** What hosts push to the renderer. */
export interface Pushes {
  'view.changed': ViewChanged;
  'sync.changed': SyncStatus;
  'event.applied': AppliedEvent;
  'link.opened': OpenedLink;
}
export type PushName = keyof Pushes;

export const CALL_NAMES = [
  'app.info',
  'session.current',
  'session.signIn',
  'session.enrol',
  'session.acceptInvitation',
  'session.signOut',
  'command.run',
  'view.feed',
  'view.broken',
  'history.read',
  'policies.dryRun',
  'sync.status',
  'sync.now',
  'server.read',
  'server.choose',
  'setAside.read',
  'setAside.retry',
  'setAside.dismiss',
  'export.unsent',
  'window.ready',
] as const satisfies readonly CallName[];
export const PUSH_NAMES = ['view.changed', 'sync.changed', 'event.applied', 'link.opened'] as const satisfies readonly PushName[];

/** The calls the core itself answers; hosts answer the rest. */
export type CoreCallName = Exclude<
  CallName,
  'app.info' | 'view.broken' | 'server.read' | 'server.choose' | 'export.unsent' | 'window.ready'
>;
export type CorePushName = Exclude<PushName, 'link.opened'>;
