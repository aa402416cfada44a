import { expect, test } from 'vitest';
import { BridgeFault, bridgeError, createBridge, toWire } from './bridge-client.ts';
import { CALL_NAMES, PUSH_NAMES, type CallName, type PushName } from './channels.ts';

function recorder(answer: (name: CallName) => unknown) {
  const calls: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<PushName, (payload: unknown) => void>();
  const bridge = createBridge({
    invoke: (name, input) => {
      calls.push({ name, input });
      return Promise.resolve(answer(name));
    },
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => void listeners.delete(name);
    },
  });
  return { bridge, calls, listeners };
}

test('every channel is reached by exactly one method and its input travels unchanged', async () => {
  const { bridge, calls } = recorder((name) => toWire(name, name.includes('.') ? { ok: true, value: null } : null));
  await bridge.app.info();
  await bridge.session.current();
  await bridge.session.signIn({ email: 'e', password: 'p' });
  await bridge.session.enrol({ code: 'c' });
  await bridge.session.acceptInvitation({ token: 't', name: 'n', password: 'p' });
  await bridge.session.signOut({ leaveUnsent: true });
  await bridge.runCommand({ commandId: 'i', name: 'a.b', input: 1 });
  await bridge.view.feed({ generation: '', afterRev: 0, limit: 1 });
  await bridge.view.reportBroken({ message: 'm' });
  await bridge.history.read({ about: null, before: null, limit: 1 });
  await bridge.policies.dryRun({ runId: 'r', policyId: 'p', from: 'f', to: 't', stop: false });
  await bridge.sync.status();
  await bridge.sync.now();
  await bridge.server.read();
  await bridge.server.choose({ address: 'a', leaveUnsent: false });
  await bridge.setAside.read();
  await bridge.setAside.retry({ txnId: 't' });
  await bridge.setAside.dismiss({ txnId: 't' });
  await bridge.files.exportUnsent();
  await bridge.window.ready();
  expect(calls.map((call) => call.name).sort()).toEqual([...CALL_NAMES].sort());
  expect(calls.find((call) => call.name === 'session.signOut')?.input).toEqual({ leaveUnsent: true });
});

test('plain calls are unwrapped, replies are handed through, and a refused plain call throws its code', async () => {
  const good = recorder((name) => toWire(name, name === 'sync.now' ? { ok: true, value: null } : { version: '1' }));
  expect(await good.bridge.app.info()).toEqual({ version: '1' });
  expect(await good.bridge.sync.now()).toEqual({ ok: true, value: null });
  const refusing = recorder(() => bridgeError('forbidden', 'ipc.foreign_sender'));
  expect(await refusing.bridge.sync.now()).toMatchObject({ ok: false, error: { code: 'ipc.foreign_sender' } });
  await expect(refusing.bridge.app.info()).rejects.toThrow(BridgeFault);
  await expect(refusing.bridge.app.info()).rejects.toThrow('ipc.foreign_sender');
});

test('an answer that is no reply becomes an internal error instead of undefined', async () => {
  const { bridge } = recorder(() => undefined);
  expect(await bridge.sync.now()).toMatchObject({ ok: false, error: { kind: 'internal' } });
});

test('subscriptions pass the payload only and stop when asked', () => {
  const { bridge, listeners } = recorder(() => null);
  const seen: unknown[][] = [];
  const stops = [bridge.onViewChanged, bridge.onSyncChanged, bridge.onEvent, bridge.onLinkOpened].map((subscribe) =>
    subscribe((...args: unknown[]) => void seen.push(args)),
  );
  expect([...listeners.keys()].sort()).toEqual([...PUSH_NAMES].sort());
  listeners.get('link.opened')?.({ collection: 'bookings', id: 'x' });
  expect(seen).toEqual([[{ collection: 'bookings', id: 'x' }]]);
  for (const stop of stops) stop();
  expect(listeners.size).toBe(0);
});

test('S3: the bridge and each of its parts is frozen', () => {
  const { bridge } = recorder(() => null);
  expect(Object.isFrozen(bridge)).toBe(true);
  for (const part of Object.values(bridge)) if (typeof part === 'object') expect(Object.isFrozen(part)).toBe(true);
});
