import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function bench(...args: string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [file('main.ts'), ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => void (out += String(data)));
  child.stderr.on('data', (data: Buffer) => void (err += String(data)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

/** Those README has a row for. */
const told = [...readFileSync(file('../../README.md'), 'utf8').matchAll(/^npm run bench -- (.+)$/gm)].flatMap(([, names = '']) =>
  names.split(' | '),
);

test('help says of each benchmark what it measures and what it aims at', async () => {
  const { code, out, err } = await bench('--help');
  expect([code, err]).toEqual([0, '']);
  const entries = out.split(/^ {2}(?=\w)/m).slice(1);
  expect(entries.map((entry) => entry.split(' ', 1)[0]).sort()).toEqual(told.toSorted());
  expect(told.length).toBeGreaterThan(5);
  for (const entry of entries) expect(entry).toMatch(/Aim: |under \d/);
});

test.each([
  [['ingset'], 'There is no benchmark "ingset". Known are '],
  [['constructor'], 'There is no benchmark "constructor". Known are '],
  [[], 'Name the benchmark to run. Known are '],
  [['bus', 'ui'], 'Name one benchmark at a time. Known are '],
])('asked for %j it runs nothing, says what there is, and ends with 2', async (args, sentence) => {
  const { code, out, err } = await bench(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err.startsWith(sentence), err).toBe(true);
  for (const name of told) expect(err).toContain(name);
  expect(err).toContain('npm run bench -- --help');
});
