import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

/**
 * The real server as its own process, as an administrator starts it.
 * @param fileBlocks no file may grow beyond so many blocks of 512 bytes: a disk that is full, for this process alone
 */
export function launch(dataDir: string, port: number, fileBlocks?: number): Promise<ServerProcess> {
  const args = [MAIN, '--data', dataDir, '--port', String(port)];
  const env = { ...process.env, MUSTER_LOG: 'error' };
  const child =
    fileBlocks === undefined
      ? spawn(process.execPath, args, { env })
      : spawn('sh', ['-c', `ulimit -f ${fileBlocks}; exec "$@"`, 'sh', process.execPath, ...args], { env });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += String(data);
      const url = /muster server ready (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve({ child, url });
    });
    child.stderr.on('data', (data: Buffer) => void (said += String(data)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}

/** The exit code, once it has one. */
export const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });

/** One run of the command line. */
export function command(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => void (out += String(data)));
  child.stderr.on('data', (data: Buffer) => void (err += String(data)));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
