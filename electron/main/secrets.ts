import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { SafeStorage } from 'electron';
import type { SecretStore } from '../../shared/core/ports.ts';

/** The part of Electron's safeStorage this file needs. */
export type Keyring = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/**
 * Keeps the refresh token under the system's keyring (S18). Where there is none, or only a fixed password that everybody
 * knows (`basic_text`), it stays in memory and the person signs in again after a restart. A secret that cannot be
 * decrypted is gone; the work it guarded access to is not.
 */
export function createSecretStore(
  file: string,
  keyring: Keyring,
  platform: NodeJS.Platform,
  onMemoryOnly: (reason: string) => void,
): SecretStore {
  let memory: string | null = null;
  let usable: Promise<boolean> | null = null;

  const hasKeyring = (): Promise<boolean> => {
    usable ??= (async () => {
      const reason = await whyMemoryOnly(keyring, platform);
      if (reason !== null) onMemoryOnly(reason);
      return reason === null;
    })();
    return usable;
  };

  return {
    async read() {
      if (!(await hasKeyring())) return memory;
      try {
        return (await keyring.decryptStringAsync(await readFile(file))).result;
      } catch {
        return memory;
      }
    },
    async write(secret) {
      memory = secret;
      if (!(await hasKeyring())) return;
      const encrypted = await keyring.encryptStringAsync(secret);
      await writeFile(`${file}.new`, encrypted, { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
    },
    async clear() {
      memory = null;
      await rm(file, { force: true });
    },
  };
}

async function whyMemoryOnly(keyring: Keyring, platform: NodeJS.Platform): Promise<string | null> {
  try {
    if (!(await keyring.isAsyncEncryptionAvailable())) return 'no-keyring';
    return platform === 'linux' && keyring.getSelectedStorageBackend() === 'basic_text' ? 'basic_text' : null;
  } catch {
    return 'no-keyring';
  }
}
