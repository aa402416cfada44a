import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openControl, removeNotice, writeNotice } from './control.ts';
import type { Control } from './control.ts';

let control: Control | null = null;
afterEach(() => control?.close());

const open = async (): Promise<Control> => {
  control = await openControl((person) => Promise.resolve(person === 'staff' ? 'code-of-staff' : null));
  return control;
};
const ask = (path: string, secret: string, method = 'POST'): Promise<Response> =>
  fetch(new URL(path, control?.url), { method, headers: { authorization: `Bearer ${secret}` } });

test('a launcher that knows the secret gets a code for the person it names, and null where there is no demo', async () => {
  const { secret } = await open();
  expect(await (await ask('/enrol/staff', secret)).json()).toEqual({ code: 'code-of-staff' });
  expect(await (await ask('/enrol/manager', secret)).json()).toEqual({ code: null });
  expect((await ask('/', secret)).status).toBe(200);
});

test.each([
  ['/enrol/staff', 'wrong', 'POST', 401],
  ['/enrol/staff', '', 'POST', 401],
  ['/enrol/owner', 'right', 'POST', 404],
  ['/other', 'right', 'POST', 404],
  ['/enrol/staff', 'right', 'GET', 405],
])('everybody else gets nothing: %s with the %s secret by %s', async (path, kind, method, status) => {
  const { secret } = await open();
  const reply = await ask(path, kind === 'right' ? secret : kind, method);
  expect(reply.status).toBe(status);
  expect(await reply.text()).not.toContain('code-of-staff');
});

test('it listens on the loopback only', async () => {
  expect(new URL((await open()).url).hostname).toBe('127.0.0.1');
});

test("the notice names the server, is the owner's alone, and goes when the server goes", async () => {
  const dir = mkdtempSync(join(tmpdir(), 'muster-notice-'));
  const opened = await open();
  writeNotice(dir, 'http://127.0.0.1:4600/', opened);
  const path = join(dir, 'server.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    pid: process.pid,
    url: 'http://127.0.0.1:4600/',
    controlUrl: opened.url,
    secret: opened.secret,
  });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  removeNotice(dir);
  expect(() => statSync(path)).toThrow('ENOENT');
  rmSync(dir, { recursive: true });
});
