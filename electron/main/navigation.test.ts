import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createOutsideGate, lockNavigation, safeOutsideLink, type NavigatingContents } from './navigation.ts';

class Contents extends EventEmitter {
  opener: (details: { url: string }) => { action: 'deny' } = () => ({ action: 'deny' });
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void {
    this.opener = handler;
  }
}

function locked(openLink = vi.fn()) {
  const contents = new Contents();
  lockNavigation(contents as NavigatingContents, openLink);
  const isRefused = (event: string, url: string): boolean => {
    const preventDefault = vi.fn();
    contents.emit(event, { url, preventDefault });
    return preventDefault.mock.calls.length === 1;
  };
  return { contents, isRefused, openLink };
}

for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
  test(`S11: ${event} goes nowhere but to our own pages`, () => {
    const { isRefused } = locked();
    for (const url of ['muster://app/', 'muster://app/index.html?x=1#y']) expect(isRefused(event, url), url).toBe(false);
    for (const url of [
      'https://evil.example/',
      'https://evil.example/?muster://app/',
      'https://evil.example/#muster://app/',
      'muster://app.evil.example/',
      'muster://app2/',
      'muster://app:8080/',
      'muster://user@app/',
      'muster://',
      'muster:app/',
      'file:///etc/passwd',
      'data:text/html,x',
      'about:blank',
      'blob:muster://app/1',
      'javascript:alert(1)',
      'devtools://devtools/',
      'view-source:muster://app/',
      '',
      ' muster://app2/',
      'https:muster://app/',
    ]) {
      expect(isRefused(event, url), url).toBe(true);
    }
  });
}

test('S15: a webview never attaches', () => {
  const { contents } = locked();
  const preventDefault = vi.fn();
  contents.emit('will-attach-webview', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('S12: every window is denied and its address goes to the gate', () => {
  const { contents, openLink } = locked();
  expect(contents.opener({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  expect(openLink).toHaveBeenCalledWith('https://example.com/');
});

test('S12: only web and mail addresses leave, written again by the parser', () => {
  expect(safeOutsideLink('https://Example.com/a b?x="y"')).toBe('https://example.com/a%20b?x=%22y%22');
  expect(safeOutsideLink('http://example.com')).toBe('http://example.com/');
  expect(safeOutsideLink('mailto:ana@example.com?subject=Hi there')).toBe('mailto:ana@example.com?subject=Hi%20there');
  for (const bad of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'muster://app/',
    'muster-link:open/booking/1',
    'smb://host/share',
    'ms-msdt:/id',
    'https://u:p@example.com/',
    'mailto:a@b.c?attach=/etc/passwd',
    'mailto:a@b.c?Attachment=x',
    '\\\\host\\share',
    'example.com',
    '',
    `https://example.com/${'x'.repeat(3000)}`,
  ]) {
    expect(safeOutsideLink(bad), bad).toBeNull();
  }
});

test('S12: the gate opens good links, reports refused ones by protocol only, and survives a failing system', async () => {
  const open = vi.fn((address: string) => (address.includes('broken') ? Promise.reject(new Error('no handler')) : Promise.resolve()));
  const refused = vi.fn();
  const gate = createOutsideGate(open, refused);
  gate('https://example.com/?token=secret');
  gate('file:///home/ana/secret');
  gate('https://broken.example/');
  await vi.waitFor(() => expect(refused).toHaveBeenCalledTimes(2));
  expect(open.mock.calls.flat()).toEqual(['https://example.com/?token=secret', 'https://broken.example/']);
  expect(refused.mock.calls.flat()).toEqual(['file:', 'failed']);
});
