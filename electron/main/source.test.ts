import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ELECTRON = resolve(import.meta.dirname, '..');

function sources(): { file: string; text: string }[] {
  return ['main', 'preload', 'core-host'].flatMap((folder) =>
    readdirSync(join(ELECTRON, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(ELECTRON, folder, file), 'utf8') })),
  );
}

const filesWith = (pattern: RegExp): string[] =>
  sources()
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file);

test('S16: nothing weakens the check of certificates', () => {
  expect(sources().length).toBeGreaterThan(20);
  expect(
    filesWith(/NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized|certificate-error|setCertificateVerifyProc|ignore-certificate-errors/),
  ).toEqual([]);
});

test('S1: only window.ts makes windows, and only it loads pages', () => {
  expect(filesWith(/new BrowserWindow|BaseWindow|WebContentsView/)).toEqual(['main/window.ts']);
  expect(filesWith(/\.loadURL\(|\.loadFile\(/)).toEqual(['main/window.ts']);
});

test('S6: only index.ts hands ipcMain out and only register.ts uses it; only the preload sees ipcRenderer', () => {
  expect(filesWith(/ipcMain\.(on|once|handle|handleOnce)\b/)).toEqual(['main/ipc/register.ts']);
  expect(filesWith(/ipcRenderer\./)).toEqual(['preload/index.ts']);
});

test('S12: one gate leads to the outside', () => {
  expect(filesWith(/\bshell\.\w+\(/)).toEqual(['main/index.ts']);
});

test("only the edges import Electron's values, so that every other part can be tested alone", () => {
  expect(filesWith(/^import (?!type ).*from 'electron'/m).sort()).toEqual(['main/index.ts', 'main/window.ts', 'preload/index.ts']);
});
