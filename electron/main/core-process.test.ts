import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ToCore } from '../core-host/messages.ts';
import { CoreProcess, type CoreChild } from './core-process.ts';

class Child extends EventEmitter implements CoreChild {
  readonly got: ToCore[] = [];
  killed = false;
  postMessage(message: ToCore): void {
    this.got.push(message);
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
  calls(): Extract<ToCore, { kind: 'call' }>[] {
    return this.got.filter((message) => message.kind === 'call');
  }
  answer(index: number, result: unknown): void {
    this.emit('message', { kind: 'answer', id: this.calls()[index]?.id, result });
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started() {
  const children: Child[] = [];
  const onPush = vi.fn();
  const onFailed = vi.fn();
  const kept: (string | null)[] = ['kept'];
  const core = new CoreProcess({
    fork: () => {
      const child = new Child();
      children.push(child);
      return child;
    },
    open: { databaseFile: '/p/core.sqlite', serverUrl: 'https://muster.example', deviceName: 'Desk' },
    secrets: {
      read: () => Promise.resolve(kept[0] ?? null),
      write: (secret) => Promise.resolve(void (kept[0] = secret)),
      clear: () => Promise.resolve(void (kept[0] = null)),
    },
    onPush,
    onFailed,
    log: vi.fn(),
    callTimeoutMs: 1000,
  });
  core.start();
  const current = (): Child => children.at(-1) ?? new Child();
  return { core, children, current, onPush, onFailed, kept };
}

test('a call waits for the core to be ready and is answered in wire form', async () => {
  const { core, current } = started();
  expect(current().got[0]).toMatchObject({ kind: 'open', databaseFile: '/p/core.sqlite' });
  const plain = core.call('session.current', undefined);
  const reply = core.call('sync.now', undefined);
  expect(current().calls()).toEqual([]);
  current().emit('message', { kind: 'ready' });
  current().answer(0, null);
  current().answer(1, { ok: true, value: null });
  expect(await plain).toEqual({ ok: true, value: null });
  expect(await reply).toEqual({ ok: true, value: null });
});

test('a core that dies is started again; what it was doing is answered as unknown and never sent twice', async () => {
  const { core, children, current } = started();
  current().emit('message', { kind: 'ready' });
  const inFlight = core.call('sync.now', undefined);
  current().emit('exit', 1);
  expect(await inFlight).toMatchObject({ ok: false, error: { kind: 'busy', code: 'core.restarted' } });
  const waiting = core.call('sync.status', undefined);
  await vi.advanceTimersByTimeAsync(150);
  expect(children).toHaveLength(2);
  current().emit('message', { kind: 'ready' });
  expect(
    current()
      .calls()
      .map((call) => call.name),
  ).toEqual(['sync.status']);
  current().answer(0, { phase: 'offline' });
  expect(await waiting).toEqual({ ok: true, value: { phase: 'offline' } });
});

test('a core that is told another server closes its database first and is started at once, without counting as a failure', async () => {
  const { core, children, current } = started();
  current().emit('message', { kind: 'ready' });
  core.moveTo('https://other.example');
  expect(current().got.at(-1)).toEqual({ kind: 'close' });
  const waiting = core.call('session.current', undefined);
  current().emit('message', { kind: 'closed' });
  current().emit('exit', 0);
  expect(children).toHaveLength(2);
  expect(current().got[0]).toMatchObject({ kind: 'open', serverUrl: 'https://other.example', databaseFile: '/p/core.sqlite' });
  current().emit('message', { kind: 'ready' });
  current().answer(0, null);
  expect(await waiting).toEqual({ ok: true, value: null });
});

test('a core that keeps dying is started ever more slowly', async () => {
  const { children, current } = started();
  const gaps: number[] = [];
  for (let crash = 0; crash < 5; crash += 1) {
    const before = children.length;
    current().emit('exit', 1);
    let waited = 0;
    while (children.length === before) {
      await vi.advanceTimersByTimeAsync(50);
      waited += 50;
    }
    gaps.push(waited);
  }
  expect(gaps).toEqual([100, 500, 2000, 10_000, 10_000]);
});

test('a call that is never answered meets its deadline, and its late answer changes nothing', async () => {
  const { core, current } = started();
  current().emit('message', { kind: 'ready' });
  const call = core.call('sync.now', undefined);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await call).toMatchObject({ ok: false, error: { code: 'core.deadline' } });
  current().answer(0, { ok: true, value: null });
});

test('pushes reach the window, and messages that main does not know are dropped', () => {
  const { current, onPush } = started();
  for (const odd of [
    null,
    7,
    { kind: 'push', name: 'link.opened', payload: {} },
    { kind: 'eval', code: '1' },
    { kind: 'answer', id: 'x' },
  ]) {
    current().emit('message', odd);
  }
  expect(onPush).not.toHaveBeenCalled();
  current().emit('message', { kind: 'push', name: 'view.changed', payload: { generation: 'g', headRev: 1 } });
  expect(onPush).toHaveBeenCalledExactlyOnceWith('view.changed', { generation: 'g', headRev: 1 });
});

test('the secret is kept by main and handed to the core when it asks', async () => {
  const { current, kept } = started();
  current().emit('message', { kind: 'secret', id: 1, action: 'read', secret: null });
  current().emit('message', { kind: 'secret', id: 2, action: 'write', secret: 'new' });
  await vi.advanceTimersByTimeAsync(0);
  expect(current().got.filter((message) => message.kind === 'secret')).toEqual([
    { kind: 'secret', id: 1, secret: 'kept' },
    { kind: 'secret', id: 2, secret: null },
  ]);
  expect(kept[0]).toBe('new');
  current().emit('message', { kind: 'secret', id: 3, action: 'clear', secret: null });
  await vi.advanceTimersByTimeAsync(0);
  expect(kept[0]).toBeNull();
});

test('S27: stopping waits until the core has closed, at most for the cap, and then takes no more calls', async () => {
  const { core, current, children } = started();
  current().emit('message', { kind: 'ready' });
  const stopped = vi.fn();
  void core.stop(2000).then(stopped);
  await vi.advanceTimersByTimeAsync(500);
  expect(stopped).not.toHaveBeenCalled();
  expect(current().got.at(-1)).toEqual({ kind: 'close' });
  current().emit('message', { kind: 'closed' });
  await vi.advanceTimersByTimeAsync(0);
  expect(stopped).toHaveBeenCalledOnce();
  expect(current().killed).toBe(true);
  expect(await core.call('sync.now', undefined)).toMatchObject({ ok: false, error: { code: 'core.stopped' } });
  current().emit('exit', 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(children).toHaveLength(1);

  const slow = started();
  const capped = vi.fn();
  void slow.core.stop(2000).then(capped);
  await vi.advanceTimersByTimeAsync(1999);
  expect(capped).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(capped).toHaveBeenCalledOnce();
});

test('a database that cannot be opened is told to the person', () => {
  const { current, onFailed } = started();
  current().emit('message', { kind: 'failed', message: 'written by a newer Muster' });
  expect(onFailed).toHaveBeenCalledWith('written by a newer Muster');
});
