import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const packed = readdirSync(join(ROOT, 'electron'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /^(main|preload|core-host)\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'),
);

test('S30: the app updates itself from nowhere, so nothing unsigned, unencrypted or older can come in that way', () => {
  expect(packed.length).toBeGreaterThan(15);
  for (const path of packed) expect(textOf(join('electron', path)), path).not.toMatch(/autoUpdater|electron-updater|setFeedURL/);
  expect(textOf('electron-builder.yml')).toMatch(/^publish: null$/m);
  expect(textOf('package.json')).not.toContain('electron-updater');
});

test('S30: an installer of an older version cannot take the work along: uninstalling leaves the profile', () => {
  expect(textOf('electron-builder.yml')).toMatch(/^ {2}deleteAppDataOnUninstall: false$/m);
});

test('S31: one exact Electron is named, it is the one installed, and it is no older than the line this code was written for', () => {
  const { devDependencies, dependencies } = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>;
  const wanted = devDependencies?.['electron'] ?? '';
  expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Number(wanted.split('.')[0])).toBeGreaterThanOrEqual(45);
  expect(JSON.parse(textOf('node_modules/electron/package.json'))).toMatchObject({ version: wanted });
  const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version?: string; integrity?: string }> };
  expect(lock.packages['node_modules/electron']).toMatchObject({ version: wanted, integrity: expect.stringMatching(/^sha512-/) });
  // What is packed is bundled from exact versions, so that a check of the lock file is a check of the product.
  for (const version of Object.values(dependencies ?? {})) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});
