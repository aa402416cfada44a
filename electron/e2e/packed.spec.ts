import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { ELECTRON_CSP, metaCsp } from '../../shared/security/csp.ts';
import { launchApp } from './launch.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Electron's published marker, then version, length and one character per fuse: what packaging reads and writes. */
const FUSE_WIRE = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101001101')]);

/**
 * Packs the app with Electron's place taken by files that have its names and its fuses. It proves electron-builder.yml
 * and the archive; it proves nothing about Electron's own binary.
 */
async function pack(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-pack-'));
  const distribution = join(folder, 'electron');
  await mkdir(join(distribution, 'resources'), { recursive: true });
  await mkdir(join(distribution, 'locales'));
  await writeFile(join(distribution, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSE_WIRE, Buffer.alloc(64)]));
  await chmod(join(distribution, 'electron'), 0o755);
  const { version } = JSON.parse(await readFile(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8')) as {
    version: string;
  };
  await writeFile(join(distribution, 'version'), `v${version}`);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome_crashpad_handler', 'chrome-sandbox', 'locales/en-US.pak']) {
    await writeFile(join(distribution, name), '');
  }
  await run(
    process.execPath,
    [
      join(ROOT, 'node_modules/electron-builder/cli.js'),
      ...['--linux', 'dir', '--publish', 'never', `-c.electronDist=${distribution}`, `-c.directories.output=${join(folder, 'out')}`],
    ],
    { cwd: ROOT, timeout: 100_000 },
  );
  return join(folder, 'out', 'linux-unpacked');
}

test.describe('the packed app @both', () => {
  test.skip(process.platform !== 'linux', 'packing for other systems needs their own tools');
  let unpacked: string;
  let extracted: string;
  let files: string[];

  test.beforeAll(async () => {
    unpacked = await pack();
    const archive = join(unpacked, 'resources', 'app.asar');
    files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
    extracted = join(unpacked, 'extracted');
    extractAll(archive, extracted);
  });
  test.afterAll(() => rm(resolve(unpacked, '../..'), { recursive: true, force: true }));

  test('S28: every fuse stands as the product needs it', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'muster'));
    // A fuse is written as the character 0 or 1.
    const [DISABLE, ENABLE] = [0x30, 0x31];
    expect(
      [
        FuseV1Options.RunAsNode,
        FuseV1Options.EnableCookieEncryption,
        FuseV1Options.EnableNodeOptionsEnvironmentVariable,
        FuseV1Options.EnableNodeCliInspectArguments,
        FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
        FuseV1Options.OnlyLoadAppFromAsar,
        FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
        FuseV1Options.GrantFileProtocolExtraPrivileges,
      ].map((fuse) => wire[fuse]),
    ).toEqual([DISABLE, ENABLE, DISABLE, DISABLE, ENABLE, ENABLE, DISABLE, DISABLE]);
  });

  test('S29, S32: the archive holds the build and nothing else', async () => {
    expect(files.filter((file) => !/^\/(package\.json|dist(\/(main|preload|core|renderer-electron)(\/.*)?)?)$/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(map|ts|tsx|env|sqlite|md)$|node_modules|\.test\.|\.spec\./.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        '/dist/main/main.js',
        '/dist/preload/preload.cjs',
        '/dist/core/core.js',
        '/dist/renderer-electron/index.html',
      ]),
    );
    for (const file of files.filter((name) => /\.(js|cjs|html)$/.test(name))) {
      const text = await readFile(join(extracted, file), 'utf8');
      expect(
        text.match(
          /unsafe-inline|(?<!wasm-)unsafe-eval|sourceMappingURL=|localhost:5173|@vite\/client|remote-debugging-port|MUSTER_STAND_IN|__playwright/,
        )?.[0],
        file,
      ).toBeUndefined();
    }
  });

  test('S9: the page in the archive starts, with one and the same policy as header, tag and constant, and breaks it nowhere', async () => {
    const host = await launchApp({ appPath: join(extracted, 'dist', 'main', 'main.js'), env: { MUSTER_STAND_IN_PACKAGED: '1' } });
    await expect(host.page.getByRole('heading', { name: 'Where is your server?' })).toBeVisible();
    const response = await host.page.reload();
    expect(response?.headers()['content-security-policy']).toBe(ELECTRON_CSP);
    expect(await host.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toBe(metaCsp(ELECTRON_CSP));
    await expect(host.page.getByRole('heading', { name: 'Where is your server?' })).toBeVisible();
    expect(host.violations).toEqual([]);
    await host.close();
  });
});
