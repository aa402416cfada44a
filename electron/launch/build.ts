import { spawn } from 'node:child_process';
import { globSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Written last, so that a build cut short counts as none. */
const STAMP = join(ROOT, 'dist/.built');

const SOURCES = ['shared/**/*', 'renderer/**/*', 'electron/{main,preload,core-host}/**/*', 'electron/build.ts', 'package-lock.json'];

const vite = (mode: string): string[] => [
  join(ROOT, 'node_modules/vite/bin/vite.js'),
  'build',
  '--config',
  'renderer/vite.config.ts',
  '--mode',
  mode,
];

const STEPS: readonly { readonly label: string; readonly args: readonly string[] }[] = [
  { label: 'the browser client', args: vite('browser') },
  { label: 'the desktop screens', args: vite('electron') },
  { label: 'the desktop shell', args: [join(ROOT, 'electron/build.ts')] },
];

export type BuildResult = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

/** True when something was built and nothing changed since. */
export function isBuilt(stamp: string = STAMP, newestSourceMs: number = newestMs(SOURCES)): boolean {
  return modifiedMs(stamp) > newestSourceMs;
}

/** Builds the client, one part after the other; the output of a part is shown only when it fails. */
export async function build(onProgress: (text: string) => void): Promise<BuildResult> {
  for (const { label, args } of STEPS) {
    onProgress(`building ${label}`);
    const { code, output } = await runQuietly(args);
    if (code !== 0) {
      process.stderr.write(output);
      return { ok: false, sentence: `Building ${label} failed; its messages are above. If packages changed, run "npm ci" again.` };
    }
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, '');
  return { ok: true };
}

function runQuietly(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => parts.push(part));
    child.once('error', (error) => resolve({ code: 127, output: `${error.message}\n` }));
    child.once('exit', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
  });
}

function newestMs(patterns: readonly string[]): number {
  return Math.max(0, ...patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).map((path) => modifiedMs(join(ROOT, path))));
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--force') && isBuilt()) {
    console.log('up to date');
  } else {
    const result = await build((text) => console.log(text));
    if (!result.ok) {
      console.error(result.sentence);
      process.exitCode = 1;
    }
  }
}
