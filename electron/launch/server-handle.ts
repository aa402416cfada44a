import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './build.ts';
import type { LaunchOptions, Person } from './options.ts';

/** `server.json` in the data folder, readable by its owner only: how a second launcher finds the running server. */
const noticeSchema = z.object({ pid: z.int(), url: z.url(), controlUrl: z.url(), secret: z.string().min(20) });
type Notice = z.infer<typeof noticeSchema>;

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), text: z.string() }),
  z.object({ kind: z.literal('ready'), url: z.url() }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
]);

const enrolReplySchema = z.object({ code: z.string().min(1).nullable() });

const STOP_LIMIT_MS = 4000;

/** A running sync server, started by this launcher or found running. */
export interface ServerHandle {
  readonly url: string;
  /** True when another launcher owns it and it outlives this one. */
  readonly isShared: boolean;
  /** A one-time code that signs a device in; null when the folder holds no demo organization. */
  enrolCode(person: Person): Promise<string | null>;
  stop(): Promise<void>;
  /** Resolves when the server ends by itself. */
  readonly ended: Promise<void>;
}

export type ServerStart = { readonly ok: true; readonly server: ServerHandle } | { readonly ok: false; readonly sentence: string };

/** The server that already runs on this data folder, if it answers. */
export async function findServer(dataDir: string): Promise<ServerHandle | null> {
  const notice = readNotice(dataDir);
  if (notice === null || !(await answers(notice))) return null;
  return {
    url: notice.url,
    isShared: true,
    enrolCode: (person) => enrol(notice, person),
    stop: async () => {},
    ended: new Promise(() => {}),
  };
}

/**
 * A batch of 500 events is more short-lived memory than Node gives by default, and what is still in use when that is full is
 * copied: with room for a few batches the server takes in a fifth more (`npm run bench -- ingest`).
 */
const NODE_FLAGS = ['--max-semi-space-size=64'];

/** Starts the sync server as its own process, which makes the demo organization first when the folder has none. */
export function startServerProcess(
  options: LaunchOptions,
  onProgress: (text: string) => void,
  stopAsked: Promise<unknown>,
): Promise<ServerStart> {
  const args = [
    ...NODE_FLAGS,
    join(ROOT, 'sync-server/demo/serve.ts'),
    ...['--data', options.dataDir, '--port', String(options.port), '--host', options.host],
    ...(options.database === null ? [] : ['--database', options.database]),
    ...(options.withDemo ? ['--demo'] : []),
    ...(options.resetDemo ? ['--reset-demo'] : []),
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  void stopAsked.then(() => child.connected && child.disconnect());
  return new Promise((resolve) => {
    child.on('message', (raw) => {
      const message = messageSchema.parse(raw);
      if (message.kind === 'progress') onProgress(message.text);
      else if (message.kind === 'failed') resolve({ ok: false, sentence: message.sentence });
      else resolve({ ok: true, server: ownHandle(child, ended, options.dataDir, message.url) });
    });
    child.once('error', (error) => resolve({ ok: false, sentence: `The sync server could not be started: ${error.message}` }));
    child.once('exit', (code) =>
      resolve({ ok: false, sentence: `The sync server ended at once (exit ${code ?? 'by signal'}); its message is above.` }),
    );
  });
}

/** Runs the server's own command line on the folder in which this launcher keeps the server. */
export function administer(dataDir: string, args: readonly string[]): Promise<number> {
  const command = [join(ROOT, 'sync-server/cli/main.ts'), ...args, '--data', join(dataDir, 'server')];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function ownHandle(child: ChildProcess, ended: Promise<void>, dataDir: string, url: string): ServerHandle {
  return {
    url,
    isShared: false,
    enrolCode: async (person) => {
      const notice = readNotice(dataDir);
      return notice === null ? null : enrol(notice, person);
    },
    stop: async () => {
      // Closing the channel is the order to stop; it also closes when this process is killed.
      if (child.connected) child.disconnect();
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
    ended,
  };
}

function readNotice(dataDir: string): Notice | null {
  try {
    const parsed = noticeSchema.safeParse(JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // No notice, or one that was cut off: no server to be found here.
    return null;
  }
}

async function answers(notice: Notice): Promise<boolean> {
  try {
    return (await ask(notice, '/')).ok;
  } catch {
    return false;
  }
}

async function enrol(notice: Notice, person: Person): Promise<string | null> {
  const reply = await ask(notice, `/enrol/${person}`);
  if (!reply.ok) throw new Error(`the server gave no sign-in code (${reply.status})`);
  return enrolReplySchema.parse(await reply.json()).code;
}

const ask = (notice: Notice, path: string): Promise<Response> =>
  fetch(new URL(path, notice.controlUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${notice.secret}` },
    signal: AbortSignal.timeout(5000),
  });
