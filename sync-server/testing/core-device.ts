import { WebSocket } from 'ws';
import { NetworkFault, type Network } from '../../shared/core/ports.ts';
import { openDevice, type Device, type DeviceSetup } from '../../shared/core/testing/open-device.ts';
import type { SyncStatus } from '../../shared/ipc/bridge.ts';
import type { DomainEvent } from '../../shared/domain/kernel/event.ts';
import type { World } from './world.ts';

/** What happens to events on their way out: a test's stand-in for an app that writes what this server cannot take. */
export type Spoil = (event: DomainEvent) => unknown;

export interface CoreNetwork extends Network {
  goOffline(): void;
  goOnline(): void;
}

/** A core's network over real HTTP and a real WebSocket. */
export function realNetwork(url: string, spoil: Spoil = (event) => event): CoreNetwork {
  const listeners = new Set<(online: boolean) => void>();
  const sockets = new Set<WebSocket>();
  let online = true;
  const turn = (value: boolean): void => {
    online = value;
    if (!value) for (const socket of sockets) socket.terminate();
    for (const listener of listeners) listener(value);
  };
  return {
    goOffline: () => turn(false),
    goOnline: () => turn(true),
    onOnlineChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: async ({ method, path, body, token, timeoutMs }) => {
      if (!online) throw new NetworkFault('offline');
      try {
        const response = await fetch(new URL(path, url), {
          method,
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(path === '/v1/sync/push' ? spoiled(body, spoil) : body) }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await response.text();
        return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: Object.fromEntries(response.headers) };
      } catch (error) {
        throw new NetworkFault('no answer', { cause: error });
      }
    },
    openStream: ({ path, token }, handlers) => {
      const socket = new WebSocket(new URL(path, url.replace(/^http/, 'ws')), ['muster.v1', `bearer.${token}`]);
      sockets.add(socket);
      socket.on('open', () => (online ? handlers.opened() : socket.terminate()));
      socket.on('message', (data) => handlers.message(String(data)));
      socket.on('error', () => undefined);
      socket.on('close', (code, reason) => {
        sockets.delete(socket);
        handlers.closed({ code, reason: String(reason) });
      });
      return {
        send: (text) => {
          if (socket.readyState !== WebSocket.OPEN) return;
          const frame = JSON.parse(text) as { kind: string; batch?: object };
          socket.send(frame.kind === 'push' ? JSON.stringify({ ...frame, batch: spoiled(frame.batch, spoil) }) : text);
        },
        close: () => socket.close(),
      };
    },
  };
}

function spoiled(batch: unknown, spoil: Spoil): unknown {
  const { events, ...rest } = batch as { readonly events: readonly DomainEvent[] };
  return { ...rest, events: events.map(spoil) };
}

export interface CoreDevice extends Device {
  readonly network: CoreNetwork;
  status(): Promise<SyncStatus>;
}

/** The product's own core, signed in to a real server as a member. */
export async function openCoreDevice(
  world: World,
  memberId: string,
  setup: DeviceSetup & { readonly spoil?: Spoil } = {},
): Promise<CoreDevice> {
  const network = realNetwork(world.server.url, setup.spoil);
  const device = await openDevice({ ...setup, network });
  const reply = await device.core.call('session.enrol', { code: await world.server.admin.createEnrolCode(memberId) });
  if (!reply.ok) throw new Error(`enrolment was refused: ${reply.error.code}`);
  return { ...device, network, status: () => device.core.call('sync.status', undefined) };
}
