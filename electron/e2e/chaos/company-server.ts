import { execFile } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort, startServerProcess, type ServerProcess } from '../story/server-process.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** The company's server: a process that may be gone, a folder (or a database), and perhaps a backup of it. */
export class CompanyServer {
  readonly url: string;
  readonly dataDir: string;
  readonly #backup: string;
  readonly #database: string | undefined;
  readonly #port: number;
  #process: ServerProcess | null = null;

  private constructor(under: string, dataDir: string, port: number, database: string | undefined) {
    this.dataDir = dataDir;
    this.#backup = join(under, 'backup');
    this.#port = port;
    this.#database = database;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async make(under: string, dataDir: string, database: string | undefined): Promise<CompanyServer> {
    return new CompanyServer(under, dataDir, await freePort(), database);
  }

  get hasBackup(): boolean {
    return existsSync(this.#backup);
  }

  /** Data in a PostgreSQL is backed up with PostgreSQL's own tools, not by copying a folder. */
  get canBackUp(): boolean {
    return this.#database === undefined;
  }

  async start(): Promise<void> {
    this.#process ??= await startServerProcess(
      this.dataDir,
      this.#port,
      this.#database === undefined ? [] : ['--database', this.#database],
    );
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
    this.#process = null;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }

  /** As the guide says: stop it, copy the folder, start it. */
  async backUp(): Promise<void> {
    await this.stop();
    rmSync(this.#backup, { recursive: true, force: true });
    cpSync(this.dataDir, this.#backup, { recursive: true });
    await this.start();
  }

  /** The disk is lost: yesterday's copy takes its place. */
  async restore(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
    cpSync(this.#backup, this.dataDir, { recursive: true });
    await this.start();
  }

  /** A one-time code for another sign-in, from the command line beside the running server. */
  async enrolCode(email: string): Promise<string> {
    const { stdout } = await this.#command('enrol', '--email', email);
    return stdout.trim();
  }

  /** Every log read again. @returns what is wrong, or null */
  async verify(): Promise<string | null> {
    return this.#command('verify').then(
      () => null,
      (error: { readonly stdout?: string; readonly stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
    );
  }

  #command(...args: readonly string[]): Promise<{ readonly stdout: string }> {
    const database = this.#database === undefined ? [] : ['--database', this.#database];
    return run(process.execPath, ['sync-server/cli/main.ts', ...args, '--data', this.dataDir, ...database], { cwd: ROOT });
  }
}
