import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteDemo, openDataFolder, resetDemoFolder } from './data-folder.ts';

const MEMBERS = { manager: '0190a000-0000-7000-8000-000000000001', staff: '0190a000-0000-7000-8000-000000000002' };
let base = '';
const at = (name: string): string => join(base, name);

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'muster-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

test('a new folder is made, marked and recognised again with the demo that was noted', () => {
  expect(openDataFolder(at('a/b'))).toEqual({ ok: true, marker: { madeBy: 'muster', demo: { state: 'none' } } });
  noteDemo(at('a/b'), { state: 'ready', members: MEMBERS });
  expect(openDataFolder(at('a/b'))).toEqual({ ok: true, marker: { madeBy: 'muster', demo: { state: 'ready', members: MEMBERS } } });
});

test("a folder with somebody else's files is neither used nor reset", () => {
  writeFileSync(at('thesis.txt'), 'mine');
  expect(openDataFolder(base)).toMatchObject({ ok: false, sentence: expect.stringContaining('was not made by Muster') });
  expect(resetDemoFolder(base)).toMatchObject({ ok: false });
  expect(readdirSync(base)).toEqual(['thesis.txt']);
});

test('a marker that is not ours does not make a folder ours', () => {
  writeFileSync(at('muster.json'), '{"madeBy":"somebody"}');
  expect(resetDemoFolder(base)).toMatchObject({ ok: false });
  expect(existsSync(at('muster.json'))).toBe(true);
});

test("a reset deletes the demo and its devices and leaves a stranger's file beside them", () => {
  openDataFolder(base);
  noteDemo(base, { state: 'ready', members: MEMBERS });
  mkdirSync(at('server'));
  mkdirSync(at('profiles/manager-browser'), { recursive: true });
  writeFileSync(at('note.txt'), 'mine');
  expect(resetDemoFolder(base)).toEqual({ ok: true });
  expect(readdirSync(base)).toEqual(['note.txt']);
});

test('a real organization is not the demo and survives a reset', () => {
  openDataFolder(base);
  mkdirSync(at('server'));
  expect(resetDemoFolder(base)).toMatchObject({ ok: false, sentence: expect.stringContaining('not the demo') });
  expect(existsSync(at('server'))).toBe(true);
});

test('resetting what is not there yet is no error', () => {
  expect(resetDemoFolder(at('nothing'))).toEqual({ ok: true });
});

test('a folder that cannot be made says what to do', () => {
  writeFileSync(at('file'), '');
  expect(openDataFolder(at('file/inside'))).toMatchObject({ ok: false, sentence: expect.stringContaining('--data DIR') });
});

test("a folder in which only the server's command line has worked is ours, and no demo", () => {
  mkdirSync(at('server'));
  expect(openDataFolder(base)).toEqual({ ok: true, marker: { madeBy: 'muster', demo: { state: 'none' } } });
});
