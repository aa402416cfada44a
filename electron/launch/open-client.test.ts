import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasDisplay } from './open-client.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-open-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the client in a process of its own, where Electron's program is not there and cannot be fetched. */
async function opened(environment: NodeJS.ProcessEnv, isHeadless = false): Promise<readonly string[]> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const program = `
    import { openClient } from ${JSON.stringify(new URL('open-client.ts', import.meta.url).href)};
    const request = { serverUrl: 'http://127.0.0.1:4600/', profile: 'staff', enrolCode: 'a code', profilesDir: ${JSON.stringify(folder)} };
    const client = await openClient(request, (text) => console.log(text), ${isHeadless});
    await client?.closed;`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: {
      ...rest,
      ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nothing'),
      // nobody listens there, so that the download fails at once
      ELECTRON_MIRROR: 'http://127.0.0.1:9/',
      ...environment,
    },
  });
  return stdout.trim().split('\n');
}

const ADDRESS = 'http://127.0.0.1:4600/?profile=staff#enrol=a%20code';
const NO_ELECTRON =
  'Electron\'s program is not here; the client runs in a browser instead. "npx install-electron" downloads it for next time.';

test('without Electron and without a display, it says what is missing with the remedy, and the address', async () => {
  expect(await opened({})).toEqual([NO_ELECTRON, `No display here. Open the client at ${ADDRESS}`]);
});

test('where no window is wanted, only the address is said', async () => {
  expect(await opened({ DISPLAY: ':99' }, true)).toEqual([`Open the client at ${ADDRESS}`]);
});

test('without Electron it opens the browser with the address and a folder of its own for the device', async () => {
  const browser = join(folder, 'browser');
  const asked = join(folder, 'asked');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > ${asked}\n`);
  chmodSync(browser, 0o755);
  expect(await opened({ DISPLAY: ':99', MUSTER_CHROMIUM: browser })).toEqual(['downloading Electron once (about 120 MB)', NO_ELECTRON]);
  const args = readFileSync(asked, 'utf8').split('\n');
  expect(args).toContain(`--app=${ADDRESS}`);
  expect(args).toContain(`--user-data-dir=${join(folder, 'staff-browser')}`);
  expect(existsSync(join(folder, 'staff-browser'))).toBe(true);
});

test.each([
  [{}, 'linux', false],
  [{ DISPLAY: '' }, 'linux', false],
  [{ DISPLAY: ':0' }, 'linux', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
  [{}, 'darwin', true],
  [{}, 'win32', true],
] as const)('with %o on %s a window can appear: %s', (environment, platform, expected) => {
  expect(hasDisplay(environment, platform)).toBe(expected);
});
