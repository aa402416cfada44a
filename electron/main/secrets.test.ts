import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { createSecretStore, type Keyring } from './secrets.ts';

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'muster-secret-')), 'session.secret');
});

function keyring(overrides: Partial<Keyring> = {}): Keyring {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: (text) => Promise.resolve(turn(Buffer.from(text))),
    decryptStringAsync: (bytes) => Promise.resolve({ result: turn(bytes).toString(), shouldReEncrypt: false }),
    ...overrides,
  };
}

test('S18: with a keyring the secret survives a restart and is never on disk in clear', async () => {
  const warn = vi.fn();
  await createSecretStore(file, keyring(), 'linux', warn).write('refresh-token-canary');
  expect(readFileSync(file, 'utf8')).not.toContain('canary');
  expect(statSync(file).mode & 0o077).toBe(0);
  const again = createSecretStore(file, keyring(), 'linux', warn);
  expect(await again.read()).toBe('refresh-token-canary');
  await again.clear();
  expect(await again.read()).toBeNull();
  expect(existsSync(file)).toBe(false);
  expect(warn).not.toHaveBeenCalled();
});

for (const [why, ring] of [
  ['basic_text', keyring({ getSelectedStorageBackend: () => 'basic_text' })],
  ['no-keyring', keyring({ isAsyncEncryptionAvailable: () => Promise.resolve(false) })],
  ['no-keyring', keyring({ isAsyncEncryptionAvailable: () => Promise.reject(new Error('dbus')) })],
] as const) {
  test(`S18: with ${why} the secret stays in memory, nothing is written, and it is said once`, async () => {
    const warn = vi.fn();
    const store = createSecretStore(file, ring, 'linux', warn);
    await store.write('refresh-token-canary');
    expect(await store.read()).toBe('refresh-token-canary');
    expect(existsSync(file)).toBe(false);
    expect(warn).toHaveBeenCalledExactlyOnceWith(why);
    expect(await createSecretStore(file, ring, 'linux', warn).read()).toBeNull();
  });
}

test('S18: a secret that cannot be decrypted means signing in again, not a failure', async () => {
  writeFileSync(file, 'garbage');
  const broken = keyring({ decryptStringAsync: () => Promise.reject(new Error('key lost')) });
  expect(await createSecretStore(file, broken, 'linux', vi.fn()).read()).toBeNull();
});
