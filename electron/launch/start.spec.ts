import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { findChromium } from './find-browser.ts';

const START = fileURLToPath(new URL('start.mjs', import.meta.url));
/** A fresh device takes the whole demo in before it shows Today. */
const FIRST_FILL_MS = 75_000;
const READY = /^muster ready (http:\/\/127\.0\.0\.1:\d+\/)$/m;

/** One `npm start` in its own process, as a person would run it. */
interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

let folder = '';
const runs: Run[] = [];

// Several whole starts with a demo each; a busy machine with two cores needs its time.
test.describe.configure({ timeout: 240_000 });

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
});
test.afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.child.kill('SIGTERM');
    await run.exited;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function start(args: readonly string[], nodeArgs: readonly string[] = []): Run {
  return watch(spawn(process.execPath, [...nodeArgs, START, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

function watch(child: ChildProcessByStdio<null, Readable, Readable>): Run {
  let text = '';
  const collect = (part: Buffer): void => {
    text += part.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const run = { child, output: () => text, exited };
  runs.push(run);
  return run;
}

async function ready(run: Run): Promise<string> {
  await expect.poll(() => READY.test(run.output()) || run.child.exitCode !== null, { timeout: 90_000 }).toBe(true);
  const url = READY.exec(run.output())?.[1];
  if (url === undefined) throw new Error(`not ready: ${run.output()}`);
  return url;
}

/** Everything a run that should fail says, and its exit code. */
async function refusal(args: readonly string[], nodeArgs: readonly string[] = []): Promise<{ code: number | null; output: string }> {
  const run = start(args, nodeArgs);
  const code = await run.exited;
  return { code, output: run.output() };
}

const addressIn = (run: Run): string => /Open the client at (\S+)/.exec(run.output())?.[1] ?? '';

async function withDevice(name: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await chromium.launchPersistentContext(join(folder, `browser-${name}`), {
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

test('one command makes the demo and says ready once; both people are signed in by their own address; Ctrl+C ends it all', async () => {
  const data = join(folder, 'data');
  const manager = start(['--headless', '--port', '0', '--data', data]);
  const url = await ready(manager);
  expect(manager.output().match(/^muster ready/gm)).toHaveLength(1);
  expect((await fetch(new URL('/healthz', url))).status).toBe(200);
  if (process.platform !== 'win32') expect(statSync(join(data, 'server.json')).mode & 0o777).toBe(0o600);
  const staff = start(['--headless', '--as', 'staff', '--data', data]);
  expect(await ready(staff)).toBe(url);
  expect(await staff.exited).toBe(0);
  await withDevice('manager', async (page) => {
    await page.goto(addressIn(manager));
    await expect(page.getByText('Maya Brooks').first()).toBeVisible({ timeout: FIRST_FILL_MS });
    expect(page.url()).not.toContain('enrol');
  });
  await withDevice('staff', async (page) => {
    await page.goto(addressIn(staff));
    await expect(page.getByRole('button', { name: 'On my way' }).first()).toBeVisible({ timeout: FIRST_FILL_MS });
    await expect(page.getByText('Sam Rivera').first()).toBeVisible();
  });
  const askedAt = Date.now();
  manager.child.kill('SIGINT');
  expect(await manager.exited).toBe(0);
  expect(Date.now() - askedAt).toBeLessThan(30_000);
  await expect(fetch(url)).rejects.toThrow();
  expect(existsSync(join(data, 'server.json'))).toBe(false);
});

test('a second start finds the demo it made; --reset-demo makes a new one, but never under a running server', async () => {
  const data = join(folder, 'data');
  const first = start(['--headless', '--port', '0', '--data', data]);
  await ready(first);
  const refused = await refusal(['--headless', '--reset-demo', '--data', data]);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('Stop it with Ctrl+C');
  first.child.kill('SIGTERM');
  await first.exited;
  const madeBefore = readFileSync(join(data, 'muster.json'), 'utf8');
  const second = start(['--headless', '--port', '0', '--data', data]);
  await ready(second);
  expect(second.output()).not.toContain('making the demo');
  expect(readFileSync(join(data, 'muster.json'), 'utf8')).toBe(madeBefore);
  second.child.kill('SIGTERM');
  await second.exited;
  const third = start(['--headless', '--port', '0', '--reset-demo', '--data', data]);
  await ready(third);
  expect(third.output()).toContain('making the demo');
});

test('when the launcher is killed outright, its server goes with it and the folder can be used again', async () => {
  const data = join(folder, 'data');
  const run = start(['--headless', '--port', '0', '--data', data]);
  const url = await ready(run);
  run.child.kill('SIGKILL');
  await run.exited;
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 10_000 },
    )
    .toBe('down');
  await ready(start(['--headless', '--port', '0', '--data', data]));
});

test('npm itself told to end takes the launcher and the server with it, and the folder is left clean', async () => {
  const data = join(folder, 'data');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const run = watch(
    spawn('npm', ['start', '--', '--headless', '--port', '0', '--data', data], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const url = await ready(run);
  run.child.kill('SIGTERM');
  await run.exited;
  await expect.poll(() => existsSync(join(data, 'server.json')), { timeout: 15_000 }).toBe(false);
  await expect(fetch(url)).rejects.toThrow();
  await expect.poll(run.output, { timeout: 10_000 }).toMatch(/^stopped$/m);
});

test('a first start that is stopped half-way is made anew by the next', async () => {
  const data = join(folder, 'data');
  const run = start(['--headless', '--port', '0', '--data', data]);
  await expect.poll(() => run.output(), { timeout: 60_000 }).toContain('making the demo organization: ');
  run.child.kill('SIGINT');
  expect(await run.exited).toBe(0);
  const again = start(['--headless', '--port', '0', '--data', data]);
  await ready(again);
  expect(again.output()).toContain('making the demo');
});

test('a busy port, an unwritable folder, a strange folder, a wrong option and an old Node each get a sentence', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as AddressInfo;
  const busy = await refusal(['--headless', '--port', String(port), '--data', join(folder, 'busy')]);
  blocker.close();
  expect(busy).toMatchObject({ code: 1 });
  expect(busy.output).toContain(`Port ${port} is in use. Stop what uses it, or choose another with --port N.`);

  writeFileSync(join(folder, 'file'), '');
  const unwritable = await refusal(['--headless', '--port', '0', '--data', join(folder, 'file', 'inside')]);
  expect(unwritable).toMatchObject({ code: 1 });
  expect(unwritable.output).toContain('cannot be written. Choose another one with --data DIR.');

  mkdirSync(join(folder, 'strange'));
  writeFileSync(join(folder, 'strange', 'thesis.txt'), 'mine');
  const strange = await refusal(['--headless', '--port', '0', '--reset-demo', '--data', join(folder, 'strange')]);
  expect(strange).toMatchObject({ code: 1 });
  expect(strange.output).toContain('was not made by Muster, so --reset-demo leaves it alone.');
  expect(readFileSync(join(folder, 'strange', 'thesis.txt'), 'utf8')).toBe('mine');

  const wrong = await refusal(['--prot', '1']);
  expect(wrong).toEqual({ code: 1, output: 'Unknown option --prot. "npm start -- --help" lists the options.\n' });

  const pretend = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.4"}})';
  const old = await refusal(['--headless'], ['--import', pretend]);
  expect(old).toMatchObject({ code: 1 });
  expect(old.output).toContain('Muster needs Node 20 or newer; this is 18.20.4.');
});

test('--help says everything and starts nothing', async () => {
  const help = await refusal(['--help', '--data', join(folder, 'none')]);
  expect(help).toMatchObject({ code: 0 });
  expect(help.output).toContain('--reset-demo');
  expect(existsSync(join(folder, 'none'))).toBe(false);
});
