import { expect, test, vi } from 'vitest';
import type { Core } from '../../shared/core/open-core.ts';
import { createCoreHost, type HostPorts } from './host.ts';
import type { FromCore } from './messages.ts';

const PLACE = { kind: 'open', databaseFile: '/p/core.sqlite', serverUrl: 'https://muster.example', deviceName: 'Desk' };

function host(open: HostPorts['openCore']) {
  const posted: FromCore[] = [];
  const exit = vi.fn();
  const setOnline = vi.fn();
  const receive = createCoreHost({ post: (message) => void posted.push(message), openCore: open, setOnline, exit });
  return { posted, exit, setOnline, receive };
}

/** The part of a core that the host touches, with the answers of this test. */
function coreWith(parts: Partial<Pick<Core, 'call' | 'exportUnsent' | 'close'>>): Core {
  return { onPush: () => () => undefined, close: () => Promise.resolve(), ...parts } as unknown as Core;
}

test('calls reach the core with parsed input, and answers and faults carry the number of their call', async () => {
  const seen: unknown[] = [];
  const core = coreWith({
    call: ((name: string, input: unknown) => {
      seen.push([name, input]);
      if (name === 'sync.now') throw new Error('broken invariant');
      return Promise.resolve({ ok: true, value: null });
    }) as Core['call'],
  });
  const { posted, receive } = host(() => Promise.resolve(core));
  receive(PLACE);
  await vi.waitFor(() => expect(posted).toEqual([{ kind: 'ready' }]));
  receive({ kind: 'call', id: 1, name: 'session.signOut', input: { leaveUnsent: true } });
  receive({ kind: 'call', id: 2, name: 'sync.now', input: null });
  receive({ kind: 'call', id: 3, name: 'session.signOut', input: { leaveUnsent: 'yes' } });
  await vi.waitFor(() => expect(posted).toHaveLength(4));
  expect(posted).toEqual(
    expect.arrayContaining([
      { kind: 'answer', id: 1, result: { ok: true, value: null } },
      { kind: 'fault', id: 2, message: 'broken invariant' },
      { kind: 'fault', id: 3, message: 'ipc.bad_input' },
    ]),
  );
  expect(seen).toEqual([
    ['session.signOut', { leaveUnsent: true }],
    ['sync.now', undefined],
  ]);
});

test('a database that cannot be opened is reported and ends the process', async () => {
  const { posted, exit, receive } = host(() => Promise.reject(new Error('written by a newer Muster')));
  receive(PLACE);
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1));
  expect(posted).toEqual([{ kind: 'failed', message: 'written by a newer Muster' }]);
});

test('the core gets its secret from main and never keeps a copy on disk', async () => {
  let read: Promise<string | null> | undefined;
  const { posted, receive } = host((_place, { secrets }) => {
    read = secrets.read();
    return Promise.resolve(coreWith({}));
  });
  receive(PLACE);
  expect(posted[0]).toEqual({ kind: 'secret', id: 1, action: 'read', secret: null });
  receive({ kind: 'secret', id: 1, secret: 'refresh' });
  expect(await read).toBe('refresh');
});

test('closing waits for the core before it says so and ends', async () => {
  let finish = (): void => undefined;
  const close = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const { posted, exit, receive } = host(() => Promise.resolve(coreWith({ close })));
  receive(PLACE);
  await vi.waitFor(() => expect(posted).toEqual([{ kind: 'ready' }]));
  receive({ kind: 'close' });
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(exit).not.toHaveBeenCalled();
  finish();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  expect(posted.at(-1)).toEqual({ kind: 'closed' });
});

test('messages the host does not know are logged and do nothing', () => {
  const { posted, receive } = host(() => Promise.resolve(coreWith({})));
  for (const odd of [
    null,
    'open',
    { kind: 'open' },
    { kind: 'call', id: 0, name: 'sync.now', input: null },
    { kind: 'call', id: 1, name: 'app.info', input: null },
  ]) {
    receive(odd);
  }
  expect(posted.map((message) => message.kind)).toEqual(['log', 'log', 'log', 'log', 'log']);
});
