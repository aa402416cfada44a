import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { state } from './state.ts';
import { strict } from './strict.ts';

/** Addresses handed to the system, for specs to read. */
const openedOutside: string[] = [];

export const shell = strict('shell', {
  openedOutside,
  openExternal: (address: string): Promise<void> => {
    openedOutside.push(address);
    return Promise.resolve();
  },
});

export const dialog = strict('dialog', {
  /** Specs put the person's answer here, as they do with Electron's own. */
  showSaveDialog: (): Promise<{ canceled: boolean; filePath: string }> => Promise.resolve({ canceled: true, filePath: '' }),
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`${title}: ${content}\n`),
});

export const powerMonitor = strict('powerMonitor', new EventEmitter());

/** Stands for a desktop keyring. It hides nothing from the person at this machine and proves nothing about Electron's. */
export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(true),
  getSelectedStorageBackend: (): string => process.env['MUSTER_STAND_IN_KEYRING'] ?? 'gnome_libsecret',
  encryptStringAsync: (text: string): Promise<Buffer> => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyringKey(), nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), body]));
  },
  decryptStringAsync: async (encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    const decipher = createDecipheriv('aes-256-gcm', keyringKey(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
    return Promise.resolve({ result, shouldReEncrypt: false });
  },
});

function keyringKey(): Buffer {
  const file = join(state.userData, 'stand-in-keyring');
  try {
    return readFileSync(file);
  } catch {
    mkdirSync(state.userData, { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
    return readFileSync(file);
  }
}

export const Menu = strict('Menu', { setApplicationMenu: (): void => undefined });
