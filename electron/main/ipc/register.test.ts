import { expect, test, vi } from 'vitest';
import type { BridgeReply } from '../../../shared/ipc/bridge.ts';
import { CALL_NAMES, type CallName } from '../../../shared/ipc/channels.ts';
import { answerCall, registerCalls, type CallHandlers } from './register.ts';
import { checkSender, type SenderEvent } from './sender.ts';

const ours: SenderEvent = { senderFrame: { url: 'muster://app/index.html', parent: null }, sender: { id: 7 } };
const isOurs = (id: number): boolean => id === 7;

function options(handler: (input: unknown) => Promise<BridgeReply<unknown>>, deadlineMs = 1000) {
  const handlers = Object.fromEntries(CALL_NAMES.map((name) => [name, handler])) as unknown as CallHandlers;
  return { handlers, isOurs, log: vi.fn(), checkOutput: true, deadlineMs };
}
const fine = (): Promise<BridgeReply<unknown>> => Promise.resolve({ ok: true, value: null });

const STRANGERS: readonly (readonly [string, SenderEvent, string])[] = [
  ['no frame', { ...ours, senderFrame: null }, 'ipc.no_frame'],
  ['a frame inside the page', { ...ours, senderFrame: { url: 'muster://app/index.html', parent: {} } }, 'ipc.subframe'],
  ['an empty address', { ...ours, senderFrame: { url: '', parent: null } }, 'ipc.foreign_origin'],
  ['about:blank', { ...ours, senderFrame: { url: 'about:blank', parent: null } }, 'ipc.foreign_origin'],
  ['a sibling host', { ...ours, senderFrame: { url: 'muster://app2/index.html', parent: null } }, 'ipc.foreign_origin'],
  ['our scheme in a query', { ...ours, senderFrame: { url: 'https://evil.example/?muster://app/', parent: null } }, 'ipc.foreign_origin'],
  [
    'our scheme as a user name',
    { ...ours, senderFrame: { url: 'https://muster%3A%2F%2Fapp@evil.example/', parent: null } },
    'ipc.foreign_origin',
  ],
  ['a port on our host', { ...ours, senderFrame: { url: 'muster://app:81/', parent: null } }, 'ipc.foreign_origin'],
  ['a file', { ...ours, senderFrame: { url: 'file:///muster://app/', parent: null } }, 'ipc.foreign_origin'],
  ['a window main did not make', { ...ours, sender: { id: 8 } }, 'ipc.foreign_window'],
];

for (const [who, event, code] of STRANGERS) {
  test(`S5: a call from ${who} is refused before its handler runs`, async () => {
    const handler = vi.fn(fine);
    expect(checkSender(event, isOurs)).toBe(code);
    expect(await answerCall('sync.now', event, null, options(handler))).toMatchObject({ ok: false, error: { kind: 'forbidden', code } });
    expect(handler).not.toHaveBeenCalled();
  });
}

for (const name of CALL_NAMES) {
  test(`S6: ${name} refuses a bad and an oversized input before its handler runs`, async () => {
    const handler = vi.fn(fine);
    expect(await answerCall(name, ours, { surprise: true }, options(handler))).toMatchObject({
      ok: false,
      error: { code: 'ipc.bad_input' },
    });
    expect(await answerCall(name, ours, { filler: 'x'.repeat(300_000) }, options(handler))).toMatchObject({
      error: { code: 'ipc.too_large' },
    });
    expect(handler).not.toHaveBeenCalled();
  });
}

test('every channel gets a handler', () => {
  const seen: string[] = [];
  registerCalls({ ...options(fine), ipcMain: { handle: (name) => void seen.push(name) } });
  expect(seen.sort()).toEqual([...CALL_NAMES].sort());
});

test('a handler that throws becomes a code, and its message stays here', async () => {
  const given = options(() => Promise.reject(new Error('secret detail')));
  const reply = await answerCall('sync.now', ours, null, given);
  expect(reply).toMatchObject({ ok: false, error: { kind: 'internal', code: 'ipc.handler_failed' } });
  expect(JSON.stringify(reply)).not.toContain('secret detail');
});

test('a handler that never answers is cut off by the deadline', async () => {
  expect(
    await answerCall(
      'sync.now',
      ours,
      null,
      options(() => new Promise(() => undefined), 20),
    ),
  ).toMatchObject({
    ok: false,
    error: { kind: 'busy', code: 'ipc.deadline' },
  });
});

test('in development an answer that breaks its own channel is reported instead of delivered', async () => {
  const wrong = (): Promise<BridgeReply<unknown>> => Promise.resolve({ ok: true, value: { version: 1 } });
  for (const name of ['app.info', 'sync.now', 'command.run'] as const satisfies readonly CallName[]) {
    const input = name === 'command.run' ? { commandId: '0198f1a0-0000-7000-8000-000000000001', name: 'a.b', input: null } : null;
    expect(await answerCall(name, ours, input, options(wrong)), name).toMatchObject({ ok: false, error: { code: 'ipc.bad_output' } });
  }
  expect(await answerCall('sync.now', ours, null, options(fine))).toEqual({ ok: true, value: null });
});
