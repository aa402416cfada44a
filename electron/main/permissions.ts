import type { Session } from 'electron';
import { isOurUrl } from './origin.ts';

export type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

/** Everything Electron may ask for, each answered by name: a permission of a newer Electron does not compile unanswered. */
export const PERMISSIONS = {
  'clipboard-sanitized-write': true,
  notifications: true,
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  media: false,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': false,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
  unknown: false,
} as const satisfies Readonly<Record<Permission, boolean>>;

/** Whether a page may have a permission: only ours, and only what is on the list. */
export function isPermitted(permission: string, requestingUrl: string): boolean {
  const answers: Readonly<Record<string, boolean>> = PERMISSIONS;
  return Object.hasOwn(answers, permission) && answers[permission] === true && isOurUrl(requestingUrl);
}

/** The part of Electron's session this file needs. */
export type LockableSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setBluetoothPairingHandler'
  | 'setUSBProtectedClassesHandler'
  | 'on'
>;

/** Answers every permission and device question of a session with the list above (S13, S14), and refuses downloads (S15). */
export function lockPermissions(session: LockableSession): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isPermitted(permission, 'requestingUrl' in details ? (details.requestingUrl ?? '') : '')),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => isPermitted(permission, requestingOrigin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  // Exports are written by main itself, so no page ever needs a download.
  session.on('will-download', (event) => event.preventDefault());
}
