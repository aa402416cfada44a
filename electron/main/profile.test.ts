import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { DEFAULT_SERVER_URL, PACKAGED_SERVER_URL, parseLaunchOptions } from './launch-options.ts';
import { openProfile, rememberServer } from './profile.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'muster-profile-')), 'profiles', 'default');
});
const plain = parseLaunchOptions([], false);

test('a profile remembers its server', () => {
  expect(openProfile(folder, plain, false).serverUrl).toBe(DEFAULT_SERVER_URL);
  expect(openProfile(folder, parseLaunchOptions(['--server=https://muster.example/'], false), false).serverUrl).toBe(
    'https://muster.example',
  );
  expect(openProfile(folder, plain, false)).toMatchObject({
    serverUrl: 'https://muster.example',
    databaseFile: join(folder, 'core.sqlite'),
  });
});

test('a server nobody named is only a guess; one that was chosen is known at the next start', () => {
  expect(openProfile(folder, plain, true).isServerKnown).toBe(false);
  rememberServer(folder, 'https://muster.example');
  expect(openProfile(folder, plain, true)).toMatchObject({ serverUrl: 'https://muster.example', isServerKnown: true });
});

test('S17: a remembered address is checked again, so that a trial cannot weaken a packaged app', () => {
  openProfile(folder, parseLaunchOptions(['--server=http://127.0.0.1:9'], false), false);
  expect(openProfile(folder, plain, true).serverUrl).toBe(PACKAGED_SERVER_URL);
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ serverUrl: 'http://evil.example' }));
  expect(openProfile(folder, plain, false).serverUrl).toBe(DEFAULT_SERVER_URL);
});

test('settings that cannot be read are left alone, and the profile opens', () => {
  openProfile(folder, plain, false);
  writeFileSync(join(folder, 'settings.json'), '{ broken');
  expect(openProfile(folder, plain, false).serverUrl).toBe(DEFAULT_SERVER_URL);
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{ broken');
});
