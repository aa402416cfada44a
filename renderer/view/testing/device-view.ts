import { openDevice, type Device } from '../../../shared/core/testing/open-device.ts';
import { FakeServer } from '../../../shared/core/testing/fake-server.ts';
import { RULEBOOK } from '../../../shared/domain/rulebook.ts';
import type { FeedRequest, MusterBridge } from '../../../shared/ipc/bridge.ts';
import { createBridge, toWire } from '../../../shared/ipc/bridge-client.ts';
import type { CallName, CoreCallName } from '../../../shared/ipc/channels.ts';
import { openView } from '../open-view.ts';
import type { View, ViewStatus } from '../view.ts';

/** A real core on a real SQLite file, signed in, with the view of a screen on top. */
export interface DeviceView {
  readonly device: Device;
  readonly server: FakeServer;
  readonly bridge: MusterBridge;
  readonly requests: FeedRequest[];
  /** Puts another core behind the same bridge, as when a damaged one was set aside and made anew. */
  switchTo(other: Device): void;
  open(profile?: string): Promise<View>;
}

export async function deviceView(): Promise<DeviceView> {
  const server = new FakeServer(RULEBOOK);
  const device = await openDevice({ network: server.network() });
  const requests: FeedRequest[] = [];
  const listeners = new Set<(push: { name: string; payload: unknown }) => void>();
  let current = device;
  const listen = (): (() => void) =>
    current.core.onPush((push) => {
      for (const listener of listeners) listener(push);
    });
  let unlisten = listen();
  const plain = createBridge({
    invoke: async (name, input) => {
      if (!isCoreCall(name)) return toWire(name, { ok: true, value: null });
      return toWire(name, await current.core.call(name, input as never));
    },
    on(name, listener) {
      const one = (push: { name: string; payload: unknown }): void => {
        if (push.name === name) listener(push.payload);
      };
      listeners.add(one);
      return () => void listeners.delete(one);
    },
  });
  const feed: MusterBridge['view']['feed'] = (request) => {
    requests.push(request);
    return plain.view.feed(request);
  };
  const bridge: MusterBridge = { ...plain, view: { ...plain.view, feed } };
  let opened = 0;
  return {
    device,
    server,
    bridge,
    requests,
    switchTo(other) {
      unlisten();
      current = other;
      unlisten = listen();
    },
    // Each in its own profile: RxDB keeps memory databases of one name apart only by name.
    open: (profile = `test-${(opened += 1)}`) => openView({ bridge, storage: 'memory', profile }),
  };
}

const isCoreCall = (name: CallName): name is CoreCallName => !['app.info', 'view.broken', 'export.unsent', 'window.ready'].includes(name);

/** Resolves once the status is such. */
export async function until(view: View, holds: (status: ViewStatus) => boolean): Promise<void> {
  if (holds(view.status.current())) return;
  await new Promise<void>((resolve) => {
    const stop = view.status.subscribe(() => {
      if (!holds(view.status.current())) return;
      stop();
      resolve();
    });
  });
}
