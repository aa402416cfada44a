import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The sync server as a process of its own, so that a spec can kill it without warning. */
export interface ServerProcess {
  readonly url: string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** @param more further options of the command line */
export async function startServerProcess(dataDir: string, port: number, more: readonly string[] = []): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [
      'sync-server/cli/main.ts',
      'serve',
      '--data',
      dataDir,
      '--port',
      String(port),
      '--static',
      resolve(ROOT, 'dist/renderer-browser'),
      ...more,
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr?.on('data', (part: Buffer) => {
    complaints += part.toString();
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server did not start: ${complaints}`);
    const reply = await fetch(`${url}/readyz`).catch(() => null);
    if (reply?.ok === true) return { url, kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`the server did not become ready: ${complaints}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await exited;
}

/** A port that was free a moment ago, to come back to after a restart. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
