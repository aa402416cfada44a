import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { openDevice } from '../../shared/core/testing/open-device.ts';
import type { SecretStore } from '../../shared/core/ports.ts';
import { realNetwork } from './core-device.ts';

/** Keeps the refresh token in a file, so that a killed device can come back. */
export const secretsIn = (file: string): SecretStore => ({
  read: async () => (existsSync(file) ? readFileSync(file, 'utf8') : null),
  write: async (secret) => writeFileSync(file, secret),
  clear: async () => undefined,
});

/**
 * A device's core that signs in to a server and writes a line for everything it takes in, until somebody kills it:
 * `first-fill.ts DATABASE URL SECRET_FILE CODE`
 */
if (process.argv[1] === import.meta.filename) {
  const [path = '', url = '', secretFile = '', code = ''] = process.argv.slice(2);
  const network = realNetwork(url);
  // The device's own timers keep no process alive.
  setInterval(() => undefined, 1000);
  const device = await openDevice({
    path,
    secrets: secretsIn(secretFile),
    network: {
      ...network,
      request: async (input) => {
        const reply = await network.request(input);
        if (/\/sync\/(snapshot|pull)/.test(input.path)) writeSync(1, `${input.path}\n`);
        return reply;
      },
    },
  });
  if ((await device.core.call('session.current', undefined)) === null) await device.core.call('session.enrol', { code });
}
