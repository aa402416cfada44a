import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import { PERMISSIONS, isPermitted, lockPermissions, type LockableSession } from './permissions.ts';

type Handler = (...args: never[]) => unknown;

class Session extends EventEmitter {
  readonly handlers: Record<string, Handler> = {};
  constructor() {
    super();
    for (const name of [
      'PermissionRequest',
      'PermissionCheck',
      'DevicePermission',
      'DisplayMediaRequest',
      'BluetoothPairing',
      'USBProtectedClasses',
    ]) {
      Object.assign(this, { [`set${name}Handler`]: (handler: Handler) => (this.handlers[name] = handler) });
    }
  }
}

function locked() {
  const session = new Session();
  lockPermissions(session as unknown as LockableSession);
  const call = (name: string, ...args: unknown[]): unknown => (session.handlers[name] as (...values: unknown[]) => unknown)(...args);
  return { session, call };
}

test('S13: the list names every permission of the installed Electron', () => {
  const types = readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');
  const union = /setPermissionCheckHandler\(handler: \(\(webContents: [^,]+, permission: ([^,]+),/.exec(types)?.[1] ?? '';
  const names = [...union.matchAll(/'([^']+)'/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(30);
  expect(Object.keys(PERMISSIONS).sort()).toEqual(names.sort());
});

test('S13: our page may write the clipboard and notify, and nothing else; other pages may nothing', () => {
  const { call } = locked();
  for (const permission of [...Object.keys(PERMISSIONS), 'a-permission-of-tomorrow', 'constructor', '__proto__']) {
    const expected = permission === 'clipboard-sanitized-write' || permission === 'notifications';
    const answer = vi.fn();
    call('PermissionRequest', null, permission, answer, { requestingUrl: 'muster://app/index.html', isMainFrame: true });
    expect(answer.mock.calls, permission).toEqual([[expected]]);
    expect(call('PermissionCheck', null, permission, 'muster://app/'), permission).toBe(expected);
    expect(isPermitted(permission, 'https://evil.example/?muster://app/'), permission).toBe(false);
    expect(isPermitted(permission, ''), permission).toBe(false);
  }
});

test('S14: every device is denied', () => {
  const { session, call } = locked();
  expect(call('DevicePermission', {})).toBe(false);
  const display = vi.fn();
  call('DisplayMediaRequest', {}, display);
  expect(display).toHaveBeenCalledWith(null);
  const pairing = vi.fn();
  call('BluetoothPairing', {}, pairing);
  expect(pairing).toHaveBeenCalledWith({ confirmed: false });
  expect(call('USBProtectedClasses', { protectedClasses: ['audio', 'hid'] })).toEqual(['audio', 'hid']);
  for (const [event, before] of [
    ['select-hid-device', [{}]],
    ['select-serial-port', [[], {}]],
    ['select-usb-device', [{}]],
  ] as const) {
    const preventDefault = vi.fn();
    const choose = vi.fn();
    session.emit(event, { preventDefault }, ...before, choose);
    expect(preventDefault, event).toHaveBeenCalledOnce();
    expect(choose.mock.calls.flat().filter(Boolean), event).toEqual([]);
    expect(choose, event).toHaveBeenCalledOnce();
  }
});

test('S15: downloads are refused', () => {
  const { session } = locked();
  const preventDefault = vi.fn();
  session.emit('will-download', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
