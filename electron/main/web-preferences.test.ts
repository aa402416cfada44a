import { expect, test } from 'vitest';
import { assertSecureWebPreferences, secureWebPreferences } from './web-preferences.ts';

const good = secureWebPreferences('/opt/muster/preload.cjs', false);

test('S1: the preferences our windows use pass the guard', () => {
  expect(() => assertSecureWebPreferences(good)).not.toThrow();
  expect(good).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, webSecurity: true });
});

for (const [name, value] of Object.entries(good)) {
  if (typeof value !== 'boolean' || name === 'devTools') continue;
  test(`S1: the guard throws when ${name} is turned round or left out`, () => {
    expect(() => assertSecureWebPreferences({ ...good, [name]: !value })).toThrow(name);
    const { [name as 'sandbox']: _left, ...without } = good;
    expect(() => assertSecureWebPreferences(without)).toThrow(name);
  });
}

test('S1: features that nobody asked for are refused by name', () => {
  for (const extra of [
    { enableBlinkFeatures: 'X' },
    { additionalArguments: ['--x'] },
    { partition: 'persist:x' },
    { nodeIntegrationInWorkers: false },
  ]) {
    expect(() => assertSecureWebPreferences({ ...good, ...extra })).toThrow(Object.keys(extra)[0]);
  }
});

test('S1: the preload is an absolute path of a bundled script', () => {
  for (const preload of [undefined, 'preload.cjs', '/opt/preload.js', 'https://example.com/preload.cjs']) {
    expect(() => assertSecureWebPreferences({ ...good, preload } as typeof good)).toThrow('preload');
  }
});
