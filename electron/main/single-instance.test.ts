import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { becomeOnlyInstance, type InstanceApp } from './single-instance.ts';

function launched(locked: boolean) {
  const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => locked });
  const handlers = { focus: vi.fn(), openLink: vi.fn() };
  return { app, handlers, isOnly: becomeOnlyInstance(app as unknown as InstanceApp, handlers) };
}

test('S21: the second process of a profile steps back and listens to nothing', () => {
  const { app, isOnly } = launched(false);
  expect(isOnly).toBe(false);
  expect(app.eventNames()).toEqual([]);
});

test('S21: a second launch brings the window forward and hands over its link only', () => {
  const { app, handlers, isOnly } = launched(true);
  expect(isOnly).toBe(true);
  app.emit('second-instance', {}, ['muster', '--server=http://evil', 'muster-link:open/kit/1', 'muster-link:open/kit/2']);
  expect(handlers.focus).toHaveBeenCalledOnce();
  expect(handlers.openLink.mock.calls).toEqual([['muster-link:open/kit/1']]);
  app.emit('second-instance', {}, ['muster']);
  expect(handlers.openLink).toHaveBeenCalledOnce();
});

test('S20: a link opened through the system is handed over too', () => {
  const { app, handlers } = launched(true);
  const preventDefault = vi.fn();
  app.emit('open-url', { preventDefault }, 'muster-link:open/kit/3');
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(handlers.openLink.mock.calls).toEqual([['muster-link:open/kit/3']]);
});
