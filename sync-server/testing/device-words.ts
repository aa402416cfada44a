import { newId } from '../sequencer/server-events.ts';
import type { TestDevice } from './device.ts';
import { bookingCreated, noteAdded } from './events.ts';
import type { World } from './world.ts';

/** A message of a session as it went over the wire. */
export interface Message {
  readonly path: string;
  readonly text: string;
}

/** What a device says in a session, as JSON texts. Taken anew whenever something was accepted, so that its numbers go on. */
export function wordsOf(device: TestDevice, world: World): { readonly requests: readonly Message[]; readonly frames: readonly string[] } {
  const bookingId = newId(Date.now());
  const batch = device.batch([...device.write([bookingCreated(world.siteId, bookingId)])]);
  const several = device.batch([...device.write([bookingCreated(world.siteId, bookingId), noteAdded(bookingId, 'Bring chalk')])]);
  const hello = {
    protocol: 1,
    catalogVersion: 1,
    rulesVersion: 1,
    deviceId: device.session.deviceId,
    epoch: device.epoch,
    cursor: 3,
    scopeVersion: 0,
    clientTime: new Date().toISOString(),
  };
  const setAside = {
    epoch: device.epoch,
    deviceId: device.session.deviceId,
    firstDeviceSeq: device.lastDeviceSeq + 1,
    count: 1,
  };
  const login = { email: 'olga@example.org', password: 'not the password', device: { deviceId: newId(Date.now()), name: 'Laptop' } };
  return {
    requests: [
      { path: '/v1/sync/hello', text: JSON.stringify(hello) },
      { path: '/v1/sync/push', text: JSON.stringify(batch) },
      { path: '/v1/sync/push', text: JSON.stringify(several) },
      { path: '/v1/sync/set-aside', text: JSON.stringify(setAside) },
      { path: '/v1/auth/enrol', text: JSON.stringify({ code: 'ABCD-EFGH', device: login.device }) },
      { path: '/v1/auth/refresh', text: JSON.stringify({ refreshToken: 'x'.repeat(43), deviceId: device.session.deviceId }) },
    ],
    frames: [
      { kind: 'subscribe', epoch: device.epoch, cursor: 2, credit: 2 },
      { kind: 'credit', pages: 1 },
      { kind: 'pong' },
      { kind: 'push', requestId: newId(Date.now()), batch },
      { kind: 'push', requestId: newId(Date.now()), batch: several },
    ].map((frame) => JSON.stringify(frame)),
  };
}
