import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ELECTRON_CSP } from '../../shared/security/csp.ts';
import { createAppProtocolHandler } from './protocol.ts';

let handle: (request: Request) => Promise<Response>;
const get = (address: string, method = 'GET'): Promise<Response> => handle(new Request(address, { method }));

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-protocol-'));
  const root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(folder, 'renderer-private'));
  await writeFile(join(root, 'index.html'), '<p>page</p>');
  await writeFile(join(root, 'assets', 'a-1.js'), 'export {}');
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'renderer-private', 'secret.html'), 'secret');
  await writeFile(join(root, '.env.html'), 'secret');
  await writeFile(join(root, 'notes.sqlite'), 'secret');
  await symlink(join(folder, 'secret.html'), join(root, 'link.html'));
  await symlink(join(folder, 'renderer-private'), join(root, 'linked'));
  handle = createAppProtocolHandler(root);
});

test('S8: files of the renderer are served with their type, the policy and the hardening headers', async () => {
  for (const address of [
    'muster://app/',
    'muster://app/index.html',
    'muster://app/index.html?x=../../secret.html',
    'muster://app/bookings/0193-ab/people',
  ]) {
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>page</p>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(ELECTRON_CSP);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect((await get('muster://app/assets/a-1.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

for (const path of [
  '../secret.html',
  '%2e%2e/secret.html',
  '..%2fsecret.html',
  '%2e%2e%2fsecret.html',
  '%252e%252e%252fsecret.html',
  'assets/../../secret.html',
  'assets/..%5c..%5csecret.html',
  '..\\secret.html',
  '../renderer-private/secret.html',
  '%2e%2e/renderer-private/secret.html',
  'link.html',
  'linked/secret.html',
  '.env.html',
  'notes.sqlite',
  '/etc/passwd',
  '//etc/passwd',
  'C:/secret.html',
  'index.html%00.js',
  '%zz',
  'assets',
  'assets/',
  'index.html::$DATA',
  'missing.html',
  'bookings/../../secret.html',
  'bookings/secret.html',
  'elsewhere/0193',
]) {
  test(`S8: ${path} is refused and leaks nothing`, async () => {
    const response = await get(`muster://app/${path}`);
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toBe(ELECTRON_CSP);
  });
}

test('S8: other schemes and hosts are not served, and only GET is answered', async () => {
  for (const address of [
    'https://app/index.html',
    'muster://app2/index.html',
    'muster://app.evil/index.html',
    'muster://app:80/index.html',
  ]) {
    expect((await get(address)).status, address).toBe(404);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
    expect((await get('muster://app/index.html', method)).status, method).toBe(405);
});

test('S26: the recovery page comes from main itself and holds no script', async () => {
  const text = await (await get('muster://app/recovery.html')).text();
  expect(text).toContain('Your work is safe');
  expect(text).not.toMatch(/<script|onclick|style=/);
});
