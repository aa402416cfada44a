import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { manageLifecycle, type LifecycleApp, type PowerEvents } from './lifecycle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class App extends EventEmitter {
  readonly exited: number[] = [];
  quit(): void {
    this.emit('before-quit', { preventDefault: () => undefined });
  }
  exit(code: number): void {
    this.exited.push(code);
  }
}

function managed(flush: (capMs: number) => Promise<void>, platform: NodeJS.Platform = 'linux') {
  const app = new App();
  const power = new EventEmitter();
  const setOnline = vi.fn();
  const lifecycle = manageLifecycle({
    app: app as LifecycleApp,
    power: power as PowerEvents,
    flush,
    setOnline,
    random: () => 0.5,
    platform,
  });
  return { app, power, setOnline, lifecycle };
}

test('S27: quitting waits for the core and asks for a cap of two seconds', async () => {
  let finish = (): void => undefined;
  const flush = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const { app } = managed(flush);
  const preventDefault = vi.fn();
  app.emit('before-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(10);
  expect(app.exited).toEqual([]);
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(app.exited).toEqual([0]);
  expect(flush).toHaveBeenCalledExactlyOnceWith(2000);
});

test('S27: asking twice flushes once, and a failing flush still ends the app', async () => {
  const flush = vi.fn(() => Promise.reject(new Error('disk')));
  const { app, lifecycle } = managed(flush);
  app.quit();
  app.quit();
  await lifecycle.quitNow(1);
  expect(flush).toHaveBeenCalledOnce();
  expect(app.exited).toEqual([0]);
});

test('S27: suspend stops the network; resume starts it after a jitter; a second suspend wins', async () => {
  const { power, setOnline } = managed(() => Promise.resolve());
  power.emit('suspend');
  expect(setOnline.mock.calls).toEqual([[false]]);
  power.emit('resume');
  await vi.advanceTimersByTimeAsync(2499);
  expect(setOnline).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2);
  expect(setOnline.mock.calls.at(-1)).toEqual([true]);
  power.emit('resume');
  power.emit('suspend');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(setOnline.mock.calls.at(-1)).toEqual([false]);
});

test('S27: shutdown of the machine flushes', async () => {
  const { app, power } = managed(() => Promise.resolve());
  power.emit('shutdown');
  await vi.advanceTimersByTimeAsync(0);
  expect(app.exited).toEqual([0]);
});

test('closing the last window quits, except where apps outlive their windows', async () => {
  const linux = managed(() => Promise.resolve());
  linux.app.emit('window-all-closed');
  const mac = managed(() => Promise.resolve(), 'darwin');
  mac.app.emit('window-all-closed');
  await vi.advanceTimersByTimeAsync(0);
  expect([linux.app.exited, mac.app.exited]).toEqual([[0], []]);
});
